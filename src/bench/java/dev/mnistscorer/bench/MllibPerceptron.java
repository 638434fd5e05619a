package dev.mnistscorer.bench;

import dev.mnistscorer.network.DenseLayer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A network as MLlib has it, and its features. */
final class MllibPerceptron {
    private static final StructType COLUMNS =
            new StructType().add("label", DataTypes.IntegerType).add("features", SQLDataTypes.VectorType());

    private MllibPerceptron() {}

    /** The model of a network of sigmoid layers. */
    static MultilayerPerceptronClassificationModel of(List<DenseLayer> layers) {
        double[] flat = layers.stream()
                .flatMap(layer -> Stream.of(layer.weights(), layer.bias()))
                .flatMapToDouble(tensor -> {
                    float[] values = tensor.values();
                    double[] doubles = new double[values.length];
                    for (int i = 0; i < values.length; i++) {
                        doubles[i] = values[i];
                    }
                    return Arrays.stream(doubles);
                })
                .toArray();
        int[] sizes = new int[layers.size() + 1];
        sizes[0] = BenchData.PIXELS;
        for (int k = 0; k < layers.size(); k++) {
            sizes[k + 1] = layers.get(k).outputs();
        }
        MultilayerPerceptronClassificationModel model =
                new MultilayerPerceptronClassificationModel("mllib", Vectors.dense(flat));
        model.set(model.layers(), sizes);
        return model;
    }

    /** Labels, and vectors of pixels in 0..1, of rows of a label and an image. */
    static Dataset<Row> features(Dataset<Row> images) {
        MapFunction<Row, Row> features = row -> {
            byte[] image = row.getAs(1);
            double[] values = new double[image.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (image[i] & 0xff) / 255.0;
            }
            return RowFactory.create(row.getInt(0), Vectors.dense(values));
        };
        return images.map(features, Encoders.row(COLUMNS));
    }
}
