package dev.mnistscorer.input;

import dev.mnistscorer.error.BadInputException;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The Spark session of a run: that of the process if it has one, which then stays; else one that ends with the run. */
public final class JobSession implements AutoCloseable {
    /** Spark's own expression, and names under which Azure and signed URIs have their secrets. */
    private static final String SECRET_SETTINGS =
            "(?i)secret|password|token|access[.]?key|account[.]?key|credential|signature|[.]sas[.]";

    /** Spark's setting of the progress bar. */
    public static final String PROGRESS_BAR = "spark.ui.showConsoleProgress";

    private final SparkSession session;
    private final boolean ours;

    private JobSession(SparkSession session, boolean ours) {
        this.session = session;
        this.ours = ours;
    }

    /**
     * Opens the session.
     *
     * @throws BadInputException if Spark refuses its settings
     */
    public static JobSession open() {
        return open(Map.of());
    }

    /**
     * Opens the session of a run that reports progress itself, on the line where Spark would.
     *
     * @throws BadInputException if Spark refuses its settings
     */
    public static JobSession openWithoutProgressBar() {
        return open(Map.of(PROGRESS_BAR, "false"));
    }

    private static JobSession open(Map<String, Object> settings) {
        boolean ours = SparkSession.getDefaultSession().isEmpty();
        SparkSession.Builder builder = SparkSession.builder().appName("mnist-scorer");
        if (ours) {
            builder.config(settings);
            setDefault(builder, "spark.redaction.regex", SECRET_SETTINGS);
            if (isLocal()) {
                // A task without memory fails the job; by default Spark ends the process, which is the driver here.
                setDefault(builder, "spark.executor.killOnFatalError.depth", "0");
            }
        }
        try {
            return new JobSession(builder.getOrCreate(), ours);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("Cannot start Spark: " + BadInputException.reason(e), e);
        }
    }

    private static void setDefault(SparkSession.Builder builder, String name, String value) {
        // spark-submit gives the settings of a user as system properties.
        if (System.getProperty(name) == null) {
            builder.config(name, value);
        }
    }

    /** Tells whether the job runs on this machine alone, as spark-submit was told. */
    public static boolean isLocal() {
        return System.getProperty("spark.master", "").startsWith("local");
    }

    public SparkSession spark() {
        return session;
    }

    @Override
    public void close() {
        if (ours) {
            session.stop();
        }
    }
}
