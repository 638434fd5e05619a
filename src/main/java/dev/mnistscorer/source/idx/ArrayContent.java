package dev.mnistscorer.source.idx;

import dev.mnistscorer.source.FileVersion;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/** The bytes of an array: a file, what a gzip file unpacks to, or a member of an archive. */
sealed interface ArrayContent extends Serializable permits WholeFile, GzipFile, ZipMember {
    /** The version of the file that was checked, which is the one to read. */
    FileVersion version();

    /** Name for messages. */
    default String name() {
        return version().path();
    }

    /** Kind of the compression with a space, for messages; empty without compression. */
    String compression();

    /** Tells whether a part can be read without those before it. */
    boolean isSplittable();

    /** The bytes from position {@code from} on, out of the opened file, which is closed with them. */
    InputStream from(long from, FSDataInputStream in) throws IOException;

    /**
     * Number of bytes, as a function of the number that the header of the array requires; empty if only unpacking them
     * tells.
     */
    LongFunction<OptionalLong> length(FSDataInputStream in) throws IOException;

    /** Opens the bytes from position {@code from} on. */
    default InputStream open(long from, Configuration configuration) throws IOException {
        FSDataInputStream in = version().open(configuration);
        try {
            return from(from, in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Tells whether an error is one of the data, not of the file system. */
    static boolean isDamage(IOException e) {
        return e instanceof EOFException || e instanceof ZipException;
    }
}
