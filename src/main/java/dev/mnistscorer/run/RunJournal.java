package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.Outcome;
import dev.mnistscorer.publish.OutputDirectory;
import dev.mnistscorer.spark.FailFast;
import dev.mnistscorer.spark.InterruptHook;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;

/** Records a run in {@code run.json} and the history, however it ends: well, with a throwable, or by a signal. */
final class RunJournal implements AutoCloseable {
    private static final long LONGEST_DELIVERY_SECONDS = 20;
    private static final long LONGEST_WITHDRAWAL_SECONDS = 10;

    private final RunRecord record;
    private final ReportFiles report;
    private final Optional<OutputDirectory> history;
    private final Optional<PrintStream> document;
    private final PrintStream err;
    private final FailFast failFast;
    private final InterruptHook hook;

    /** Held by whoever delivers or records: a run that is delivered is not interrupted any more. */
    private final ReentrantLock end = new ReentrantLock();

    private final Condition halting = end.newCondition();

    private boolean recorded;
    private boolean interrupted;
    private boolean halted; // the thread of the run does nothing any more
    private volatile Optional<AutoCloseable> staged = Optional.empty();

    /**
     * Opens the directories of the records.
     *
     * @param document stream for all records as one document of JSON
     * @throws BadInputException if they cannot be written to
     */
    RunJournal(
            RunRecord record,
            Configuration configuration,
            SparkContext context,
            Optional<PrintStream> document,
            PrintStream err) {
        this.record = record;
        this.document = document;
        this.err = err;
        OutputOptions output = record.options.output();
        this.report = new ReportFiles(output.report().map(uri -> new OutputDirectory(uri, configuration)));
        this.history = output.history().map(uri -> new OutputDirectory(uri, configuration));
        this.failFast = new FailFast(context);
        this.hook = new InterruptHook(this::interrupted, context);
    }

    /** Steps of a run. */
    interface Steps {
        /**
         * Takes the steps.
         *
         * @throws Exception of any kind: Spark throws checked exceptions that it does not declare
         */
        void take() throws Exception;
    }

    /** Takes the steps of the run and records how it ended. */
    void run(Steps steps) throws IOException {
        Throwable thrown = null;
        try {
            history.ifPresent(directory -> directory.requireWritable(List.of()));
            report.requireWritable();
            steps.take();
        } catch (Throwable e) {
            thrown = failFast.reason(e).<Throwable>map(reason -> reason).orElse(e);
        }
        end.lock();
        try {
            awaitExitIfInterrupted();
            record(thrown);
        } catch (IOException | RuntimeException unwritten) {
            if (thrown == null) {
                throw unwritten;
            }
            thrown.addSuppressed(unwritten);
        } finally {
            end.unlock();
        }
        rethrow(thrown);
    }

    private static void rethrow(Throwable thrown) throws IOException {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (thrown instanceof IOException failure) {
            throw failure;
        }
        if (thrown != null) {
            throw new IOException(BadInputException.reason(thrown), thrown);
        }
    }

    private void record(Throwable thrown) throws IOException {
        if (thrown == null) {
            String status = record.skipped.isPresent() ? "skipped" : Outcome.DONE.status();
            write(new RunJson.End(status, Outcome.DONE.exitStatus().code(), record.skipped.orElse(null)));
        } else {
            Outcome outcome = Outcome.of(thrown);
            write(new RunJson.End(
                    outcome.status(),
                    outcome.exitStatus().code(),
                    outcome.reason().orElse(null)));
        }
    }

    private void write(RunJson.End how) throws IOException {
        recorded = true;
        document.ifPresent(stream -> stream.print(RunJson.whole(record, how)));
        try {
            if (record.skipped.isEmpty()) {
                report.writeRecord(record, how);
            }
        } finally {
            if (history.isPresent()) {
                String name = record.runId + "-" + UUID.randomUUID().toString().substring(0, 8) + ".json";
                history.get().write(name, RunJson.line(record, how));
            }
        }
    }

    /** The files of the report directory. */
    ReportFiles report() {
        return report;
    }

    /** Names what is to be withdrawn if the run is interrupted before its delivery. */
    void withdrawOnInterrupt(AutoCloseable delivery) {
        staged = Optional.of(delivery);
    }

    /** Waits for tasks of jobs that have ended: they may still write. */
    void awaitTasks() {
        failFast.awaitTasks();
    }

    /** Takes the steps of the delivery, during which the run cannot be interrupted. */
    void deliver(Steps steps) throws Exception {
        end.lock();
        try {
            awaitExitIfInterrupted();
            steps.take();
        } finally {
            end.unlock();
        }
    }

    /** The shutdown hook has recorded this run, and the process is about to end: nothing may be done or said any more. */
    private void awaitExitIfInterrupted() {
        while (interrupted) {
            halted = true;
            halting.signalAll();
            end.unlock();
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                end.lock();
            }
        }
    }

    private void interrupted() {
        try {
            if (!end.tryLock(LONGEST_DELIVERY_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
            if (!recorded) {
                interrupted = true;
                err.println("Interrupted: nothing was published");
                failFast.cancel();
                if (staged.isPresent()) {
                    awaitHalt();
                    staged.get().close();
                }
                write(new RunJson.End(RunJson.INTERRUPTED, null, "the process was told to end; nothing was published"));
            }
        } catch (Exception e) {
            err.println("Cannot record the interrupted run: " + BadInputException.reason(e));
        }
    }

    /** Waits until the thread of the run, whose job is cancelled, has ended its tasks and withdrawn what they wrote. */
    private void awaitHalt() throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(LONGEST_WITHDRAWAL_SECONDS);
        while (!halted && left > 0) {
            left = halting.awaitNanos(left);
        }
    }

    @Override
    public void close() {
        hook.close();
        failFast.close();
    }
}
