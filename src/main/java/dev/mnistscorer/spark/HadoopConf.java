package dev.mnistscorer.spark;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.reflect.ClassTag$;

/** Hadoop configurations as a session sees them: Spark's settings {@code spark.hadoop.*} and those of the session included. */
public final class HadoopConf {
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

    /** Broadcasts a configuration, so that executors reach the same file systems in the same way as the driver. */
    public static Broadcast<SerializableConfiguration> broadcast(SparkSession session, Configuration configuration) {
        return session.sparkContext()
                .broadcast(
                        new SerializableConfiguration(configuration),
                        ClassTag$.MODULE$.apply(SerializableConfiguration.class));
    }
}
