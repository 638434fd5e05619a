package dev.mnistscorer.weights;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.BiasColumn;
import dev.mnistscorer.weights.content.Layout;
import dev.mnistscorer.weights.content.NamedTensors;
import dev.mnistscorer.weights.content.NaturalOrder;
import dev.mnistscorer.weights.content.TensorName;
import dev.mnistscorer.weights.graph.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Derives dense layers from named arrays: pairs weights with biases by the common part of their names, orders the layers
 * by name, and determines the layout of the weights as the one in which their shapes form a chain.
 */
final class NamedLayers {
    private static final Pattern RECURRENT = Pattern.compile(".*[._](ih|hh)[._]l\\d+.*|.*recurrent_kernel.*");

    /** {@code fc01} and {@code fc1} compare equal by number, but are distinct. */
    private static final Comparator<String> BY_NAME = NaturalOrder.INSTANCE.thenComparing(Comparator.naturalOrder());

    private final Map<String, Tensor> weights = new TreeMap<>(BY_NAME);
    private final Map<String, Tensor> biases = new TreeMap<>(BY_NAME);
    private final Set<OpenProperty> open = EnumSet.noneOf(OpenProperty.class);
    private boolean numbered;
    private Optional<BiasColumn> column;
    private Optional<Layout> layout;

    private NamedLayers(Optional<Layout> layout, Optional<BiasColumn> column) {
        this.layout = layout;
        this.column = column;
    }

    /**
     * Pairs weights with biases.
     *
     * @param layout layout of the weights, if it is known
     * @param column place of the biases, if they are known to be in the weights
     * @throws IllegalArgumentException if there are none, an array is missing, or they are not those of a dense network
     */
    static NamedLayers of(NamedTensors named, Optional<Layout> layout, Optional<BiasColumn> column) {
        NamedLayers layers = new NamedLayers(layout, column);
        if (named.tensors().isEmpty() && !named.others().isEmpty()) {
            layers.add(ShapeChain.of(named.others(), layout, column));
            return layers;
        }
        layers.add(named.tensors());
        layers.requireComplete(named.ignored());
        layers.resolve();
        return layers;
    }

    private void add(ShapeChain chain) {
        layout = Optional.of(chain.layout());
        open.addAll(chain.open());
        for (LayerArrays layer : chain.layers()) {
            String name = Integer.toString(weights.size());
            weights.put(name, layer.weights());
            layer.bias().ifPresent(bias -> biases.put(name, bias));
            column = layer.column();
        }
    }

    /** Determines from the shapes what is not known. */
    private void resolve() {
        List<LayerArrays> stored = stored();
        if (column.isPresent() && !biases.isEmpty()) {
            throw new IllegalArgumentException("--bias-column must be left out: the file holds biases, "
                    + ShapeChain.list(List.copyOf(biases.values())));
        }
        if (column.isPresent() && !LayerOrder.chains(stored)) {
            throw new IllegalArgumentException(ShapeChain.expected(column) + ShapeChain.list(weights()));
        }
        if (column.isEmpty() && biases.isEmpty() && !LayerOrder.chains(stored)) {
            List<LayerArrays> withColumn = stored.stream()
                    .map(layer -> layer.withColumn(BiasColumn.FIRST))
                    .toList();
            if (LayerOrder.chains(withColumn)) {
                open.add(OpenProperty.BIAS_COLUMN);
                column = Optional.of(BiasColumn.FIRST);
                stored = withColumn;
            }
        }
        if (layout.isEmpty()) {
            if (LayerOrder.chains(stored, Layout.IN_OUT) && LayerOrder.chains(stored, Layout.OUT_IN)) {
                open.add(OpenProperty.LAYOUT);
            }
            layout = Optional.of(LayerOrder.likelier(stored));
        }
    }

    /** Properties that the arrays leave open; the layers are those of one of their values. */
    Set<OpenProperty> open() {
        return open;
    }

    /** Weights of all layers, as stored. */
    List<Tensor> weights() {
        return List.copyOf(weights.values());
    }

    /** Returns the layers in order. */
    List<Step.Dense> steps() {
        List<LayerArrays> stored = stored();
        Layout known = layout.orElseThrow();
        return (numbered ? stored : LayerOrder.ordered(stored, known))
                .stream().map(layer -> layer.step(known)).toList();
    }

