package dev.mnistscorer.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs all benchmarks and writes the tables to the file that the first argument names. */
public final class Benchmarks {
    private Benchmarks() {}

    /** Takes the file for the tables and a directory for 800 MB of images. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        SparkSession session = SparkSession.builder()
                .master("local[*]")
                .appName("benchmarks")
                .config("spark.ui.enabled", "false")
                .config("spark.ui.showConsoleProgress", "false")
                .getOrCreate();
        byte[] images = BenchData.images(session);
        Path file = directory.resolve("images");
        Files.write(file, images);
        int cores = session.sparkContext().defaultParallelism();
        Table jobs = new WholeJobBenchmark(
                        session, directory, images, ForwardPassBenchmark.layers("784-50-100-10 sigmoid"))
                .run(cores);
        session.stop();

        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ForwardPassBenchmark.class.getName())
                        .jvmArgsAppend("-D" + ForwardPassBenchmark.IMAGES_PROPERTY + "=" + file)
                        .build())
                .run();
        Map<String, Table> tables = new LinkedHashMap<>();
        for (RunResult result : results) {
            String network = result.getParams().getParam("network");
            double[] secondsPerImage = result.getBenchmarkResults().stream()
                    .flatMap(run -> run.getIterationResults().stream())
                    .map(IterationResult::getPrimaryResult)
                    .mapToDouble(score -> score.getScore() / 1e9)
                    .toArray();
            tables.computeIfAbsent(network, name -> new Table("forward pass, one thread, batch 100, " + name))
                    .add(result.getParams().getParam("competitor"), secondsPerImage);
        }
        StringBuilder text = new StringBuilder(String.format(
                "%d cores, Java %s, %s%n", cores, System.getProperty("java.version"), System.getProperty("os.arch")));
        text.append(jobs.markdown());
        tables.values().forEach(table -> text.append(table.markdown()));
        System.out.println(text);
        Files.writeString(Path.of(arguments[0]), text);
        System.out.println("Written to " + arguments[0]);
    }
}
