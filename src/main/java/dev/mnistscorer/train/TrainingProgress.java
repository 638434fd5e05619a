package dev.mnistscorer.train;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Progress of a training with an estimate of the time left: on a terminal one line that is rewritten, elsewhere a line for
 * the first round, for the end, and otherwise every ten seconds at most.
 */
final class TrainingProgress {
    private static final long LINE_INTERVAL = TimeUnit.SECONDS.toNanos(10);
    private static final long REWRITE_INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SECONDS_PER_MINUTE = 60;

    private final int iterations;
    private final boolean rewritten;
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final long started;

    private long reported;
    private int length; // of the last line

    /**
     * The progress of a training that begins now.
     *
     * @param iterations iterations of the whole training
     * @param rewritten true if {@code out} is a terminal
     * @param nanoTime clock
     */
    TrainingProgress(int iterations, boolean rewritten, PrintStream out, LongSupplier nanoTime) {
        this.iterations = iterations;
        this.rewritten = rewritten;
        this.out = out;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.reported = started;
    }

    /** Reports that {@code done} iterations are done. */
    synchronized void done(int done, double loss) {
        boolean last = done == iterations;
        if (last || length == 0 || isDue()) {
            print("Iteration %d of %d: loss %.5f%s", done, iterations, loss, last ? "" : ", " + timeLeft(done));
        }
        if (rewritten && last) {
            out.println();
        }
    }

    /** Reports that about this many iterations are done. */
    synchronized void about(int done) {
        if (isDue()) {
            print("About iteration %d of %d, %s", done, iterations, timeLeft(done));
        }
    }

    private boolean isDue() {
        return nanoTime.getAsLong() - reported >= (rewritten ? REWRITE_INTERVAL : LINE_INTERVAL);
    }

    private String timeLeft(int done) {
        double seconds = (nanoTime.getAsLong() - started) / NANOS * (iterations - done) / done;
        return seconds < SECONDS_PER_MINUTE
                ? "about %.0f s left".formatted(seconds)
                : "about %.0f min left".formatted(seconds / SECONDS_PER_MINUTE);
    }

    private void print(String format, Object... arguments) {
        String line = String.format(Locale.ROOT, format, arguments);
        if (rewritten) {
            out.printf("\r%-" + Math.max(1, length) + "s", line);
            out.flush();
        } else {
            out.println(line);
        }
        length = line.length();
        reported = nanoTime.getAsLong();
    }
}
