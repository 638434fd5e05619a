package dev.mnistscorer.spark;

import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.List;

/**
 * Logical plan of a {@link ColumnFunction}: all columns of the child, and after them those that are computed. As a part of
 * the query, and not an RDD, it is run when the query is, reads only the columns that the query needs, and is as well a part
 * of streaming queries. Spark makes it anew by its constructor, of which the arguments are the elements of the product.
 */
public final class ColumnBatches extends UnaryLogicalPlan {
    private final Attribute input;
    private final ColumnFunction function;
    private final List<Attribute> computed;
    private final LogicalPlan child;

    /**
     * A plan.
     *
     * @param input the column of the child that the function is of
     * @param function the function
     * @param computed the columns that it computes
     * @param child the table
     */
    public ColumnBatches(Attribute input, ColumnFunction function, List<Attribute> computed, LogicalPlan child) {
        this.input = input;
        this.function = function;
        this.computed = computed;
        this.child = child;
    }

    Attribute input() {
        return input;
    }

    ColumnFunction function() {
        return function;
    }

    List<Attribute> computed() {
        return computed;
    }

    @Override
    public LogicalPlan child() {
        return child;
    }

    @Override
    LogicalPlan withChild(LogicalPlan other) {
        return new ColumnBatches(input, function, computed, other);
    }

    @Override
    public List<Attribute> output() {
        return ScalaLists.of(child.output(), computed);
    }

    @Override
    public AttributeSet producedAttributes() {
        return AttributeSet.apply(ScalaLists.of(ScalaLists.toJava(computed)));
    }

    @Override
    public int productArity() {
        return 4;
    }

    @Override
    public Object productElement(int i) {
        return switch (i) {
            case 0 -> input;
            case 1 -> function;
            case 2 -> computed;
            case 3 -> child;
            default -> throw new IndexOutOfBoundsException(i);
        };
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof ColumnBatches;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnBatches that
                && input.equals(that.input)
                && function.equals(that.function)
                && computed.equals(that.computed)
                && child.equals(that.child);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
