package dev.mnistscorer.ml;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/**
 * Params of a {@link DenseNetworkModel}.
 *
 * @serial exclude
 */
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

    /** {@return the unique name of the stage} */
    @Override
    public String uid() {
        return uid;
    }

    private <T> DenseNetworkModel with(Param<T> param, T value) {
        set(param, value);
        return (DenseNetworkModel) this;
    }

    /** {@return the param of the name of the column of images, {@code features} by default} */
    public Param<String> featuresCol() {
        return featuresCol;
    }

    /** {@return the name of the column of images} */
    public String getFeaturesCol() {
        return getOrDefault(featuresCol);
    }

    /**
     * Sets the name of the column of images, which is {@code image} in tables of the data source {@code idx}.
     *
     * @param name the name
     * @return this stage
     */
    public DenseNetworkModel setFeaturesCol(String name) {
        return with(featuresCol, name);
    }

    /** {@return the param of the name of the column of predicted classes, {@code prediction} by default} */
    public Param<String> predictionCol() {
        return predictionCol;
    }

    /** {@return the name of the column of predicted classes} */
    public String getPredictionCol() {
        return getOrDefault(predictionCol);
    }

    /**
     * Sets the name of the column of predicted classes.
     *
     * @param name the name; empty: the column is left out
     * @return this stage
     */
    public DenseNetworkModel setPredictionCol(String name) {
        return with(predictionCol, name);
    }

    /**
     * {@return the param of the name of the column of probabilities, by default {@code probability}, or empty if the network
     * does not end in softmax}
     */
    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    /** {@return the name of the column of probabilities} */
    public String getProbabilityCol() {
        return getOrDefault(probabilityCol);
    }

    /**
     * Sets the name of the column of probabilities.
     *
     * @param name the name; empty: the column is left out
     * @return this stage
     */
    public DenseNetworkModel setProbabilityCol(String name) {
        return with(probabilityCol, name);
    }

    /** {@return the param of the name of the column of logits, {@code rawPrediction} by default} */
    public Param<String> rawPredictionCol() {
        return rawPredictionCol;
    }

    /** {@return the name of the column of logits} */
    public String getRawPredictionCol() {
        return getOrDefault(rawPredictionCol);
    }

    /**
     * Sets the name of the column of logits.
     *
     * @param name the name; empty: the column is left out
     * @return this stage
     */
    public DenseNetworkModel setRawPredictionCol(String name) {
        return with(rawPredictionCol, name);
    }

    /** {@return the param of the number of images in one mini-batch, which never changes a result, 100 by default} */
    public IntParam batchSize() {
        return batchSize;
    }

    /** {@return the number of images in one mini-batch} */
    public int getBatchSize() {
        return (Integer) getOrDefault(batchSize);
    }

    /**
     * Sets the number of images in one mini-batch.
     *
     * @param images at least 1
     * @return this stage
     */
    public DenseNetworkModel setBatchSize(int images) {
        return with(batchSize, images);
    }

    /** {@return the param of the range of the numbers that stand for the pixels 0 to 255} */
    public Param<String> pixelRange() {
        return pixelRange;
    }

    /** {@return the range of the numbers that stand for pixels} */
    public String getPixelRange() {
        return getOrDefault(pixelRange);
    }

    /**
     * Sets the range of the numbers that stand for the pixels 0 to 255.
     *
     * @param range {@code 0..1}, {@code -1..1} or another; empty, the default: 0..255 for bytes and whole numbers, while a range of
     *     numbers with fractions must be stated; {@code none}: numbers enter the network as they are, such as features that
     *     another stage has scaled for it
     * @return this stage
     * @throws IllegalArgumentException if it is none of these
     */
    public DenseNetworkModel setPixelRange(String range) {
        PixelRangeParam.range(range);
        return with(pixelRange, range);
    }
}
