package dev.mnistscorer.spark;

import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;

/** Makes tables of internal rows and of plans, with the method of Spark 3.5's only class of sessions. */
final class DataFrames {
    private DataFrames() {}

    static Dataset<Row> of(SparkSession session, RDD<InternalRow> rows, StructType schema) {
        return session.internalCreateDataFrame(rows, schema, false);
    }

    static Dataset<Row> of(SparkSession session, LogicalPlan plan) {
        return org.apache.spark.sql.Dataset.ofRows(session, plan);
    }
}
