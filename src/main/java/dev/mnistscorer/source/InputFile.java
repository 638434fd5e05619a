package dev.mnistscorer.source;

import java.util.Optional;

/**
 * A file of images as it was found.
 *
 * @param path where it is
 * @param length in bytes
 * @param modified in milliseconds since 1970
 * @param labels the file with its labels, if there is one
 */
public record InputFile(String path, long length, long modified, Optional<InputFile> labels) {
    /** The same without its labels. */
    public InputFile alone() {
        return new InputFile(path, length, modified, Optional.empty());
    }
}
