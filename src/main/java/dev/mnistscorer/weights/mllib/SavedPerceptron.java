package dev.mnistscorer.weights.mllib;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mnistscorer.network.Affine;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.training.FlatLayers;
import dev.mnistscorer.weights.content.StepChain;
import dev.mnistscorer.weights.graph.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;

/**
 * A perceptron that Spark MLlib saved, alone or at the end of a pipeline, read with Spark's own loader. The loader creates
 * whatever class the files name: they are read first, and only known classes are let through.
 */
public final class SavedPerceptron {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String METADATA = "metadata";
    private static final String PIPELINE = PipelineModel.class.getName();
    private static final String PERCEPTRON = MultilayerPerceptronClassificationModel.class.getName();
    private static final List<String> KNOWN =
            List.of(PIPELINE, PERCEPTRON, StandardScalerModel.class.getName(), VectorAssembler.class.getName());

    private SavedPerceptron() {}

    /**
     * Whether a directory is what Spark saved.
     *
     * @param holds whether it holds an entry of a name
     */
    public static boolean isSaved(Predicate<String> holds) {
        return holds.test(METADATA) && (holds.test("data") || holds.test("stages"));
    }

    /**
     * Reads a directory. A Spark session must be there.
     *
     * @param files its files by their paths in it
     * @throws IllegalArgumentException if it is broken, or holds something else than a perceptron
     */
    public static StepChain read(String uri, Map<String, byte[]> files) {
        String root = "";
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().matches("(.*/)?metadata/part-[^/]*")) {
                String name = className(file.getKey(), file.getValue());
                if (!KNOWN.contains(name)) {
                    throw new IllegalArgumentException("what Spark saved must be of the classes "
                            + String.join(", ", KNOWN) + " but " + file.getKey() + " names "
                            + name + "; nothing was loaded");
                }
                root = file.getKey().startsWith(METADATA) ? name : root;
            }
        }
        try {
            List<Step> steps = new ArrayList<>();
            if (root.equals(PIPELINE)) {
                Transformer[] stages = PipelineModel.load(uri).stages();
                for (int i = 0; i < stages.length; i++) {
                    add(stages[i], i == stages.length - 1, steps);
                }
            } else if (root.equals(PERCEPTRON)) {
                add(MultilayerPerceptronClassificationModel.load(uri), true, steps);
            } else {
                throw new IllegalArgumentException(
                        "what Spark saved must be a perceptron or a pipeline but is " + root);
            }
            return new StepChain("Spark MLlib", new TreeMap<>(Map.of("class", root)), steps, List.of());
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "what Spark saved is broken: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    private static String className(String file, byte[] metadata) {
        try {
            JsonNode root = JSON.readTree(new String(metadata, StandardCharsets.UTF_8));
            return root == null ? "" : root.path("class").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " must be JSON but is not: " + e.getOriginalMessage(), e);
        }
    }

    private static void add(Transformer stage, boolean last, List<Step> steps) {
        if (stage instanceof MultilayerPerceptronClassificationModel perceptron && last) {
            for (DenseLayer layer :
                    FlatLayers.of(perceptron.getLayers(), perceptron.weights().toArray())) {
                steps.add(new Step.Dense(layer.weights().name(), layer.weights(), layer.bias()));
                steps.add(new Step.Activate(layer.weights().name(), layer.activation()));
            }
        } else if (stage instanceof StandardScalerModel scaler && !last) {
            steps.add(new Step.Rescaling(scaler.uid(), scaling(scaler)));
        } else if (stage instanceof VectorAssembler assembler && !last && assembler.getInputCols().length == 1) {
            steps.add(new Step.Identity(assembler.uid(), "VectorAssembler"));
        } else {
            throw new IllegalArgumentException(
                    stage.uid() + " must be a StandardScaler or a VectorAssembler of one column"
                            + " before a perceptron at the end but is not");
        }
    }

    private static Affine scaling(StandardScalerModel scaler) {
        Vector std = scaler.std();
        double[] scale = new double[std.size()];
        double[] shift = new double[std.size()];
        for (int i = 0; i < scale.length; i++) {
            // As Spark has it: what never varied becomes zero.
            scale[i] = !scaler.getWithStd() ? 1 : std.apply(i) == 0 ? 0 : 1 / std.apply(i);
            shift[i] = scaler.getWithMean() ? -scaler.mean().apply(i) * scale[i] : 0;
        }
        return new Affine(scale, shift);
    }
}
