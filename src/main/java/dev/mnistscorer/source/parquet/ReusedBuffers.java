package dev.mnistscorer.source.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.parquet.bytes.ByteBufferAllocator;

/** Buffers of which the same memory is used again, so that it stays in the cache. */
final class ReusedBuffers implements ByteBufferAllocator {
    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private final Deque<ByteBuffer> used = new ArrayDeque<>();

    @Override
    public ByteBuffer allocate(int size) {
        ByteBuffer buffer = taken(size);
        used.add(buffer);
        return buffer.clear().limit(size);
    }

    private ByteBuffer taken(int size) {
        for (Iterator<ByteBuffer> buffers = free.iterator(); buffers.hasNext(); ) {
            ByteBuffer buffer = buffers.next();
            if (buffer.capacity() >= size) {
                buffers.remove();
                return buffer;
            }
        }
        free.clear();
        // Pages differ a little in size: the next ones fit too.
        return ByteBuffer.allocate(size + size / 8);
    }

    /** Takes back all buffers that were handed out. */
    void reuse() {
        free.addAll(used);
        used.clear();
    }

    /** Forgets the buffers that were handed out: their content is needed longer than until {@link #reuse}. */
    void leave() {
        used.clear();
    }

    /** Not all versions of Parquet release their buffers: {@link #reuse} takes them back. */
    @Override
    public void release(ByteBuffer buffer) {}

    @Override
    public boolean isDirect() {
        return false;
    }
}
