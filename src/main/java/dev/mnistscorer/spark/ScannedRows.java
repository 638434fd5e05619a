package dev.mnistscorer.spark;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.KnownNotNull;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The rows of a scan as the source has them, for a plan that does nothing but to pick some of their columns: it would copy each
 * row into Spark's unsafe form, with all bytes of its image. A row is good until the next one is asked for.
 */
final class ScannedRows {
    private static final int NONE = -1;

    private ScannedRows() {}

    /** Returns the rows of a plan; empty if it computes something, or if the rows of its source are not known to be as they must. */
    static Optional<RDD<InternalRow>> of(SparkPlan plan) {
        SparkPlan source = plan instanceof WholeStageCodegenExec stage ? stage.child() : plan;
        Map<ExprId, Expression> computed = new HashMap<>();
        while (source instanceof ProjectExec project) {
            for (NamedExpression column : ScalaLists.toJava(project.projectList())) {
                if (column instanceof Alias alias) {
                    computed.put(alias.exprId(), alias.child());
                }
            }
            source = project.child();
        }
        boolean batches = source instanceof ColumnarToRowExec;
        SparkPlan scan = scan(source instanceof ColumnarToRowExec rows ? rows.child() : source);
        int[] places = places(plan, scan, computed);
        if (Arrays.stream(places).anyMatch(place -> place == NONE)) {
            return Optional.empty();
        }
        // The batches of other sources may have to be closed one by one.
        if (batches && scan instanceof FileSourceScanExec) {
            return Optional.of(scan.executeColumnar()
                    .toJavaRDD()
                    .<InternalRow>mapPartitions(columns -> new BatchRows(columns, places))
                    .rdd());
        }
        boolean all =
                Arrays.equals(places, IntStream.range(0, scan.output().size()).toArray());
        return scan instanceof BatchScanExec && !batches && all ? Optional.of(scan.execute()) : Optional.empty();
    }

    private static SparkPlan scan(SparkPlan source) {
        return source instanceof InputAdapter adapter ? adapter.child() : source;
    }

    /** Places, among the columns of a scan, of those of a plan; {@link #NONE} for one that is computed. */
    private static int[] places(SparkPlan plan, SparkPlan scan, Map<ExprId, Expression> computed) {
        List<ExprId> scanned =
                ScalaLists.toJava(scan.output()).stream().map(Attribute::exprId).toList();
        return ScalaLists.toJava(plan.output()).stream()
                .map(column -> resolved(column, computed))
                .mapToInt(column -> column instanceof Attribute attribute ? scanned.indexOf(attribute.exprId()) : NONE)
                .toArray();
    }

    /** An expression in terms of the columns of the scan. Spark makes a struct of a file's metadata, and takes fields of it. */
    private static Expression resolved(Expression expression, Map<ExprId, Expression> computed) {
        if (expression instanceof Attribute attribute && computed.containsKey(attribute.exprId())) {
            return resolved(computed.get(attribute.exprId()), computed);
        }
        if (expression instanceof KnownNotNull known) {
            return resolved(known.child(), computed);
        }
        if (expression instanceof GetStructField field
                && resolved(field.child(), computed) instanceof CreateNamedStruct struct) {
            return resolved(struct.valExprs().apply(field.ordinal()), computed);
        }
        return expression;
    }

    /** The rows of batches, of some of their columns. */
    private static final class BatchRows implements Iterator<InternalRow> {
        private final Iterator<ColumnarBatch> batches;
        private final int[] places;
        private Iterator<InternalRow> rows = Collections.emptyIterator();

        BatchRows(Iterator<ColumnarBatch> batches, int[] places) {
            this.batches = batches;
            this.places = places;
        }

        @Override
        public boolean hasNext() {
            while (!rows.hasNext() && batches.hasNext()) {
                ColumnarBatch batch = batches.next();
                ColumnVector[] columns =
                        Arrays.stream(places).mapToObj(batch::column).toArray(ColumnVector[]::new);
                rows = new ColumnarBatch(columns, batch.numRows()).rowIterator();
            }
            return rows.hasNext();
        }

        @Override
        public InternalRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return rows.next();
        }
    }
}
