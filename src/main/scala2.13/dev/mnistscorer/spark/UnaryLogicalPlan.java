package dev.mnistscorer.spark;

import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.List;

/** A logical plan with one child, with the sequences of Scala 2.13. */
abstract class UnaryLogicalPlan extends LogicalPlan {
    /** The plan below this one. */
    public abstract LogicalPlan child();

    /** This plan over another child. */
    abstract LogicalPlan withChild(LogicalPlan other);

    @Override
    public List<LogicalPlan> children() {
        return ScalaLists.of(child());
    }

    @Override
    public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> children) {
        return withChild(children.apply(0));
    }
}
