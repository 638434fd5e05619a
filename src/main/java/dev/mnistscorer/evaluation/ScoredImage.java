package dev.mnistscorer.evaluation;

/** A view of one scored image, valid until the next one; values that are not asked for are not fetched. */
public interface ScoredImage {
    /** The {@link #label()} of an image whose true class is not known. */
    int NO_LABEL = -1;

    /** True class, or {@link #NO_LABEL}. */
    int label();

    /** Predicted class. */
    int prediction();

    /** {@code [classes]}: the probabilities of all classes; must not be retained. */
    float[] probabilities();

    /** File that the image is from. */
    String origin();

    /** Position in that file. */
    long index();

    /** Pixels, row-major unsigned bytes; may be retained. */
    byte[] pixels();
}
