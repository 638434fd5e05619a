package dev.mnistscorer.run;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.util.ShutdownHookManager;

/** The last line of a command that a signal ends: what it has written until then. */
final class InterruptNotice implements AutoCloseable {
    /** Before Spark's own hook, which stops the context (40). */
    private static final int HOOK_PRIORITY = 60;

    private static final long LONGEST_WRITE_SECONDS = 20;

    private final PrintStream err;
    private final Runnable hook = this::interrupted;

    /** Held while a file is written, and for ever once a signal has come: the run does and says nothing any more then. */
    private final ReentrantLock running = new ReentrantLock();

    private String written;

    /**
     * A notice that is printed to {@code err} if a signal comes before it is closed.
     *
     * @param written words on what has been written, before anything has
     */
    InterruptNotice(String written, PrintStream err) {
        this.written = written;
        this.err = err;
        ShutdownHookManager.get().addShutdownHook(hook, HOOK_PRIORITY);
    }

    /** A step that writes a file. */
    interface Write {
        /**
         * Writes the file.
         *
         * @throws IOException if it cannot be written
         */
        void run() throws IOException;
    }

    /** Writes a file, which a signal does not interrupt, and says so from then on. */
    void write(String notice, Write file) throws IOException {
        running.lock();
        try {
            file.run();
            written = notice;
        } finally {
            running.unlock();
        }
    }

    private void interrupted() {
        try {
            if (running.tryLock(LONGEST_WRITE_SECONDS, TimeUnit.SECONDS)) {
                err.println("Interrupted: " + written);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the notice; waits for the end of the process if a signal has come. */
    @Override
    public void close() {
        running.lock();
        running.unlock();
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(hook);
        }
    }
}
