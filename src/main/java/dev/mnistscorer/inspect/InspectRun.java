package dev.mnistscorer.inspect;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.input.ImageInput;
import dev.mnistscorer.input.InputResolver;
import dev.mnistscorer.input.InterruptNotice;
import dev.mnistscorer.input.JobSession;
import dev.mnistscorer.input.NamedWeights;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.picture.ContactSheet;
import dev.mnistscorer.publish.OutputDirectory;
import dev.mnistscorer.scoring.ProbabilityDigest;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.table.ClassNames;
import dev.mnistscorer.table.ImageSize;
import dev.mnistscorer.weights.WeightsFile;
import dev.mnistscorer.weights.WeightsImport;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A look at a data set, one image of it, or a weights file. */
public final class InspectRun {
    private static final int SHEET_COLUMNS = 10;
    private static final int ZOOM = 3;

    private final InspectOptions options;
    private final PrintStream out;
    private final TerminalLines lines;
    private final PrintStream progress;

    /** A look that is printed to {@code out}, and the progress of a download to {@code progress}. */
    public InspectRun(InspectOptions options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.out = out;
        this.lines = new TerminalLines(out, options.terminal().columns());
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
        try (JobSession session = JobSession.open();
                InterruptNotice notice = new InterruptNotice(
                        "nothing was written", session.spark().sparkContext(), progress)) {
            notice.during(() -> run(session.spark(), datasets, notice));
        }
    }

    private void run(SparkSession session, Datasets datasets, InterruptNotice notice) throws IOException {
        InputResolver inputs = new InputResolver(session, datasets);
        Optional<ImageInput> input =
                options.input().isNamed() ? Optional.of(inputs.of(options.input())) : Optional.empty();
        Configuration configuration = HadoopConf.of(session);
        if (options.ranks()) {
            rank(session, input.orElseThrow(), datasets);
            return;
        }
        Optional<Sheet> sheet = options.png().map(uri -> new Sheet(uri, configuration));
        Optional<WeightsFile> weights =
                options.weights().map(name -> NamedWeights.read(datasets, name, options.importing(), configuration));
        if (input.isPresent()) {
            Optional<ImageInput> before = input.filter(images -> images.format().isMnist())
                    .map(images -> new InputResolver(session, datasets)
                            .of(options.input().preview()));
            images(session, input.get(), before, weights, sheet, notice);
        } else {
            weights.ifPresent(file -> new WeightsTable(file, lines).print());
        }
    }

    private void rank(SparkSession session, ImageInput input, Datasets datasets) {
        Configuration configuration = HadoopConf.of(session);
        String name = options.weights().orElseThrow();
        List<WeightsImport.Candidate> candidates =
                NamedWeights.parse(datasets, name, configuration).candidates(options.importing());
        Dataset<Row> images = input.decoded(session, ImageInput.Expected.ANYTHING, 0);
        WeightsFile any = candidates.get(0).file();
        input.requirePixels(images, any.network().inputs(), any.path());
        new CandidateRanking(images, input.name()).print(name, candidates, lines);
    }

    /** A file for the pictures, tried for writing before any work. */
    private record Sheet(Path file, OutputDirectory directory) {
        Sheet(String uri, Configuration configuration) {
            this(new Path(uri), OutputDirectory.of(new Path(uri), configuration));
            directory.requireWritable(List.of(file.getName()));
        }
    }

    private void images(
            SparkSession session,
            ImageInput input,
            Optional<ImageInput> before,
            Optional<WeightsFile> weights,
            Optional<Sheet> sheet,
            InterruptNotice notice)
            throws IOException {
        Dataset<Row> images = input.decoded(session, ImageInput.Expected.ANYTHING, 0);
        Optional<Dataset<Row>> unprepared = before.map(each -> each.decoded(session, ImageInput.Expected.ANYTHING, 0));
        Optional<DenseNetwork> network = weights.map(WeightsFile::network);
        weights.ifPresent(file -> input.requirePixels(images, file.network().inputs(), file.path()));
        ClassNames names = network.map(scoring -> options.input().classNames(input.name(), scoring.classes()))
                .or(() -> options.input().classNames(input.name()))
                .orElse(ClassNames.NONE);
        ImageSize size = ImageSize.of(images.schema());
        List<ShownImage> shown;
        if (options.index().isPresent()) {
            long index = options.index().getAsLong();
            shown = ShownImage.collect(input.at(images, index), unprepared.map(all -> input.at(all, index)));
            if (shown.isEmpty()) {
                throw BadInputException.in(input.uri(), "--index must be below %d but was %d", images.count(), index);
            }
            lines.line(
                    "Image %d of %s, label %s", index, input.uri(), shown.get(0).caption(names::numbered));
            input.positionNote().ifPresent(note -> lines.line("Row %d %s", index, note));
        } else {
            new DataSetSummary(images, names, lines).print(input.uri());
            shown = ShownImage.collect(
                    images.limit(options.count()), unprepared.map(all -> all.limit(options.count())));
        }
        ImageLines printed = new ImageLines(options.terminal(), size, names, out);
        out.println();
        if (input.format().holdsPixels()) {
            printed.pictures(shown);
        } else {
            lines.line("No pictures: the numbers enter the network as they are (--pixel-range none)");
        }
        if (options.pixels()) {
            printed.pixels(shown.get(0));
        }
        network.filter(scoring -> options.index().isPresent())
                .ifPresent(scoring -> printed.scores(scoring, shown.get(0)));
        if (options.digest()) {
            lines.line("");
            lines.line(
                    "sha256 of all probabilities: %s",
                    ProbabilityDigest.of(images, input.format().decoded(), network.orElseThrow()));
        }
        if (sheet.isPresent()) {
            Sheet file = sheet.get();
            notice.write("the picture is written", () -> write(file, shown, size));
        }
    }

    private void write(Sheet sheet, List<ShownImage> shown, ImageSize size) throws IOException {
        List<ContactSheet.Picture> pictures = shown.stream()
                .map(each -> new ContactSheet.Picture(each.pixels(), each.caption()))
                .toList();
        byte[] png = new ContactSheet(size.height(), size.width(), ZOOM).png(pictures, SHEET_COLUMNS);
        sheet.directory().write(sheet.file().getName(), png);
        out.println();
        lines.line("Picture: %s", options.png().orElseThrow());
    }
}
