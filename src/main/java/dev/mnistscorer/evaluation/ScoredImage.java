package dev.mnistscorer.evaluation;

/** A view of one scored image, valid until the next one; values that are not asked for are not fetched. */
public interface ScoredImage {
    /** The {@link #label()} of an image whose true class is not known. */
    int NO_LABEL = -1;

    /** The {@link #index()} of an image whose position in its file is not known. */
    long NO_INDEX = -1;

    /** The {@link #slice(int)} of an image without a value. */
    String MISSING = "(missing)";

    /** True class, or {@link #NO_LABEL}. */
    int label();

    /** Predicted class. */
    int prediction();

    /** {@code [classes]}: the probabilities of all classes; must not be retained. */
    float[] probabilities();

    /** Probability of the predicted class. */
    float confidence();

    /** Class that the challenger predicts. */
    int challengerPrediction();

    /** Probability of that class by the challenger. */
    float challengerConfidence();

    /** File that the image is from. */
    String origin();

    /** Position in that file, or {@link #NO_INDEX}. */
    long index();

    /** Value of slice column {@code number} as text; a value that is missing is {@value #MISSING}. */
    String slice(int number);

    /** Pixels, row-major unsigned bytes; may be retained. */
    byte[] pixels();
}
