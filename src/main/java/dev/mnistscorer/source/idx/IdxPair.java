package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * A file of images and the file with their labels.
 *
 * @param labels null where there are no labels
 */
record IdxPair(IdxFile images, IdxFile labels) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Checks that the two belong together.
     *
     * @throws BadInputException if they hold different numbers of items
     */
    IdxPair {
        if (labels != null && labels.header().count() != images.header().count()) {
            throw BadInputException.in(
                    labels.path(),
                    "the number of labels must be %d, the number of images in %s, but was %d",
                    images.header().count(),
                    images.path(),
                    labels.header().count());
        }
    }

    /** Opens both and checks their headers and lengths. */
    static IdxPair check(InputFile file, Configuration configuration) {
        return new IdxPair(
                IdxFile.check(IdxHeader.Kind.IMAGES, file, configuration),
                file.labels()
                        .map(labels -> IdxFile.check(IdxHeader.Kind.LABELS, labels, configuration))
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
