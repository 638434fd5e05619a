package dev.mnistscorer.job;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.picture.ContactSheet;
import dev.mnistscorer.picture.TerminalPicture;
import dev.mnistscorer.scoring.Detail;
import dev.mnistscorer.scoring.ForwardPass;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.weights.WeightsFile;
import dev.mnistscorer.weights.graph.Step;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Shows a data set, one image of it, or a weights file. */
public final class InspectJob {
    private static final int TERMINAL_COLUMNS = 80;
    private static final int SHEET_COLUMNS = 10;
    private static final int ZOOM = 3;
    private static final int HISTOGRAM_WIDTH = 40;
    private static final double WHITE = 255;

    private final InspectOptions options;
    private final PrintStream out;
    private final PrintStream progress;

    private record Shown(Integer label, byte[] pixels) {
        String caption() {
            return label == null ? "?" : label.toString();
        }
    }

    /** A look whose results are printed to {@code out}, and the progress of a download to {@code progress}. */
    public InspectJob(InspectOptions options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @throws BadInputException if something that was given cannot be used
     * @throws IOException if the picture cannot be written
     */
    public void run() throws IOException {
        Datasets datasets = Datasets.ofEnvironment(JobSession.isLocal(), progress);
        try (JobSession session = JobSession.open()) {
            Configuration configuration = session.spark().sessionState().newHadoopConf();
            Optional<WeightsFile> weights =
                    options.weights().map(name -> NamedWeights.read(datasets, name, options.reading(), configuration));
            if (options.input().isPresent()) {
                ImageInput input = new ImageInput(datasets, options.input().get(), options.labels());
                images(session.spark(), input, weights.map(WeightsFile::network));
            } else {
                weights.ifPresent(this::show);
            }
        }
    }

    private void images(SparkSession session, ImageInput input, Optional<DenseNetwork> network) throws IOException {
        Dataset<Row> images = input.read(session, 0);
        int height = input.height(images);
        int width = input.width(images);
        List<Shown> shown;
        if (options.index().isPresent()) {
            long index = options.index().getAsLong();
            shown = collect(images.where(functions.col("index").equalTo(index)).limit(1));
            if (shown.isEmpty()) {
                throw BadInputException.in(input.uri(), "--index must be below %d but was %d", images.count(), index);
            }
            line("Image %d of %s, label %s", index, input.uri(), shown.get(0).caption());
        } else {
            summary(images, input, height, width);
            shown = collect(images.limit(options.count()));
        }
        out.println();
        print(shown, height, width);
        if (options.pixels()) {
            pixels(shown.get(0).pixels(), height, width);
        }
        network.ifPresent(scoring -> scores(scoring, shown, height * width, input));
        if (options.png().isPresent()) {
            sheet(session, shown, height, width);
        }
    }

    private void summary(Dataset<Row> images, ImageInput input, int height, int width) {
        MapFunction<Row, Row> measure = row -> {
            long sum = 0;
            int inked = 0;
            for (byte pixel : row.<byte[]>getAs(1)) {
                sum += pixel & 0xff;
                inked += pixel == 0 ? 0 : 1;
            }
            return RowFactory.create(row.get(0), sum, (long) inked);
        };
        var columns = new StructType().add("label", "int").add("sum", "bigint").add("inked", "bigint");
        List<Row> rows = images.select("label", "image")
                .map(measure, Encoders.row(columns))
                .groupBy("label")
                .agg(functions.count("*"), functions.sum("sum"), functions.sum("inked"))
                .orderBy("label")
                .collectAsList();
        long count = rows.stream().mapToLong(row -> row.getLong(1)).sum();
        double pixels = (double) count * height * width;
        double mean = rows.stream().mapToLong(row -> row.getLong(2)).sum() / pixels;
        double inked = rows.stream().mapToLong(row -> row.getLong(3)).sum() / pixels;
        line("%s", input.uri());
        line("%,d images of %d × %d unsigned bytes", count, height, width);
        line("mean %.2f (%.4f of white), %.1f %% of the pixels are not zero", mean, mean / WHITE, 100 * inked);
        out.println();
        long most = rows.stream().mapToLong(row -> row.getLong(1)).max().orElse(1);
        for (Row row : rows) {
            line(
                    "%7s %9s  %s",
                    row.isNullAt(0) ? "none" : row.get(0),
                    String.format(Locale.ROOT, "%,d", row.getLong(1)),
                    bar((double) row.getLong(1) / most));
        }
    }

    private static List<Shown> collect(Dataset<Row> images) {
        return images.select("label", "image").collectAsList().stream()
                .map(row -> new Shown((Integer) row.get(0), row.getAs(1)))
                .toList();
    }

    private void print(List<Shown> shown, int height, int width) {
        int columns = Math.max(1, (TERMINAL_COLUMNS + 2) / (width + 2));
        for (int from = 0; from < shown.size(); from += columns) {
            List<Shown> row = shown.subList(from, Math.min(shown.size(), from + columns));
            TerminalPicture.row(row.stream()
                            .map(each -> TerminalPicture.of(each.pixels(), height, width, options.colour()))
                            .toList())
                    .forEach(out::println);
            out.println(row.stream()
                    .map(each -> centred(each.caption(), width))
                    .collect(Collectors.joining("  "))
                    .stripTrailing());
        }
    }

    private static String centred(String text, int width) {
        String left = " ".repeat((width - text.length()) / 2) + text;
        return left + " ".repeat(width - left.length());
    }

    private void pixels(byte[] image, int height, int width) {
        out.println();
        for (int y = 0; y < height; y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < width; x++) {
                row.append(String.format(Locale.ROOT, "%4d", image[y * width + x] & 0xff));
            }
            out.println(row);
        }
    }

