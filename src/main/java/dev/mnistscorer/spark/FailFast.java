package dev.mnistscorer.spark;

import dev.mnistscorer.error.BadInputException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.Option;

/**
 * Cancels the jobs of one thread at the first task that fails for bad input, which no retry would mend. Jobs of other
 * threads in the same Spark context are not concerned.
 */
public final class FailFast extends SparkListener implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    /** Property of a job in which Spark keeps its tags. */
    private static final String TAGS = "spark.job.tags";

    private final SparkContext context;
    private final String tag = "mnist-scorer-" + UUID.randomUUID();
    private final Set<Integer> stages = ConcurrentHashMap.newKeySet();
    private final AtomicReference<BadInputException> first = new AtomicReference<>();
    private final AtomicInteger running = new AtomicInteger();

    /** Watches the jobs that this thread starts from now on. */
    public FailFast(SparkContext context) {
        this.context = context;
        context.addSparkListener(this);
        context.addJobTag(tag);
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
        if (start.properties() != null
                && start.properties().getProperty(TAGS, "").contains(tag)) {
            scala.collection.Iterator<Object> ids = start.stageIds().iterator();
            while (ids.hasNext()) {
                stages.add((Integer) ids.next());
            }
        }
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
        if (stages.contains(start.stageId())) {
            running.incrementAndGet();
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        if (!stages.contains(end.stageId())) {
            return;
        }
        running.decrementAndGet();
        if (end.reason() instanceof ExceptionFailure failure) {
            Option<Throwable> thrown = failure.exception();
            for (Throwable cause = thrown.isDefined() ? thrown.get() : null; cause != null; cause = cause.getCause()) {
                if (cause instanceof BadInputException met && first.compareAndSet(null, met)) {
                    context.cancelJobsWithTag(tag);
                }
            }
        }
    }

    /** The bad input that a task met first. */
    public Optional<BadInputException> first() {
        return Optional.ofNullable(first.get());
    }

    /**
     * Returns the error to report for work that ended with {@code thrown}: the bad input that a task met first, where
     * Spark may say only that a job was cancelled; empty if none was met.
     */
    public Optional<BadInputException> reason(Throwable thrown) {
        return first().map(met -> new BadInputException(met.getMessage(), thrown));
    }

    /** Cancels all that is under way. */
    public void cancel() {
        context.cancelJobsWithTag(tag);
    }

    /** Waits up to 20 seconds for tasks of jobs that have ended: they may still write to their directories. */
    public void awaitTasks() {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            while (running.get() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(POLL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        context.removeJobTag(tag);
        context.removeSparkListener(this);
    }
}
