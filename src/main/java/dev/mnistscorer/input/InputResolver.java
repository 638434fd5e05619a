package dev.mnistscorer.input;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.source.Datasets;
import dev.mnistscorer.source.FormatProbe;
import dev.mnistscorer.source.InputFormat;
import dev.mnistscorer.source.NamedSet;
import dev.mnistscorer.source.idx.IdxListing;
import dev.mnistscorer.source.table.CatalogTable;
import dev.mnistscorer.source.table.FileTable;
import dev.mnistscorer.source.table.ImageTable;
import dev.mnistscorer.source.table.KeptColumns;
import dev.mnistscorer.source.table.TableReader;
import dev.mnistscorer.spark.HadoopConf;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Finds the images that arguments name. */
public record InputResolver(SparkSession session, Datasets datasets) {
    /**
     * The images of a name or a URI.
     *
     * @throws BadInputException if it is a data set that is not available, or arguments do not fit the images
     */
    public ImageInput of(InputOptions options) {
        if (options.inputTable().isPresent()) {
            String table = options.inputTable().get();
            return table(table, new CatalogTable(table), options);
        }
        String name = options.input().orElseThrow();
        Optional<ImageInput> sample = SampleInput.named(name, options.labels());
        if (sample.isPresent()) {
            requireNothingKept(name, options);
            return sample.get();
        }
        String uri = datasets.images(name);
        InputFormat format = options.inputFormat()
                .or(() -> FormatProbe.of(uri, IdxListing::isImages, HadoopConf.of(session)))
                .orElse(InputFormat.IDX);
        RowFormat rows =
                NamedSet.of(name).map(set -> set.format(options.rowFormat())).orElse(options.rowFormat());
        if (format.family() != InputFormat.Family.ARRAYS) {
            requireNone("--labels", options.labels(), uri, format);
            requireNone("--member", options.member(), uri, format);
        }
        return switch (format.family()) {
            case ARRAYS ->
                new IdxInput(
                        name,
                        uri,
                        options.labels(),
                        options.member(),
                        options.table().kept(),
                        rows);
            case PICTURES -> {
                requireNothingKept(uri, options);
                yield new PictureInput(name, uri, rows);
            }
            case TABLE -> table(name, new FileTable(uri, format), options);
        };
    }

    private static void requireNone(String argument, Optional<String> value, String uri, InputFormat format) {
        if (value.isPresent()) {
            throw BadInputException.in(
                    uri,
                    "%s must go with IDX, .npy or .npz files but the input is of format %s",
                    argument,
                    format.id());
        }
    }

    /** Images that are no table have no columns to keep. */
    private static void requireNothingKept(String name, InputOptions options) {
        KeptColumns.of(options.table().kept(), List.of(), name);
    }

    private static ImageInput table(String name, TableReader reader, InputOptions options) {
        return new TableInput(name, new ImageTable(reader, options.table(), options.rowFormat()));
    }

    /**
     * The images that are scored when none are named: MNIST, and where it is not available the sample.
     *
     * @param explain takes the reason why it is the sample
     */
    public ImageInput byDefault(InputOptions options, Consumer<String> explain) {
        try {
            return of(options.withInput(IdxInput.DEFAULT));
        } catch (BadInputException e) {
            explain.accept(e.getMessage());
            return of(options.withInput(SampleInput.DEFAULT));
        }
    }
}
