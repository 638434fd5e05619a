package dev.mnistscorer.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs all benchmarks and writes their tables. Each competitor runs in JVMs of its own, because code that one has compiled
 * changes the speed of another; the competitors take turns, because the machine changes its own.
 */
public final class Benchmarks {
    private Benchmarks() {}

    /** Takes the file for the tables, a directory for 2 GB of images, {@code full} or {@code quick}, and the turns. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        BenchPlan plan = BenchPlan.valueOf(arguments[2].toUpperCase(Locale.ROOT));
        int turns = Integer.parseInt(arguments[3]);
        BenchFiles files = BenchFiles.write(directory, plan.jobs().contains(JobKind.FROM_PARQUET));
        WholeJobBenchmark jobs = new WholeJobBenchmark(files, plan, turns);
        List<Table> tables = new ArrayList<>(jobs.run());
        PartsTable parts = PartsTable.of(files, jobs);
        tables.addAll(new ForwardPassBenchmark(files, plan, turns).run());
        StringBuilder text = new StringBuilder(String.format(
                "%d cores, Java %s, %s, %d turns%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.arch"),
                turns));
        tables.forEach(table -> text.append(table.markdown()));
        text.append(parts.markdown());
        System.out.println(text);
        Files.writeString(Path.of(arguments[0]), text);
        System.out.println("Written to " + arguments[0]);
    }
}
