package dev.mnistscorer.job;

import dev.mnistscorer.error.BadInputException;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.Option;

/**
 * Ends the jobs of a run at the first task that finds its data to be wrong: the same data are as wrong at the next attempt,
 * and on the next machine.
 */
final class DataErrors extends SparkListener implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    private final SparkContext context;
    private final String tag = "mnist-scorer-" + UUID.randomUUID();
    private final AtomicReference<BadInputException> first = new AtomicReference<>();
    private final AtomicInteger running = new AtomicInteger();

    /** Watches the jobs that this thread starts from now on. */
    DataErrors(SparkContext context) {
        this.context = context;
        context.addSparkListener(this);
        context.addJobTag(tag);
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
        running.incrementAndGet();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        running.decrementAndGet();
        if (end.reason() instanceof ExceptionFailure failure) {
            Option<Throwable> thrown = failure.exception();
            for (Throwable cause = thrown.isDefined() ? thrown.get() : null; cause != null; cause = cause.getCause()) {
                if (cause instanceof BadInputException found && first.compareAndSet(null, found)) {
                    context.cancelJobsWithTag(tag, "the data of a task are wrong");
                }
            }
        }
    }

    /** Waits a while for the tasks of jobs that have ended: they may still write where they were told to. */
    void awaitTasks() {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            while (running.get() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(POLL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was wrong with the data, if that is why jobs ended; else what was thrown, unchecked or an IOException. */
    Exception explain(Exception thrown) {
        BadInputException found = first.get();
        if (found != null) {
            return new BadInputException(found.getMessage(), thrown);
        }
        return thrown instanceof IOException || thrown instanceof RuntimeException
                ? thrown
                : new IOException(BadInputException.reason(thrown), thrown);
    }

    @Override
    public void close() {
        context.removeJobTag(tag);
        context.removeSparkListener(this);
    }
}
