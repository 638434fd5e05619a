package dev.mnistscorer.training;

import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ImageSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
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
 * <p>MLlib reports nothing while it trains. So it runs {@link #ROUND} iterations at a time, each round starting from the
 * weights of the previous one; L-BFGS then begins with an empty history, which it fills within its first ten steps. Within
 * a round only the Spark jobs are counted, of which each is a pass over the images, and an iteration takes one or a few.
 *
 * <p>The gradient is summed in the order in which partitions end. Two partitions give the same sum in either order: with
 * images in one or two partitions the same seed gives the same weights.
 *
 * @param layers units of each layer, the number of pixels first, the number of classes last
 * @param iterations of L-BFGS
 * @param seed of the initial weights and of the data augmentation
 * @param augmentedCopies number of augmented copies of each image to train on, beside the image itself
 */
public record Trainer(int[] layers, int iterations, long seed, int augmentedCopies) {
    /** Iterations between two reports of progress. */
    public static final int ROUND = 50;

    private static final double TOLERANCE = 1e-7;
    private static final double LARGEST_PIXEL = 255;

    private static final StructType FEATURES = new StructType()
            .add(Columns.LABEL, DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false, Metadata.empty());

    /** Receives reports of progress. */
    public interface Progress {
        /**
         * Reports the end of a round.
         *
         * @param done iterations so far
         * @param loss mean loss over the training images
         * @param layers the network after these iterations
         * @throws IOException if the network cannot be written
         */
        void round(int done, double loss, List<DenseLayer> layers) throws IOException;

        /**
         * Reports another pass over the images within a round, on a thread of Spark.
         *
         * @param most iterations so far, at most; a few less if some of them took several passes
         */
        void pass(int most);
    }

    /**
     * Trains a network from random initial weights.
     *
     * @param images a table with the schema of {@link ImageSize}, in which each image has a label below the number of classes
     * @return layers for pixels scaled to 0..1
     * @throws IOException if {@code progress} throws it
     */
    public List<DenseLayer> train(Dataset<Row> images, Progress progress) throws IOException {
        Dataset<Row> examples = examples(images).cache();
        Passes passes = new Passes(progress);
        examples.sparkSession().sparkContext().addSparkListener(passes);
        try {
            Vector weights = null;
            for (int done = 0; done < iterations; ) {
                int round = Math.min(ROUND, iterations - done);
                passes.begin(done, done + round);
                MultilayerPerceptronClassifier classifier = new MultilayerPerceptronClassifier()
                        .setLayers(layers)
                        .setSeed(seed)
                        .setTol(TOLERANCE)
                        .setMaxIter(round);
                if (weights != null) {
                    classifier.setInitialWeights(weights);
                }
                MultilayerPerceptronClassificationModel model = classifier.fit(examples);
                weights = model.weights();
                double[] losses = model.summary().objectiveHistory();
                done += round;
                progress.round(done, losses[losses.length - 1], FlatLayers.of(layers, weights.toArray()));
            }
            return FlatLayers.of(layers, weights.toArray());
        } finally {
            examples.sparkSession().sparkContext().removeSparkListener(passes);
            examples.unpersist();
        }
    }

    /** Counts the jobs of a round. */
    private static final class Passes extends SparkListener {
        private final Progress progress;
        private int begun;
        private int end;
        private int passes;

        Passes(Progress progress) {
            this.progress = progress;
        }

        synchronized void begin(int done, int most) {
            begun = done;
            end = most;
            passes = 0;
        }

        @Override
        public synchronized void onJobEnd(SparkListenerJobEnd job) {
            passes++;
            progress.pass(Math.min(end, begun + passes));
        }
    }

    private Dataset<Row> examples(Dataset<Row> images) {
        int copies = augmentedCopies;
        ImageSize size = ImageSize.of(images.schema());
        Augmentation augmentation = new Augmentation(size.height(), size.width(), seed);
        FlatMapFunction<Row, Row> augment = row -> {
            long index = row.getLong(0);
            double label = row.getInt(1);
            byte[] image = row.getAs(2);
            List<Row> rows = new ArrayList<>(1 + copies);
            rows.add(RowFactory.create(label, vector(image)));
            for (int copy = 0; copy < copies; copy++) {
                rows.add(RowFactory.create(label, vector(augmentation.augment(image, index, copy))));
            }
            return rows.iterator();
        };
        return images.select(Columns.INDEX, Columns.LABEL, Columns.IMAGE).flatMap(augment, Encoders.row(FEATURES));
    }

    private static Vector vector(byte[] image) {
        double[] values = new double[image.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (image[i] & 0xff) / LARGEST_PIXEL;
        }
        return Vectors.dense(values).compressed();
    }
}
