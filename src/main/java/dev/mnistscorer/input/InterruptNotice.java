package dev.mnistscorer.input;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.spark.FailFast;
import dev.mnistscorer.spark.InterruptHook;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.spark.SparkContext;

/** The last line of a command that a signal ends: what it has written until then. */
public final class InterruptNotice implements AutoCloseable {
    private static final long LONGEST_WRITE_SECONDS = 20;
    private static final long LONGEST_END_MILLIS = 10_000;
    private static final long CANCEL_INTERVAL_MILLIS = 200;

    private final PrintStream err;
    private final FailFast jobs;
    private final InterruptHook hook;

    /** Held while a file is written, and by whoever ends the run. */
    private final ReentrantLock running = new ReentrantLock();

    private final Condition halting = running.newCondition();

    private boolean interrupted;
    private boolean halted; // the thread of the run does nothing any more

    private String written;

    /**
     * A notice that is printed to {@code err} if a signal comes before it is closed.
     *
     * @param written words on what has been written, before anything has
     */
    public InterruptNotice(String written, SparkContext context, PrintStream err) {
        this.written = written;
        this.jobs = new FailFast(context);
        this.err = err;
        this.hook = new InterruptHook(this::interrupted, context);
    }

    /** A step of the command. */
    public interface Step {
        /**
         * Takes the step.
         *
         * @throws IOException if a file cannot be read or written
         */
        void take() throws IOException;
    }

    /**
     * Does the work of the command.
     *
     * @throws BadInputException if a task met bad input, also where Spark says only that the job was cancelled for it
     * @throws IOException if a file cannot be read or written
     */
    public void during(Step work) throws IOException {
        try {
            work.take();
        } catch (Exception e) {
            Optional<BadInputException> reason = jobs.reason(e);
            if (reason.isPresent()) {
                throw reason.get();
            }
            throw e;
        }
    }

    /** Writes a file, which a signal does not interrupt, and says so from then on. */
    public void write(String notice, Step file) throws IOException {
        running.lock();
        try {
            awaitEndIfInterrupted();
            file.take();
            written = notice;
        } finally {
            running.unlock();
        }
    }

    /** Reports progress, unless the notice has been printed. */
    public void report(Runnable progress) {
        running.lock();
        try {
            if (!interrupted) {
                progress.run();
            }
        } finally {
            running.unlock();
        }
    }

    private void awaitEndIfInterrupted() {
        while (interrupted) {
            halted = true;
            halting.signalAll();
            halting.awaitUninterruptibly();
        }
    }

    private void interrupted() {
        try {
            if (running.tryLock(LONGEST_WRITE_SECONDS, TimeUnit.SECONDS)) {
                interrupted = true;
                err.println("Interrupted: " + written);
                // Spark logs the errors of jobs that are under way when its context stops.
                for (long left = LONGEST_END_MILLIS; !halted && left > 0; left -= CANCEL_INTERVAL_MILLIS) {
                    jobs.cancel();
                    halting.await(CANCEL_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the notice; waits for the end of the process if a signal has come. */
    @Override
    public void close() {
        jobs.awaitTasks();
        running.lock();
        try {
            awaitEndIfInterrupted();
        } finally {
            running.unlock();
        }
        hook.close();
        jobs.close();
    }
}
