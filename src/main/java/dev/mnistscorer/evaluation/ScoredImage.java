package dev.mnistscorer.evaluation;

/** One image that a network has scored, as long as it is looked at: what is not asked for is not fetched. */
public interface ScoredImage {
    /** For {@link #label()}: the true class is not known. */
    int NO_LABEL = -1;

    /** The true class, or {@link #NO_LABEL}. */
    int label();

    /** The predicted class. */
    int prediction();

    /** The probabilities of all classes: {@code [classes]}; not to be kept. */
    float[] probabilities();

    /** The file that the image is from. */
    String origin();

    /** The position in that file. */
    long index();

    /** The pixels, row-major unsigned bytes; to be kept. */
    byte[] pixels();
}
