package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.table.ImageSize;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The checked files of one {@code load}. */
final class IdxTable implements SupportsRead {
    private final IdxOptions options;
    private final List<IdxPair> pairs;
    private final StructType schema;

    private IdxTable(IdxOptions options, List<IdxPair> pairs) {
        this.options = options;
        this.pairs = pairs;
        ArrayHeader header = pairs.get(0).images().header();
        StructType columns = new ImageSize(
                        header.height(),
                        header.width(),
                        pairs.stream().mapToLong(IdxPair::count).sum(),
                        pairs.stream().mapToLong(IdxPair::labelled).sum())
                .schema(header.type().column());
        boolean more = pairs.stream()
                .anyMatch(pair -> pair.labels() != null
                        && LabelColumn.isQmnist(pair.labels().header()));
        this.schema = more ? LabelColumn.addTo(columns) : columns;
    }

    /**
     * Lists the files, unless the options hold an inventory of them, and checks each.
     *
     * @throws BadInputException if there are none, one of them is no IDX file, or they do not make one table
     */
    static IdxTable open(IdxOptions options, ListingFilter filter, Configuration configuration) {
        List<InputFile> files = options.inventory()
                .orElseGet(() ->
                        IdxListing.of(options.paths(), options.labels(), options.member(), filter, configuration));
        List<IdxPair> pairs = files.stream()
                .map(file -> IdxPair.check(file, options.member(), configuration))
                .toList();
        requireOneSize(pairs);
        return new IdxTable(options, pairs);
    }

    private static void requireOneSize(List<IdxPair> pairs) {
        ArrayFile first = pairs.get(0).images();
        for (IdxPair pair : pairs) {
            if (!pair.images().header().isLike(first.header())) {
                throw BadInputException.in(
                        pair.images().content().name(),
                        "images must be %s as in %s but were %s",
                        first.header().described(),
                        first.content().name(),
                        pair.images().header().described());
            }
        }
    }

    @Override
    public String name() {
        return options.input();
    }

    @Override
    @SuppressWarnings("deprecation") // Spark's successor, columns(), is made from this by default.
    public StructType schema() {
        return schema;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap scanOptions) {
        return new IdxScanBuilder(options, pairs, schema);
    }
}
