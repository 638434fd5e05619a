package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A file of images and the file with their labels.
 *
 * @param labels null where there are no labels
 */
record IdxPair(ArrayFile images, ArrayFile labels) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Checks that the two belong together.
     *
     * @throws BadInputException if they hold different numbers of items
     */
    IdxPair {
        if (labels != null && labels.header().count() != images.header().count()) {
            throw BadInputException.in(
                    labels.content().name(),
                    "the number of labels must be %d, the number of images in %s, but was %d",
                    images.header().count(),
                    images.path(),
                    labels.header().count());
        }
    }

    /**
     * Opens both and checks their headers and lengths.
     *
     * @param member array of images in an archive; empty: found by name
     */
    static IdxPair check(InputFile file, Optional<String> member, Configuration configuration) {
        ArrayFile images = ArrayFile.images(file, member, configuration);
        return new IdxPair(
                images,
                file.labels()
                        .map(labels -> ArrayFile.labels(labels, images, configuration))
                        .orElse(null));
    }

    /** Number of images. */
    int count() {
        return images.header().count();
    }

    /** Number of labels. */
    int labelled() {
        return labels == null ? 0 : count();
    }
}
