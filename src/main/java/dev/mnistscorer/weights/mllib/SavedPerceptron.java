package dev.mnistscorer.weights.mllib;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mnistscorer.network.Affine;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.training.FlatLayers;
import dev.mnistscorer.weights.content.StepChain;
import dev.mnistscorer.weights.graph.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Perceptron saved by Spark MLlib, alone or at the end of a pipeline. Spark's own loader instantiates whatever classes the
 * files name, and would read the directory again after any check of it; so the files are parsed here, from bytes that were
 * read once, and nothing is loaded.
 */
public final class SavedPerceptron {
    private static final String PIPELINE = "org.apache.spark.ml.PipelineModel";
    private static final String PERCEPTRON =
            "org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel";
    private static final String SCALER = "org.apache.spark.ml.feature.StandardScalerModel";
    private static final String ASSEMBLER = "org.apache.spark.ml.feature.VectorAssembler";
    private static final List<String> KNOWN = List.of(PIPELINE, PERCEPTRON, SCALER, ASSEMBLER);

    private SavedPerceptron() {}

    /**
     * Returns true if a directory has the entries of a saved model or pipeline.
     *
     * @param holds tests for an entry of a name
     */
    public static boolean isSaved(Predicate<String> holds) {
        return holds.test(SavedStage.METADATA) && (holds.test(SavedStage.DATA) || holds.test("stages"));
    }

    /**
     * Parses a directory.
     *
     * @param files contents of its files, by path in it
     * @throws IllegalArgumentException if it is broken, or contains anything but a perceptron and the transformations before it
     */
    public static StepChain read(Map<String, byte[]> files) {
        SavedStage.requireClasses(files, KNOWN);
        SavedStage root = new SavedStage("", files);
        List<Step> steps = new ArrayList<>();
        if (root.className().equals(PIPELINE)) {
            List<SavedStage> stages = root.stages();
            for (int i = 0; i < stages.size(); i++) {
                add(stages.get(i), i == stages.size() - 1, steps);
            }
        } else {
            add(root, true, steps);
        }
        return new StepChain(Map.of("class", root.className()), steps, List.of());
    }

    private static void add(SavedStage stage, boolean last, List<Step> steps) {
        if (last && stage.className().equals(PERCEPTRON)) {
            for (DenseLayer layer : perceptron(stage)) {
                steps.add(new Step.Dense(layer.weights().name(), layer.weights(), layer.bias()));
                steps.add(new Step.Activate(layer.weights().name(), layer.activation()));
            }
        } else if (!last && stage.className().equals(SCALER)) {
            steps.add(new Step.Rescaling(stage.uid(), scaling(stage)));
        } else if (!last
                && stage.className().equals(ASSEMBLER)
                && stage.parameter("inputCols").size() == 1) {
            steps.add(new Step.Identity(stage.uid(), "VectorAssembler"));
        } else {
            throw new IllegalArgumentException(
                    stage.uid() + " must be a StandardScaler or a VectorAssembler of one column"
                            + " before a perceptron at the end but is not");
        }
    }

    private static List<DenseLayer> perceptron(SavedStage stage) {
        JsonNode layers = stage.parameter("layers");
        SavedData data = stage.data();
        // Before Spark 3 the sizes were stored with the weights.
        int[] sizes = layers.isMissingNode() ? data.integers("layers") : new int[layers.size()];
        for (int k = 0; k < layers.size(); k++) {
            sizes[k] = layers.path(k).asInt();
        }
        return FlatLayers.of(sizes, data.vector("weights"));
    }

    private static Affine scaling(SavedStage stage) {
        boolean withStd = stage.parameter("withStd").asBoolean(true);
        boolean withMean = stage.parameter("withMean").asBoolean(false);
        SavedData data = stage.data();
        double[] std = data.vector("std");
        double[] mean = data.vector("mean");
        if (mean.length != std.length) {
            throw new IllegalArgumentException(stage.uid() + " must have as many means as deviations but has "
                    + mean.length + " and " + std.length);
        }
        double[] scale = new double[std.length];
        double[] shift = new double[std.length];
        for (int i = 0; i < scale.length; i++) {
            // As in Spark: a feature without variance becomes zero.
            scale[i] = !withStd ? 1 : std[i] == 0 ? 0 : 1 / std[i];
            shift[i] = withMean ? -mean[i] * scale[i] : 0;
        }
        return Affine.named(stage.uid(), scale, shift);
    }
}
