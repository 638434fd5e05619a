package dev.mnistscorer.source.idx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Collects what Spark leaves to the source: columns, filters, limit, and the count of all rows. */
final class IdxScanBuilder
        implements SupportsPushDownRequiredColumns,
                SupportsPushDownV2Filters,
                SupportsPushDownLimit,
                SupportsPushDownAggregates {
    private final IdxOptions options;
    private List<IdxSlice> slices;
    private StructType columns;
    private Predicate[] pushed = {};
    private int counts;

    IdxScanBuilder(IdxOptions options, List<IdxPair> pairs, StructType columns) {
        this.options = options;
        this.slices = IdxSplits.all(pairs);
        this.columns = columns;
    }

    @Override
    public void pruneColumns(StructType requiredColumns) {
        columns = requiredColumns;
    }

    /** Takes the filters that headers decide; Spark applies the others. */
    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        List<Predicate> left = new ArrayList<>();
        List<Predicate> taken = new ArrayList<>();
        for (Predicate predicate : predicates) {
            Optional<ImageFilter> filter = ImageFilter.of(predicate);
            if (filter.isPresent()) {
                slices = filter.get().condition().apply(slices.stream()).toList();
                taken.add(predicate);
            }
            if (filter.isEmpty() || !filter.get().exact()) {
                left.add(predicate);
            }
        }
        pushed = taken.toArray(Predicate[]::new);
        return left.toArray(Predicate[]::new);
    }

    @Override
    public Predicate[] pushedPredicates() {
        return pushed.clone();
    }

    @Override
    public boolean supportCompletePushDown(Aggregation aggregation) {
        return aggregation.groupByExpressions().length == 0
                && Arrays.stream(aggregation.aggregateExpressions()).allMatch(IdxScanBuilder::isCount);
    }

    private static boolean isCount(AggregateFunc function) {
        return function instanceof CountStar;
    }

    /** Spark asks only where it has no filter of its own left: the rows of the slices are those to count. */
    @Override
    public boolean pushAggregation(Aggregation aggregation) {
        if (supportCompletePushDown(aggregation)) {
            counts = aggregation.aggregateExpressions().length;
        }
        return counts > 0;
    }

    @Override
    public boolean pushLimit(int rows) {
        if (counts > 0) {
            return false;
        }
        slices = IdxSplits.first(slices, rows);
        return true;
    }

    @Override
    public boolean isPartiallyPushed() {
        return false;
    }

    @Override
    public Scan build() {
        return counts > 0
                ? new IdxCount(counts, IdxSplits.count(slices))
                : new IdxScan(options, slices, columns, Arrays.toString(pushed));
    }
}
