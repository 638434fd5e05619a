package dev.mnistscorer.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The CPU time of a job on one core by its parts, from the same run as the jobs. */
final class PartsTable {
    private final Map<String, Double> rows = new LinkedHashMap<>(); // seconds an image

    private PartsTable() {}

    static PartsTable of(BenchFiles files, WholeJobBenchmark jobs) throws IOException, InterruptedException {
        double[] parts = ChildJvm.run(Parts.class, files.directory().toString());
        PartsTable table = new PartsTable();
        double accuracy = jobs.cpu(JobKind.ACCURACY);
        table.rows.put("reading the file", parts[0]);
        table.rows.put("rows of the data source", parts[1] - parts[0]);
        table.rows.put("first layer, with its search for pixels that are not zero", parts[2]);
        table.rows.put("other layers", parts[3]);
        table.rows.put("activations", parts[4]);
        table.rows.put(
                "mini-batches, checks, argmax, counts: what is left",
                accuracy - parts[1] - parts[2] - parts[3] - parts[4]);
        table.rows.put("**`--metrics accuracy`**, 784-50-100-10", accuracy);
        table.rows.put("probabilities and their metrics, more with `--metrics all`", jobs.cpu(JobKind.ALL) - accuracy);
        table.rows.put("predictions as Parquet, more", jobs.cpu(JobKind.PARQUET) - accuracy);
        return table;
    }

    /** The table as Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder("\n| CPU time of tasks by part | ns an image |\n| --- | ---: |\n");
        rows.forEach(
                (name, seconds) -> text.append(String.format(Locale.ROOT, "| %s | %.0f |%n", name, seconds * 1e9)));
        return text.toString();
    }
}
