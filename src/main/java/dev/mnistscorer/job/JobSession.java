package dev.mnistscorer.job;

import org.apache.spark.sql.SparkSession;

/** The Spark session of a run: that of the process if it has one, which then stays; else one that ends with the run. */
final class JobSession implements AutoCloseable {
    private final SparkSession session;
    private final boolean ours;

    private JobSession(SparkSession session, boolean ours) {
        this.session = session;
        this.ours = ours;
    }

    static JobSession open() {
        boolean ours = SparkSession.getDefaultSession().isEmpty();
        return new JobSession(SparkSession.builder().appName("mnist-scorer").getOrCreate(), ours);
    }

    /** Whether the job runs on this machine alone, as spark-submit was told. */
    static boolean isLocal() {
        return System.getProperty("spark.master", "").startsWith("local");
    }

    SparkSession spark() {
        return session;
    }

    @Override
    public void close() {
        if (ours) {
            session.stop();
        }
    }
}
