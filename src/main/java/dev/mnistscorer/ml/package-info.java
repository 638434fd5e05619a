/**
 * A pretrained dense network as a stage of Spark ML pipelines: {@link dev.mnistscorer.ml.DenseNetworkModel}.
 *
 * <p>Weights are read in the formats of the tools that trained them, such as PyTorch, Keras, ONNX, NumPy and Spark MLlib. The
 * stage scores a column of images, is saved and loaded with pipelines, and gives the same bits on every version of Spark, for
 * every batch size and partitioning:
 *
 * <pre>{@code
 * DenseNetworkModel model = DenseNetworkModel.fromWeights("network.pt", Map.of("activation", "relu", "scale", "1/255"))
 *         .setFeaturesCol("image")
 *         .setRawPredictionCol("");
 * Dataset<Row> scored = model.transform(spark.read().parquet("digits.parquet"));
 * double accuracy = new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(scored);
 * model.save("model");
 * DenseNetworkModel loaded = DenseNetworkModel.load("model");
 * }</pre>
 *
 * <p>This is the public package of the project. Other packages are parts of the job and may change.
 */
package dev.mnistscorer.ml;
