package dev.mnistscorer.training;

import dev.mnistscorer.network.DenseLayer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a network with Spark MLlib's {@link MultilayerPerceptronClassifier}: sigmoid between layers, softmax at the end,
 * L-BFGS over all images at once.
 *
 * <p>MLlib says nothing while it trains. So it is asked for {@link #STRETCH} iterations at a time, each stretch going on
 * from the weights of the one before; L-BFGS then begins with an empty memory, which it fills within its first ten steps.
 *
 * <p>The sums of the gradient come in the order in which partitions end. Two parts give the same sum in either order: with
 * images in one or two partitions the same seed gives the same weights.
 *
 * @param layers units of each layer, the number of pixels first, the number of classes last
 * @param iterations of L-BFGS
 * @param seed of the first weights and of the varied images
 * @param variations how many varied copies of each image are trained on beside it
 */
public record Trainer(int[] layers, int iterations, long seed, int variations) {
    /** Iterations between two lines of progress. */
    public static final int STRETCH = 50;

    private static final double CLOSE_ENOUGH = 1e-7;
    private static final double WHITE = 255;

    private static final StructType FEATURES = new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false, Metadata.empty());

    /** Is told how far training has come. */
    public interface Progress {
        /** After {@code done} iterations the mean loss over the training images is {@code loss}. */
        void iterations(int done, double loss);
    }

    /**
     * Trains.
     *
     * @param images columns {@code index} (bigint), {@code label} (int) and {@code image} (binary)
     * @return layers for pixels scaled to 0..1
     */
    public List<DenseLayer> train(Dataset<Row> images, int height, int width, Progress progress) {
        Dataset<Row> examples = examples(images, height, width).cache();
        try {
            Vector weights = null;
            for (int done = 0; done < iterations; ) {
                int stretch = Math.min(STRETCH, iterations - done);
                MultilayerPerceptronClassifier classifier = new MultilayerPerceptronClassifier()
                        .setLayers(layers)
                        .setSeed(seed)
                        .setTol(CLOSE_ENOUGH)
                        .setMaxIter(stretch);
                if (weights != null) {
                    classifier.setInitialWeights(weights);
                }
                MultilayerPerceptronClassificationModel model = classifier.fit(examples);
                weights = model.weights();
                double[] losses = model.summary().objectiveHistory();
                done += stretch;
                progress.iterations(done, losses[losses.length - 1]);
            }
            return FlatLayers.of(layers, weights.toArray());
        } finally {
            examples.unpersist();
        }
    }

    private Dataset<Row> examples(Dataset<Row> images, int height, int width) {
        int copies = variations;
        Augmentation augmentation = new Augmentation(height, width, seed);
        FlatMapFunction<Row, Row> vary = row -> {
            List<Row> rows = new ArrayList<>(1 + copies);
            double label = row.getInt(1);
            byte[] image = row.getAs(2);
            rows.add(RowFactory.create(label, vector(image)));
            for (int copy = 0; copy < copies; copy++) {
                rows.add(RowFactory.create(label, vector(augmentation.vary(image, row.getLong(0), copy))));
            }
            return rows.iterator();
        };
        return images.select("index", "label", "image").flatMap(vary, Encoders.row(FEATURES));
    }

    private static Vector vector(byte[] image) {
        double[] values = new double[image.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (image[i] & 0xff) / WHITE;
        }
        return Vectors.dense(values).compressed();
    }
}
