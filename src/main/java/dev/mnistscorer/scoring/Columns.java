package dev.mnistscorer.scoring;

/** The names of the columns that the scorer reads and adds. */
public final class Columns {
    /** Binary: the pixels, row-major unsigned bytes. */
    public static final String IMAGE = "image";

    /** Int: the predicted class. */
    public static final String PREDICTION = "prediction";

    /** Float: the score of the predicted class. */
    public static final String CONFIDENCE = "confidence";

    /** Array of float: the scores of all classes. */
    public static final String PROBABILITY = "probability";

    private Columns() {}
}
