package dev.mnistscorer.weights.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Limits;
import dev.mnistscorer.weights.content.StepChain;
import dev.mnistscorer.weights.graph.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Network of {@code network2.py} in "Neural Networks and Deep Learning" (M. Nielsen, 2015): a JSON object with {@code sizes},
 * {@code weights} as {@code [out, in]}, {@code biases} as columns, and {@code cost}. All layers use the sigmoid. Read in
 * sequence: an object for each number would take ten times the memory.
 */
public final class NielsenJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int FIRST = 1 << 10;

    private NielsenJson() {}

    /** Returns true if the first bytes are those of a JSON object. */
    public static boolean beginsAsJson(byte[] head) {
        int at = 0;
        while (at < head.length && Character.isWhitespace(head[at])) {
            at++;
        }
        return at < head.length && head[at] == '{';
    }

    /** Rows of numbers that have one length. */
    private static final class Rows {
        private float[] values = new float[FIRST];
        private int count;
        private int rows;

        void add(float value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }

        Tensor tensor(String name) {
            int columns = rows == 0 ? 0 : count / rows;
            return new Tensor(name, new int[] {rows, columns}, Arrays.copyOf(values, count));
        }
    }

    /**
     * Parses a file.
     *
     * @throws IllegalArgumentException if it is cut off, broken, or no such network
     */
    public static StepChain read(byte[] bytes) {
        List<Tensor> weights = List.of();
        List<Tensor> biases = List.of();
        Map<String, String> metadata = Map.of();
        try (JsonParser in = JSON.createParser(bytes)) {
            in.nextToken();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                JsonToken value = in.nextToken();
                switch (name) {
                    case "weights" -> weights = matrices(in, "weights");
                    case "biases" -> biases = matrices(in, "biases");
                    case "cost" -> metadata = Map.of("cost", in.getText());
                    default -> {
                        if (value.isStructStart()) {
                            in.skipChildren();
                        }
                    }
                }
            }
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("the JSON object must be the whole file but more follows");
            }
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException("the JSON is cut off or broken: " + reason, e);
        }
        if (weights.isEmpty() || weights.size() != biases.size()) {
            throw new IllegalArgumentException(
                    "a network in JSON must have sizes, weights and biases, as many of each, but" + " has "
                            + weights.size() + " weights and " + biases.size() + " biases");
        }
        List<Step> steps = new ArrayList<>();
        for (int k = 0; k < weights.size(); k++) {
            Tensor layer = weights.get(k).transposed();
            Tensor column = biases.get(k);
            steps.add(new Step.Dense(
                    layer.name(),
                    layer,
                    new Tensor(column.name(), new int[] {column.values().length}, column.values())));
            steps.add(new Step.Activate(layer.name(), Activation.SIGMOID));
        }
        return new StepChain(metadata, steps, List.of());
    }

    private static List<Tensor> matrices(JsonParser in, String name) throws IOException {
        List<Tensor> matrices = new ArrayList<>();
        require(in.currentToken() == JsonToken.START_ARRAY, name);
        while (in.nextToken() == JsonToken.START_ARRAY) {
            Rows rows = new Rows();
            while (in.nextToken() == JsonToken.START_ARRAY) {
                int before = rows.count;
                while (in.nextToken().isNumeric()) {
                    rows.add(in.getFloatValue());
                }
                require(in.currentToken() == JsonToken.END_ARRAY, name);
                rows.rows++;
                require((rows.count - before) * (long) rows.rows == rows.count && rows.count > before, name);
            }
            require(in.currentToken() == JsonToken.END_ARRAY && matrices.size() < Limits.MOST_ENTRIES, name);
            matrices.add(rows.tensor(name + "." + matrices.size()));
        }
        require(in.currentToken() == JsonToken.END_ARRAY, name);
        return matrices;
    }

    private static void require(boolean holds, String name) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name + " must be a list of matrices, each a list of rows of one length, but is not");
        }
    }
}