    private void scores(DenseNetwork network, List<Shown> shown, int pixels, ImageInput input) {
        if (pixels != network.inputs()) {
            throw BadInputException.in(
                    input.uri(), "images must have %d pixels to be scored but have %d", network.inputs(), pixels);
        }
        if (options.index().isEmpty()) {
            return;
        }
        ForwardPass pass = new ForwardPass(network, KernelChoice.AUTO.create(), 1, Detail.PROBABILITIES);
        System.arraycopy(shown.get(0).pixels(), 0, pass.pixels(), 0, pixels);
        pass.run(1);
        float[] scores = pass.scores(0);
        out.println();
        for (int k = 0; k < scores.length; k++) {
            line("%7d %9.6f  %s%s", k, scores[k], bar(scores[k]), k == pass.prediction(0) ? " <" : "");
        }
    }

    private void sheet(SparkSession session, List<Shown> shown, int height, int width) throws IOException {
        Path file = new Path(options.png().get());
        ReportDirectory directory =
                ReportDirectory.of(file, session.sessionState().newHadoopConf());
        List<ContactSheet.Picture> pictures = new ArrayList<>();
        shown.forEach(each -> pictures.add(new ContactSheet.Picture(each.pixels(), each.caption())));
        directory.write(file.getName(), new ContactSheet(height, width, ZOOM).png(pictures, SHEET_COLUMNS));
        out.println();
        line("Picture: %s", options.png().get());
    }

    private void show(WeightsFile file) {
        DenseNetwork network = file.network();
        line("%s", file.path());
        line("format      %s", file.format());
        line("sha256      %s", file.sha256());
        line("network     %s", network);
        line("parameters  %,d", network.parameters());
        file.metadata().forEach((name, value) -> line("%-11s %s", name, value));
        out.println();
        List<String> tensors = file.tensors().stream().map(Tensor::name).toList();
        String row = "%-" + Math.max(8, width("tensor", tensors)) + "s %-14s %13s %13s";
        line(row, "tensor", "shape", "lowest", "highest");
        file.tensors().forEach(tensor -> {
            float lowest = Float.POSITIVE_INFINITY;
            float highest = Float.NEGATIVE_INFINITY;
            for (float value : tensor.values()) {
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
            line(row.replace("%13s", "%13.6f"), tensor.name(), tensor.shapeText(), lowest, highest);
        });
        out.println();
        List<String> names = file.steps().stream().map(Step::name).toList();
        String step = "%-" + width("step", names) + "s %s";
        line(step, "step", "understood as");
        file.steps().forEach(each -> line(step, each.name(), each));
        out.println();
        line("%-8s %7s %7s  %s", "layer", "in", "out", "activation");
        int number = 1;
        for (var layer : network.layers()) {
            line("%-8d %7d %7d  %s", number++, layer.inputs(), layer.outputs(), layer.activation());
        }
    }

    private static int width(String heading, List<String> entries) {
        return entries.stream().mapToInt(String::length).reduce(heading.length(), Math::max);
    }

    private static String bar(double share) {
        return "█".repeat((int) Math.round(share * HISTOGRAM_WIDTH));
    }

    private void line(String format, Object... arguments) {
        // Names of a file may stand in it: they must not drive a terminal.
        String plain = String.format(Locale.ROOT, format, arguments).replaceAll("\\p{Cntrl}", "?");
        out.println(plain.stripTrailing());
    }
}
