package dev.mnistscorer.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.ExperimentalMethods;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;

/**
 * Plans {@link ColumnBatches}. Under a projection, which Spark may have filtered first, only the columns that both take are
 * kept and computed.
 */
final class ColumnBatchesStrategy extends SparkStrategy {
    private static final ColumnBatchesStrategy INSTANCE = new ColumnBatchesStrategy();

    private ColumnBatchesStrategy() {}

    /** Makes the strategy one of a session, and of those that streaming queries derive from it. */
    static synchronized void register(SparkSession session) {
        ExperimentalMethods methods = session.sessionState().experimentalMethods();
        List<SparkStrategy> strategies = ScalaLists.toJava(methods.extraStrategies());
        if (!strategies.contains(INSTANCE)) {
            strategies.add(INSTANCE);
            methods.extraStrategies_$eq(ScalaLists.of(strategies));
        }
    }

    @Override
    public scala.collection.immutable.List<SparkPlan> apply(LogicalPlan plan) {
        List<SparkPlan> planned = new ArrayList<>();
        if (plan instanceof ColumnBatches batches) {
            planned.add(plan(batches, batches.outputSet()));
        } else if (plan instanceof Project project && project.child() instanceof ColumnBatches batches) {
            planned.add(new ProjectExec(project.projectList(), plan(batches, project.references())));
        } else if (plan instanceof Project project
                && project.child() instanceof Filter filter
                && filter.child() instanceof ColumnBatches batches) {
            AttributeSet taken = project.references().$plus$plus(filter.references());
            planned.add(
                    new ProjectExec(project.projectList(), new FilterExec(filter.condition(), plan(batches, taken))));
        }
        return ScalaLists.of(planned);
    }

    private SparkPlan plan(ColumnBatches batches, AttributeSet taken) {
        List<Attribute> kept = ScalaLists.toJava(batches.child().output());
        kept.removeIf(column -> !taken.contains(column));
        List<Attribute> columns = ScalaLists.toJava(batches.computed());
        List<Integer> computed = IntStream.range(0, columns.size())
                .filter(i -> taken.contains(columns.get(i)))
                .boxed()
                .toList();
        SparkPlan child = planLater(batches.child());
        return computed.isEmpty()
                ? child
                : new ColumnBatchesExec(
                        batches.input(),
                        batches.function().only(computed),
                        ScalaLists.of(computed.stream().map(columns::get).toList()),
                        ScalaLists.of(kept),
                        child);
    }
}
