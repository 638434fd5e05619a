package dev.mnistscorer.weights.onnx;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;

/** Activations of operators, and of groups of operators. */
final class OnnxActivations {
    private static final int MOST_OPERATORS = 16;
    private static final double TOLERANCE = 1e-5;

    /** Arguments at which a composed function is compared with the known ones. */
    private static final double[] POINTS = {-25, -6, -3.3, -2, -1.1, -0.5, -0.1, 0, 0.1, 0.7, 1.5, 2.2, 4, 7, 25};

    private static final DoubleUnaryOperator GELU = z -> z * (1 + Erf.erf(z / Math.sqrt(2))) / 2;
    private static final DoubleUnaryOperator GELU_TANH =
            z -> z / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));

    private static final DoubleUnaryOperator SOFTPLUS = z -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

    private OnnxActivations() {}

    /** Returns the activation of a node, with the defaults of its operator; empty if it has none. */
    static Optional<Activation> of(OnnxNode node, OnnxConstants constants) {
        return Optional.ofNullable(
                switch (node.operator()) {
                    case "Relu" -> Activation.RELU;
                    case "Sigmoid" -> Activation.SIGMOID;
                    case "Tanh" -> Activation.TANH;
                    case "Softplus" -> Activation.SOFTPLUS;
                    case "LeakyRelu" -> new Activation.LeakyRelu(node.real("alpha", 0.01));
                    case "PRelu" ->
                        node.input(1)
                                .flatMap(constants::floats)
                                .filter(slope -> slope.values().length == 1)
                                .map(slope -> new Activation.LeakyRelu(slope.values()[0]))
                                .orElse(null);
                    case "Elu" -> new Activation.Elu(node.real("alpha", 1), 1);
                    case "Selu" ->
                        new Activation.Elu(
                                node.real("alpha", 1.67326319217681884765625),
                                node.real("gamma", 1.05070102214813232421875));
                    case "HardSigmoid" -> new Activation.HardSigmoid(node.real("alpha", 0.2), node.real("beta", 0.5));
                    case "Gelu", "com.microsoft.Gelu" ->
                        node.text("approximate", "none").equals("tanh") ? Activation.GELU_TANH : Activation.GELU;
                    default -> null;
                });
    }

    /**
     * Function computed by operators that branch off one value and join again.
     *
     * @param activation equivalent activation
     * @param result value at which the branches have joined
     */
    record Composed(Activation activation, String result) {}

    /**
     * Recognizes an activation that an exporter decomposed, as GELU into erf and products, by its values: the order and
     * the structure of the parts do not matter.
     */
    static Optional<Composed> composed(String value, OnnxGraph graph, OnnxConstants constants) {
        Map<String, double[]> known = new HashMap<>(Map.of(value, POINTS));
        Set<OnnxNode> done = new HashSet<>();
        while (done.size() < MOST_OPERATORS) {
            OnnxNode next = computable(known, done, graph, constants);
            if (next == null) {
                return Optional.empty();
            }
            known.put(next.output(), compute(next, known, constants));
            done.add(next);
            boolean met = known.keySet().stream()
                    .filter(each -> !each.equals(next.output()))
                    .allMatch(each -> done.containsAll(graph.consumers(each)));
            Optional<Activation> found = met ? recognize(known.get(next.output())) : Optional.empty();
            if (found.isPresent()) {
                return Optional.of(new Composed(found.get(), next.output()));
            }
        }
        return Optional.empty();
    }

    private static OnnxNode computable(
            Map<String, double[]> known, Set<OnnxNode> done, OnnxGraph graph, OnnxConstants constants) {
        for (String value : known.keySet()) {
            for (OnnxNode node : graph.consumers(value)) {
                boolean ready = !done.contains(node)
                        && node.inputs().stream()
                                .allMatch(input -> known.containsKey(input) || scalar(input, constants) != null);
                if (ready && compute(node, known, constants) != null) {
                    return node;
                }
            }
        }
        return null;
    }

    private static Double scalar(String value, OnnxConstants constants) {
        return constants
                .floats(value)
                .filter(tensor -> tensor.values().length == 1)
                .map(Tensor::values)
                .map(values -> (double) values[0])
                .orElse(null);
    }

    /** Returns the values of a node at the points; null if it is not elementwise. */
    private static double[] compute(OnnxNode node, Map<String, double[]> known, OnnxConstants constants) {
        double[] a = operand(node, 0, known, constants);
        double[] b = operand(node, 1, known, constants);
        double[] c = operand(node, 2, known, constants);
        double[] result = new double[POINTS.length];
        for (int i = 0; i < result.length; i++) {
            switch (node.operator()) {
                case "Add" -> result[i] = a[i] + b[i];
                case "Sub" -> result[i] = a[i] - b[i];
                case "Mul" -> result[i] = a[i] * b[i];
                case "Div" -> result[i] = a[i] / b[i];
                case "Pow" -> result[i] = Math.pow(a[i], b[i]);
                case "Erf" -> result[i] = Erf.erf(a[i]);
                case "Tanh" -> result[i] = Math.tanh(a[i]);
                case "Sqrt" -> result[i] = Math.sqrt(a[i]);
                case "Softplus" -> result[i] = SOFTPLUS.applyAsDouble(a[i]);
                case "Greater" -> result[i] = a[i] > b[i] ? 1 : 0;
                case "Where" -> result[i] = a[i] != 0 ? b[i] : c[i];
                default -> {
                    return null;
                }
            }
        }
        return result;
    }

    private static double[] operand(OnnxNode node, int i, Map<String, double[]> known, OnnxConstants constants) {
        if (node.input(i).isEmpty()) {
            return new double[POINTS.length];
        }
        String name = node.input(i).get();
        if (known.containsKey(name)) {
            return known.get(name);
        }
        double[] values = new double[POINTS.length];
        Arrays.fill(values, scalar(name, constants));
        return values;
    }

    private static Optional<Activation> recognize(double[] values) {
        if (agrees(values, GELU)) {
            return Optional.of(Activation.GELU);
        }
        if (agrees(values, GELU_TANH)) {
            return Optional.of(Activation.GELU_TANH);
        }
        return agrees(values, SOFTPLUS) ? Optional.of(Activation.SOFTPLUS) : Optional.empty();
    }

    private static boolean agrees(double[] values, DoubleUnaryOperator function) {
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i] - function.applyAsDouble(POINTS[i])) < TOLERANCE)) {
                return false;
            }
        }
        return true;
    }
}
