package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Refuses files of other formats by the name of their format. */
final class ForeignFile {
    private ForeignFile() {}

    /**
     * Checks the beginning of a file.
     *
     * @param path for messages
     * @param gzip true if these are the unpacked bytes of a gzip file
     * @param start first bytes of the file
     * @param rest bytes that follow; read only if the file does not begin like an IDX file
     * @throws BadInputException if it is a file of a known other format
     */
    static void refuse(String path, boolean gzip, byte[] start, InputStream rest) throws IOException {
        if (start.length < 2 || start[0] == 0 && start[1] == 0) {
            return;
        }
        byte[] head = Arrays.copyOf(start, FileKind.HEAD);
        int length = start.length + rest.readNBytes(head, start.length, head.length - start.length);
        Optional<FileKind> kind = FileKind.of(Arrays.copyOf(head, length));
        if (kind.isPresent()) {
            throw BadInputException.in(
                    path,
                    "an IDX file must begin with 00 00 but this is %s%s%s",
                    gzip ? "a gzip file of " : "",
                    kind.get(),
                    kind.get().remedy());
        }
    }
}
