package dev.mnistscorer.ml;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.image.PixelRange;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.scoring.FeatureScorer;
import dev.mnistscorer.scoring.StageColumn;
import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.training.FlatLayers;
import dev.mnistscorer.weights.ImportOptions;
import dev.mnistscorer.weights.ImportProperties;
import dev.mnistscorer.weights.WeightsFile;
import dev.mnistscorer.weights.WeightsImport;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Pretrained dense network as a stage of Spark ML pipelines. It classifies the images of a column, and computes the same bits
 * as the scoring job.
 *
 * <pre>{@code
 * DenseNetworkModel model = DenseNetworkModel.fromWeights("builtin").setFeaturesCol("image");
 * Dataset<Row> scored = model.transform(spark.read().format("idx").load("t10k-images-idx3-ubyte.gz"));
 * }</pre>
 *
 * <p>The column may hold unsigned bytes, encoded pictures (PNG, JPEG, GIF, BMP), arrays of numbers, or of rows of numbers, ML
 * vectors, or structs with a binary field {@code bytes}. All columns of the table stay, rows keep their order and
 * partitioning, and nothing runs before the result is read. Columns that a query does not take are computed neither by this
 * stage nor by those before it.
 *
 * <table>
 * <caption>Columns that the stage adds, in this order</caption>
 * <tr><th>param</th><th>type</th><th>values</th></tr>
 * <tr><td>{@link #rawPredictionCol}</td><td>vector</td><td>the logits of all classes; the outputs of a network that does not
 * end in softmax</td></tr>
 * <tr><td>{@link #probabilityCol}</td><td>vector</td><td>the probabilities of all classes</td></tr>
 * <tr><td>{@link #predictionCol}</td><td>double</td><td>the class with the highest logit; of equal ones the lowest
 * class</td></tr>
 * </table>
 *
 * <p>A column whose name is empty is left out; without {@code probabilityCol} softmax is not computed. The first row whose
 * image is missing or is not of the network's size ends a query that takes a column of the stage with a {@link
 * BadInputException} from its task.
 *
 * @serial exclude
 */
public final class DenseNetworkModel extends DenseNetworkParams implements MLWritable {
    private static final long serialVersionUID = 1L;

    private final FeatureScorer scorer;

    DenseNetworkModel(String uid, DenseNetwork network) {
        this(uid, new FeatureScorer(network));
        setDefaults(StageSchema.givesProbabilities(network));
    }

    private DenseNetworkModel(String uid, FeatureScorer scorer) {
        super(uid);
        this.scorer = scorer;
    }

    private static DenseNetworkModel of(DenseNetwork network) {
        return new DenseNetworkModel(Identifiable$.MODULE$.randomUID("denseNetwork"), network);
    }

    /**
     * Makes a stage of a file, or a directory, of weights, in any format that the scoring job reads. Pixels are those that the
     * network was trained on, in 0..255; other ranges of the column's numbers are what {@link #pixelRange} states.
     *
     * @param uri URI of the weights, on any file system that Spark reads, or {@code builtin}: the network that comes with the
     *     job
     * @return a stage with default params
     * @throws BadInputException if the weights cannot be read, hold no chain of dense layers, or leave a property open, such as
     *     their activations, which {@link #fromWeights(String, Map)} states
     */
    public static DenseNetworkModel fromWeights(String uri) {
        return fromWeights(uri, Map.of());
    }

    /**
     * Makes a stage of weights that do not state all that a prediction depends on.
     *
     * @param uri URI of the weights
     * @param properties properties that the weights do not state, by the names of the scoring job's arguments without dashes:
     *     {@code activation}, {@code output-activation}, {@code scale}, {@code mean}, {@code std}, {@code layout}, {@code
     *     bias-column}
     * @return a stage with default params
     * @throws BadInputException if the weights cannot be used
     * @throws IllegalArgumentException if a property is not one of these, or has a value that it cannot have
     */
    public static DenseNetworkModel fromWeights(String uri, Map<String, String> properties) {
        ImportOptions options = ImportProperties.parse(properties);
        return of(
                uri.equals(WeightsImport.BUILT_IN)
                        ? WeightsImport.builtIn().network(options).network()
                        : WeightsFile.read(uri, HadoopConf.of(SparkSession.active()), options)
                                .network());
    }

    /**
     * Converts a perceptron of Spark MLlib. The stage has its columns, and takes its features as they are ({@link #pixelRange}
     * is {@code none}). It computes in float32, with weights that are rounded once: predictions are those of MLlib, which
     * computes in float64, unless the two highest logits of a row differ by less than that rounding. Of equal logits both take
     * the lowest class.
     *
     * @param model the perceptron
     * @return a stage with the names of its columns
     */
    public static DenseNetworkModel fromMllib(MultilayerPerceptronClassificationModel model) {
        DenseNetworkModel stage = of(new DenseNetwork(
                FlatLayers.of(model.getLayers(), model.weights().toArray())));
        return stage.setFeaturesCol(model.getFeaturesCol())
                .setPredictionCol(model.getPredictionCol())
                .setProbabilityCol(model.getProbabilityCol())
                .setRawPredictionCol(model.getRawPredictionCol())
                .setPixelRange(PixelRange.ANY.toString());
    }

    /**
     * Loads a stage that was saved, by any version of Spark that this project runs on.
     *
     * @param path URI of its directory
     * @return the stage, with the name and the params that it had
     * @throws BadInputException if there is none, or it is damaged
     */
    public static DenseNetworkModel load(String path) {
        return read().load(path);
    }

    /** {@return a reader of saved stages} */
    public static MLReader<DenseNetworkModel> read() {
        return new SavedNetworkReader();
    }

    /**
     * Returns a writer of this stage: a directory with {@code metadata}, as Spark's own stages write it, and {@code
     * weights.safetensors}.
     */
    @Override
    public MLWriter write() {
        return new SavedNetworkWriter(this);
    }

    DenseNetwork network() {
        return scorer.network();
    }

    /** {@return the number of pixels of an image, which is the number of inputs of the network} */
    public int numFeatures() {
        return network().inputs();
    }

    /** {@return the number of classes} */
    public int numClasses() {
        return network().classes();
    }

    /**
     * Returns the table with the columns of this stage after its own.
     *
     * @throws IllegalArgumentException as {@link #transformSchema} does
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return scorer.transform(dataset.toDF(), getFeaturesCol(), names(), getBatchSize(), format());
    }

    /**
     * Returns the columns of a table after {@link #transform}.
     *
     * @throws IllegalArgumentException naming the column and its type, if the table has no column of images, the type leaves
     *     the range of its numbers open, or the table has a column of a name that this stage adds
     */
    @Override
    public StructType transformSchema(StructType schema) {
        StageSchema.requireImages(schema, getFeaturesCol(), PixelRangeParam.range(getPixelRange()));
        return StageSchema.append(schema, names(), network());
    }

    private Map<StageColumn, String> names() {
        Map<StageColumn, String> names = new EnumMap<>(StageColumn.class);
        names.put(StageColumn.RAW_PREDICTION, getRawPredictionCol());
        names.put(StageColumn.PROBABILITY, getProbabilityCol());
        names.put(StageColumn.PREDICTION, getPredictionCol());
        names.values().removeIf(String::isEmpty);
        return names;
    }

    private RowFormat format() {
        return new RowFormat(PixelRangeParam.range(getPixelRange()), Set.of(), 0);
    }

    @Override
    public DenseNetworkModel copy(ParamMap extra) {
        return copyValues(new DenseNetworkModel(uid(), scorer), extra).setParent(parent());
    }

    @Override
    public String toString() {
        return "DenseNetworkModel: uid=" + uid() + ", network=" + network();
    }
}