    private void add(List<Tensor> tensors) {
        List<Tensor> weightsInOrder = new ArrayList<>();
        List<Tensor> biasesInOrder = new ArrayList<>();
        List<Tensor> byName = new ArrayList<>(tensors);
        byName.sort(Comparator.comparing(Tensor::name, BY_NAME));
        for (Tensor tensor : byName) {
            TensorName name = TensorName.of(tensor.name()).orElseThrow();
            if (RECURRENT.matcher(tensor.name()).matches()) {
                throw new IllegalArgumentException(
                        tensor.name() + " belongs to a recurrent layer, but only dense networks can be scored");
            }
            switch (name.role()) {
                case WEIGHT -> put(weights, name, matrix(tensor));
                case BIAS -> put(biases, name, vector(tensor));
                case BY_SHAPE -> {
                    boolean bias = tensor.rank() == 1
                            || column.isEmpty()
                                    && isRowOrColumn(tensor)
                                    && weightsInOrder.size() > biasesInOrder.size();
                    (bias ? biasesInOrder : weightsInOrder).add(bias ? vector(tensor) : matrix(tensor));
                }
            }
        }
        if (!biasesInOrder.isEmpty() && biasesInOrder.size() != weightsInOrder.size()) {
            throw new IllegalArgumentException("the file must hold as many biases as weights but holds the weights "
                    + ShapeChain.list(weightsInOrder) + " and the biases " + ShapeChain.list(biasesInOrder));
        }
        for (int i = 0; i < weightsInOrder.size(); i++) {
            String layer = Integer.toString(i);
            put(weights, new TensorName(TensorName.Role.WEIGHT, layer, false), weightsInOrder.get(i));
            if (!biasesInOrder.isEmpty()) {
                put(biases, new TensorName(TensorName.Role.BIAS, layer, false), biasesInOrder.get(i));
            }
        }
    }

    private void put(Map<String, Tensor> tensors, TensorName name, Tensor tensor) {
        numbered |= name.numbered();
        Tensor other = tensors.put(name.layer(), tensor);
        if (other != null) {
            throw new IllegalArgumentException(
                    other.name() + " and " + tensor.name() + " must not both denote the same array");
        }
    }

    private static Tensor matrix(Tensor tensor) {
        if (tensor.rank() == 1) {
            throw new IllegalArgumentException(tensor + " must have two dimensions; if it is of a normalization layer,"
                    + " the file does not state its position: save the network as Keras (.keras) or ONNX");
        }
        if (tensor.rank() != 2) {
            throw new IllegalArgumentException(
                    tensor + " must have two dimensions: only dense networks can be scored, no convolutions");
        }
        return tensor;
    }

    private static boolean isRowOrColumn(Tensor tensor) {
        return tensor.rank() == 2 && (tensor.shape()[0] == 1 || tensor.shape()[1] == 1);
    }

    private static Tensor vector(Tensor bias) {
        if (bias.rank() != 1 && !isRowOrColumn(bias)) {
            throw new IllegalArgumentException("a bias must be a vector, a row or a column but is " + bias);
        }
        return new Tensor(bias.name(), new int[] {bias.values().length}, bias.values());
    }

    private void requireComplete(List<String> others) {
        if (weights.isEmpty() && biases.isEmpty()) {
            throw new IllegalArgumentException(
                    "the file must hold arrays named W1, b1, W2, b2, … or fc1.weight, fc1.bias, … but holds "
                            + (others.isEmpty() ? "none" : ShapeChain.listed(others)));
        }
        for (Map.Entry<String, Tensor> bias : biases.entrySet()) {
            if (!weights.containsKey(bias.getKey())) {
                throw missing(
                        numbered
                                ? "W" + bias.getKey()
                                : "weights for " + bias.getValue().name());
            }
        }
        if (numbered) {
            requireCounted();
        }
    }

    /** Checks that numbered layers have no gaps, and biases either all or none. */
    private void requireCounted() {
        long next = -1;
        for (String layer : weights.keySet()) {
            if (!biases.isEmpty() && !biases.containsKey(layer)) {
                throw missing("b" + layer);
            }
            boolean number = layer.matches("\\d{1,18}");
            if (number && next >= 0 && Long.parseLong(layer) > next) {
                throw missing("W" + next);
            }
            next = number ? Long.parseLong(layer) + 1 : -1;
        }
    }

    private static IllegalArgumentException missing(String what) {
        return new IllegalArgumentException("the file must hold " + what + " but does not");
    }

    private List<LayerArrays> stored() {
        return weights.entrySet().stream()
                .map(entry ->
                        new LayerArrays(entry.getValue(), Optional.ofNullable(biases.get(entry.getKey())), column))
                .toList();
    }
}
