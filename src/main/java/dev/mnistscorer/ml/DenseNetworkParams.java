package dev.mnistscorer.ml;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/** Params of a {@link DenseNetworkModel}. */
abstract class DenseNetworkParams extends Model<DenseNetworkModel> {
    private static final long serialVersionUID = 1L;
    private static final int BATCH = 100;

    private final String uid;

    private final Param<String> featuresCol;
    private final Param<String> predictionCol;
    private final Param<String> probabilityCol;
    private final Param<String> rawPredictionCol;
    private final IntParam batchSize;
    private final Param<String> pixelRange;

    DenseNetworkParams(String uid) {
        // A param asks its parent for this.
        this.uid = uid;
        featuresCol = new Param<>(this, "featuresCol", "name of the column of images");
        predictionCol = new Param<>(this, "predictionCol", "name of the column of predicted classes; empty: left out");
        probabilityCol = new Param<>(this, "probabilityCol", "name of the column of probabilities; empty: left out");
        rawPredictionCol = new Param<>(this, "rawPredictionCol", "name of the column of logits; empty: left out");
        batchSize = new IntParam(
                this, "batchSize", "images in one mini-batch; never changes a result", ParamValidators.gtEq(1));
        pixelRange = new Param<>(
                this,
                "pixelRange",
                "range of the numbers that stand for the pixels 0 to 255, as 0..1; empty: 0..255 for bytes and whole"
                        + " numbers; none: numbers enter the network as they are");
    }

    final void setDefaults(boolean probabilities) {
        setDefault(featuresCol, "features");
        setDefault(predictionCol, "prediction");
        setDefault(probabilityCol, probabilities ? "probability" : "");
        setDefault(rawPredictionCol, "rawPrediction");
        setDefault(batchSize, BATCH);
        setDefault(pixelRange, "");
    }

    /** Returns the unique name of the stage. */
    @Override
    public String uid() {
        return uid;
    }

    /** Param of the name of the column of images; {@code features} by default. */
    public Param<String> featuresCol() {
        return featuresCol;
    }

    /** Returns the name of the column of images. */
    public String getFeaturesCol() {
        return getOrDefault(featuresCol);
    }

    /** Param of the name of the column of predicted classes; {@code prediction} by default. */
    public Param<String> predictionCol() {
        return predictionCol;
    }

    /** Returns the name of the column of predicted classes. */
    public String getPredictionCol() {
        return getOrDefault(predictionCol);
    }

    /**
     * Param of the name of the column of probabilities; by default {@code probability}, or empty if the network does not end
     * in softmax.
     */
    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    /** Returns the name of the column of probabilities. */
    public String getProbabilityCol() {
        return getOrDefault(probabilityCol);
    }

    /** Param of the name of the column of logits; {@code rawPrediction} by default. */
    public Param<String> rawPredictionCol() {
        return rawPredictionCol;
    }

    /** Returns the name of the column of logits. */
    public String getRawPredictionCol() {
        return getOrDefault(rawPredictionCol);
    }

    /** Param of the number of images in one mini-batch, which never changes a result; 100 by default. */
    public IntParam batchSize() {
        return batchSize;
    }

    /** Returns the number of images in one mini-batch. */
    public int getBatchSize() {
        return (Integer) getOrDefault(batchSize);
    }

    /**
     * Param of the range of the numbers that stand for the pixels 0 to 255: {@code 0..1}, {@code -1..1} or another. Empty, the
     * default, is 0..255, for bytes and whole numbers only; {@code none} means numbers that enter the network as they are,
     * such as features that another stage has scaled for it.
     */
    public Param<String> pixelRange() {
        return pixelRange;
    }

    /** Returns the range of the numbers that stand for pixels. */
    public String getPixelRange() {
        return getOrDefault(pixelRange);
    }
}
