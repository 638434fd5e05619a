package dev.mnistscorer.spark;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.physical.Partitioning;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.execution.SparkPlan;
import scala.collection.immutable.List;

/** Physical plan of {@link ColumnBatches}. Order and partitioning of the rows are those of the child. */
public final class ColumnBatchesExec extends UnaryExec {
    private static final long serialVersionUID = 1L;

    private final Attribute input;
    private final ColumnFunction function;
    private final List<Attribute> computed;
    private final List<Attribute> kept;
    private final SparkPlan child;

    /**
     * A plan.
     *
     * @param input the column of the child that the function is of
     * @param function the function
     * @param computed the columns that it computes
     * @param kept columns of the child that the plan gives before those
     * @param child the table
     */
    public ColumnBatchesExec(
            Attribute input, ColumnFunction function, List<Attribute> computed, List<Attribute> kept, SparkPlan child) {
        this.input = input;
        this.function = function;
        this.computed = computed;
        this.kept = kept;
        this.child = child;
    }

    @Override
    public SparkPlan child() {
        return child;
    }

    @Override
    SparkPlan withChild(SparkPlan other) {
        return new ColumnBatchesExec(input, function, computed, kept, other);
    }

    @Override
    public List<Attribute> output() {
        return ScalaLists.of(kept, computed);
    }

    @Override
    public AttributeSet producedAttributes() {
        return AttributeSet.apply(ScalaLists.of(ScalaLists.toJava(computed)));
    }

    @Override
    public Partitioning outputPartitioning() {
        return child.outputPartitioning();
    }

    @Override
    public List<SortOrder> outputOrdering() {
        return ScalaLists.of(ScalaLists.toJava(child.outputOrdering()));
    }

    @Override
    public RDD<InternalRow> doExecute() {
        List<Attribute> columns = ScalaLists.of(ScalaLists.toJava(child.output()));
        PartitionTask task = new PartitionTask(column(columns), function, kept, columns);
        return InternalRows.execute(child).toJavaRDD().mapPartitions(task::run).rdd();
    }

    private int column(List<Attribute> columns) {
        int column = 0;
        while (!columns.apply(column).exprId().equals(input.exprId())) {
            column++;
        }
        return column;
    }

    /** The executors' side of the plan. */
    private record PartitionTask(int column, ColumnFunction function, List<Attribute> kept, List<Attribute> columns)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        Iterator<InternalRow> run(Iterator<InternalRow> rows) {
            RowView view = new RowView(DataTypeUtils.fromAttributes(columns));
            BatchFunction batches = function.begin(view, column);
            return new BatchedRows(
                    rows, view, batches, new UnsafeRows(batches, ScalaLists.toJava(kept), ScalaLists.toJava(columns)));
        }
    }

    @Override
    public int productArity() {
        return 5;
    }

    @Override
    public Object productElement(int i) {
        return switch (i) {
            case 0 -> input;
            case 1 -> function;
            case 2 -> computed;
            case 3 -> kept;
            case 4 -> child;
            default -> throw new IndexOutOfBoundsException(i);
        };
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof ColumnBatchesExec;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnBatchesExec that
                && input.equals(that.input)
                && function.equals(that.function)
                && computed.equals(that.computed)
                && kept.equals(that.kept)
                && child.equals(that.child);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
