package dev.mnistscorer.source.idx;

import dev.mnistscorer.source.FileVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.apache.hadoop.fs.FSDataInputStream;

/** The bytes of a file as they are. */
record WholeFile(FileVersion version) implements ArrayContent {
    private static final long serialVersionUID = 1L;

    @Override
    public String compression() {
        return "";
    }

    @Override
    public boolean isSplittable() {
        return true;
    }

    @Override
    public InputStream from(long from, FSDataInputStream in) throws IOException {
        in.seek(from);
        return in;
    }

    @Override
    public LongFunction<OptionalLong> length(FSDataInputStream in) {
        return expected -> OptionalLong.of(version.length());
    }
}
