package dev.mnistscorer.spark;

import org.apache.spark.sql.execution.SparkPlan;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.List;

/** A physical plan with one child, with the sequences of Scala 2.13. */
abstract class UnaryExec extends SparkPlan {
    private static final long serialVersionUID = 1L;

    /** The plan below this one. */
    public abstract SparkPlan child();

    /** This plan over another child. */
    abstract SparkPlan withChild(SparkPlan other);

    @Override
    public List<SparkPlan> children() {
        return ScalaLists.of(child());
    }

    @Override
    public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
        return withChild(children.apply(0));
    }
}
