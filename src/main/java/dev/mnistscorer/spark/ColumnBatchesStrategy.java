package dev.mnistscorer.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.ExperimentalMethods;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;

/** Plans {@link ColumnBatches}; under a projection only the columns that it takes are kept. */
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
            planned.add(plan(batches, ScalaLists.toJava(batches.child().output())));
        } else if (plan instanceof Project project && project.child() instanceof ColumnBatches batches) {
            AttributeSet taken = project.references();
            List<Attribute> kept = ScalaLists.toJava(batches.child().output());
            kept.removeIf(column -> !taken.contains(column));
            planned.add(new ProjectExec(project.projectList(), plan(batches, kept)));
        }
        return ScalaLists.of(planned);
    }

    private SparkPlan plan(ColumnBatches batches, List<Attribute> kept) {
        return new ColumnBatchesExec(
                batches.input(),
                batches.function(),
                batches.computed(),
                ScalaLists.of(kept),
                planLater(batches.child()));
    }
}
