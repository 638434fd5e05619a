package dev.mnistscorer.scoring;

import dev.mnistscorer.image.ImageDecoder;
import dev.mnistscorer.image.ImageSink;
import dev.mnistscorer.image.LabelDecoder;
import dev.mnistscorer.image.MalformedRows;
import dev.mnistscorer.image.MiniBatch;
import dev.mnistscorer.image.Shape;
import java.util.Optional;

/**
 * Decodes a row into a mini-batch, and judges it by that: a valid row has an image of the network's size and, if it has a
 * label, one of its classes.
 */
final class RowCheck {
    private final MalformedRows malformed;
    private final ImageDecoder images;
    private final Shape shape;
    private final LabelDecoder labels;
    private final ImageSink valid;

    /**
     * A check.
     *
     * @param valid takes the images of valid rows
     */
    RowCheck(MalformedRows malformed, ImageDecoder images, Shape shape, LabelDecoder labels, ImageSink valid) {
        this.malformed = malformed;
        this.images = images;
        this.shape = shape;
        this.labels = labels;
        this.valid = valid;
    }

    /**
     * Decodes the current row as number {@code place} of a mini-batch.
     *
     * @return why the row is invalid; empty if it is not
     */
    Optional<String> decode(MiniBatch batch, int place) {
        Optional<String> invalid = malformed.reason();
        if (invalid.isEmpty()) {
            invalid = images.decode(shape, batch, place);
        }
        if (invalid.isEmpty()) {
            invalid = labels.decode(place);
        }
        if (invalid.isEmpty()) {
            valid.take(batch, place);
        }
        return invalid;
    }
}
