package dev.mnistscorer.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import scala.Option;

/** Appends columns to a table that a function of one of its columns computes. */
public final class ComputedColumns {
    private ComputedColumns() {}

    /**
     * Returns the table with the columns of the function after its own. Nothing runs before the result is read.
     *
     * @param column number of the column that the function is of
     */
    public static Dataset<Row> append(Dataset<Row> table, int column, ColumnFunction function) {
        ColumnBatchesStrategy.register(table.sparkSession());
        LogicalPlan plan = table.queryExecution().analyzed();
        List<Attribute> columns = ScalaLists.toJava(plan.output());
        List<Attribute> computed = ScalaLists.toJava(DataTypeUtils.toAttributes(function.columns()));
        LogicalPlan batches = new ColumnBatches(columns.get(column), function, ScalaLists.of(computed), plan);
        // Aliases are what Spark renames where a table is joined with itself.
        List<NamedExpression> result = new ArrayList<>(columns);
        computed.forEach(each -> result.add(alias(each)));
        return DataFrames.of(table.sparkSession(), new Project(ScalaLists.of(result), batches));
    }

    private static Alias alias(Attribute column) {
        scala.collection.immutable.List<String> none = ScalaLists.of(List.of());
        return new Alias(column, column.name(), NamedExpression.newExprId(), none, Option.empty(), none);
    }
}
