package dev.mnistscorer.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Forward passes on one thread. */
final class ForwardPassBenchmark {
    private final BenchFiles files;
    private final BenchPlan plan;
    private final int turns;

    ForwardPassBenchmark(BenchFiles files, BenchPlan plan, int turns) {
        this.files = files;
        this.plan = plan;
        this.turns = turns;
    }

    /** Returns a table for each network and batch size; fails if a competitor predicts others than plain loops. */
    List<Table> run() throws Exception {
        List<Table> tables = new ArrayList<>();
        for (String network : plan.networks()) {
            for (int batch : plan.batches()) {
                Map<String, Table.Competition> competitors = new LinkedHashMap<>();
                for (ForwardPassTrial.Implementation implementation : ForwardPassTrial.Implementation.values()) {
                    if (implementation.isMeasured(network.equals(BenchFiles.NETWORK), batch)) {
                        competitors.put(implementation.title(), () -> seconds(network, implementation, batch));
                    }
                }
                String title = "forward pass, one thread, batch " + batch + ", " + network;
                tables.add(new Table(title, turns).run(competitors));
            }
        }
        return tables;
    }

    private double seconds(String network, ForwardPassTrial.Implementation implementation, int batch)
            throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include(ForwardPassTrial.class.getName())
                        .param("network", network)
                        .param("implementation", implementation.name())
                        .param("batch", String.valueOf(batch))
                        .jvmArgsAppend("-D" + ForwardPassTrial.IMAGES_PROPERTY + "=" + files.images())
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .runSingle();
        return result.getBenchmarkResults().stream()
                .flatMap(run -> run.getIterationResults().stream())
                .map(IterationResult::getPrimaryResult)
                .mapToDouble(score -> score.getScore() / 1e9)
                .min()
                .orElseThrow();
    }
}
