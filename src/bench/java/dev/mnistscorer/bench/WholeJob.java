package dev.mnistscorer.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/** One kind of whole job in a warm Spark session: files in, number of right predictions out. */
final class WholeJob {
    /** On two cores, the compilers take about as long for what tasks and the driver run; until then they take up to half of a job. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private WholeJob() {}

    /** Takes the kind of job, the directory of the files, the millions of images, and the number of measured jobs. */
    public static void main(String[] arguments) throws Exception {
        JobKind kind = JobKind.valueOf(arguments[0]);
        BenchFiles files = new BenchFiles(Path.of(arguments[1]));
        int millions = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        SparkSession session = SparkSession.builder()
                .master("local[*]")
                .appName("benchmark")
                .config("spark.ui.enabled", "false")
                .config("spark.ui.showConsoleProgress", "false")
                .getOrCreate();
        TaskTime tasks = new TaskTime();
        session.sparkContext().addSparkListener(tasks);
        double seconds = Double.MAX_VALUE;
        double cpu = Double.MAX_VALUE;
        long correct = 0;
        long warm = System.nanoTime() + WARM_UP.toNanos();
        do {
            kind.run(session, files, 1);
        } while (System.nanoTime() < warm);
        for (int round = 0; round < rounds; round++) {
            tasks.nanos.set(0);
            long start = System.nanoTime();
            correct = kind.run(session, files, millions);
            seconds = Math.min(seconds, (System.nanoTime() - start) / 1e9);
            session.sparkContext().listenerBus().waitUntilEmpty();
            cpu = Math.min(cpu, tasks.nanos.get() / 1e9);
        }
        session.stop();
        System.out.printf(Locale.ROOT, "%n%s%s %s %d%n", ChildJvm.RESULT, seconds, cpu, correct);
    }

    private static final class TaskTime extends SparkListener {
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskMetrics() != null) {
                nanos.addAndGet(end.taskMetrics().executorCpuTime());
            }
        }
    }
}
