package dev.mnistscorer.table;

/** Names of the columns that pass from the sources through the scorer to the output: the contract between the stages. */
public final class Columns {
    /** String: the file of the image. */
    public static final String ORIGIN = "origin";

    /** Bigint: the position of the image in its file, from 0. */
    public static final String INDEX = "index";

    /** Int, null where it is not known: the true class. */
    public static final String LABEL = "label";

    /** Binary: the pixels, row-major unsigned bytes; {@link ImageSize} in its metadata. */
    public static final String IMAGE = "image";

    /** Int: the predicted class. */
    public static final String PREDICTION = "prediction";

    /** Float: the probability of the predicted class, or its logit if the network does not end in softmax. */
    public static final String CONFIDENCE = "confidence";

    /** Array of float: the probabilities of all classes, or their logits if the network does not end in softmax. */
    public static final String PROBABILITY = "probability";

    /** String, null for a row that could be read: the text of the line that it stands for. The name is Spark's. */
    public static final String MALFORMED = "_corrupt_record";

    /** String: why a row is invalid. */
    public static final String REASON = "reason";

    /** String: the ID of the run that has made a row. */
    public static final String RUN_ID = "run_id";

    /** String: the sha256 of the weights file that a row was scored with. */
    public static final String WEIGHTS_SHA256 = "weights_sha256";

    /** Timestamp: the start of the run that has made a row. */
    public static final String SCORED_AT = "scored_at";

    private Columns() {}

    /** Returns the name of a column, or of another thing in SQL, in quotes: it may hold any characters. */
    public static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
