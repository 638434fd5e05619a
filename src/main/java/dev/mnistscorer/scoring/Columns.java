package dev.mnistscorer.scoring;

/** The names of the columns that the scorer reads and adds. */
public final class Columns {
    /** Binary: the pixels, row-major unsigned bytes. */
    public static final String IMAGE = "image";

    /** Int, null where it is not known: the true class. */
    public static final String LABEL = "label";

    /** String: the file of the image. */
    public static final String ORIGIN = "origin";

    /** Bigint: the position of the image in its file. */
    public static final String INDEX = "index";

    /** String: why a row cannot be scored. */
    public static final String REASON = "reason";

    /** Int: the predicted class. */
    public static final String PREDICTION = "prediction";

    /** Float: the score of the predicted class. */
    public static final String CONFIDENCE = "confidence";

    /** Array of float: the scores of all classes. */
    public static final String PROBABILITY = "probability";

    private Columns() {}
}
