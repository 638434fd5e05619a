package dev.mnistscorer.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.reflect.ClassTag$;

/** Hadoop configurations as a session sees them: Spark's settings {@code spark.hadoop.*} and those of the session included. */
public final class HadoopConf {
    private static final Map<SparkContext, Shared> LAST = new WeakHashMap<>();

    private HadoopConf() {}

    /** The configuration of a session. */
    public static Configuration of(SparkSession session) {
        return session.sessionState().newHadoopConf();
    }

    /** The configuration of a session with the options of one read over it, as Spark's own sources have it. */
    public static Configuration of(SparkSession session, Map<String, String> options) {
        Configuration configuration = of(session);
        options.forEach((name, value) -> {
            if (value != null && !name.equals("path") && !name.equals("paths")) {
                configuration.set(name, value);
            }
        });
        return configuration;
    }

    /**
     * The broadcast of a configuration with which sources read: that of the last read if no setting differs. To write a
     * configuration takes longer than to plan a scan.
     */
    public static Broadcast<SerializableConfiguration> shared(SparkSession session, Configuration configuration) {
        Map<String, String> settings = new HashMap<>();
        configuration.forEach(setting -> settings.put(setting.getKey(), setting.getValue()));
        synchronized (LAST) {
            Shared last = LAST.get(session.sparkContext());
            if (last == null || !last.settings().equals(settings)) {
                last = new Shared(settings, broadcast(session, configuration));
                LAST.put(session.sparkContext(), last);
            }
            return last.broadcast();
        }
    }

    /** A broadcast and its settings. */
    private record Shared(Map<String, String> settings, Broadcast<SerializableConfiguration> broadcast) {}

    /** Broadcasts a configuration, so that executors reach the same file systems in the same way as the driver. */
    public static Broadcast<SerializableConfiguration> broadcast(SparkSession session, Configuration configuration) {
        return session.sparkContext()
                .broadcast(
                        new SerializableConfiguration(configuration),
                        ClassTag$.MODULE$.apply(SerializableConfiguration.class));
    }
}
