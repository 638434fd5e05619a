package dev.mnistscorer.verify;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileSystems;
import dev.mnistscorer.file.NpyHeader;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Rows of a file of expected probabilities, one for each image, read as a stream. */
interface ExpectedRows extends Closeable {
    /**
     * Reads the next row, {@code [class]}; empty at the end.
     *
     * @throws BadInputException if the file is damaged, or the row has not one number for each class
     */
    Optional<double[]> next() throws IOException;

    /**
     * Opens a {@code .npy} file, or a text file with a line for each image; content tells which it is.
     *
     * @param classes numbers in a row
     * @param images number of rows, where it is known
     * @throws BadInputException if it cannot be read, or has another shape
     */
    static ExpectedRows open(String uri, int classes, long images, Configuration configuration) {
        Path path = new Path(uri);
        try {
            InputStream in =
                    new BufferedInputStream(FileSystems.of(path, configuration).open(path));
            try {
                in.mark(NpyHeader.START);
                byte[] start = in.readNBytes(NpyHeader.START);
                in.reset();
                return NpyHeader.isNpy(start)
                        ? ExpectedNpy.open(uri, in, classes, images)
                        : new ExpectedText(uri, in, classes);
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", uri, e);
        }
    }
}
