package dev.mnistscorer.spark;

import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkContext;

/** A step that the process takes if a signal ends it while the hook is open, before Spark and Hadoop end theirs. */
public final class InterruptHook implements AutoCloseable {
    /** Before Spark's own hook, which stops the context (40), and Hadoop's, which closes the file systems (10). */
    private static final int PRIORITY = 60;

    private final Runnable step;

    /** Opens the hook. */
    public InterruptHook(Runnable step, SparkContext context) {
        this.step = step;
        // Hadoop would parse its files of settings again to learn it, which takes a fifth of the time of a small run.
        ShutdownHookManager.get()
                .addShutdownHook(step, PRIORITY, timeout(context.hadoopConfiguration()), TimeUnit.SECONDS);
    }

    private static long timeout(Configuration configuration) {
        return Math.max(
                1,
                configuration.getTimeDuration(
                        CommonConfigurationKeysPublic.SERVICE_SHUTDOWN_TIMEOUT,
                        CommonConfigurationKeysPublic.SERVICE_SHUTDOWN_TIMEOUT_DEFAULT,
                        TimeUnit.SECONDS));
    }

    /** Takes the hook away, unless the process ends already. */
    @Override
    public void close() {
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(step);
        }
    }
}
