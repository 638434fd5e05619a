package dev.mnistscorer.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gives up on a stream that brings no data for some time: the timeout of an HTTP request ends with its headers. */
final class TimedStream extends InputStream {
    private final InputStream in;
    private final Duration idle;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "download");
        thread.setDaemon(true);
        return thread;
    });

    TimedStream(InputStream in, Duration idle) {
        this.in = in;
        this.idle = idle;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Future<Integer> read = reader.submit(() -> in.read(to, offset, length));
        try {
            return read.get(idle.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no data for " + idle.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Closes the stream below, which also ends a read that waits in it. */
    @Override
    public void close() throws IOException {
        reader.shutdownNow();
        in.close();
    }
}
