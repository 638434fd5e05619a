package dev.mnistscorer.weights;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Layout;
import dev.mnistscorer.weights.content.NamedTensors;
import dev.mnistscorer.weights.content.NaturalOrder;
import dev.mnistscorer.weights.content.TensorName;
import dev.mnistscorer.weights.graph.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Derives dense layers from named arrays: pairs weights with biases by the common part of their names, orders the layers
 * by name, and determines the layout of the weights as the one in which their shapes form a chain.
 */
final class NamedLayers {
    private static final int MOST_TO_ORDER_BY_SHAPE = 8;
    private static final Pattern RECURRENT = Pattern.compile(".*[._](ih|hh)[._]l\\d+.*|.*recurrent_kernel.*");

    /** {@code fc01} and {@code fc1} compare equal by number, but are distinct. */
    private static final Comparator<String> BY_NAME = NaturalOrder.INSTANCE.thenComparing(Comparator.naturalOrder());

    private final Map<String, Tensor> weights = new TreeMap<>(BY_NAME);
    private final Map<String, Tensor> biases = new TreeMap<>(BY_NAME);
    private boolean numbered;
    private Optional<Layout> chained = Optional.empty(); // layout of the only chain of arrays without telling names

    /** Stored layer. */
    private record Stored(Tensor weights, Optional<Tensor> bias) {
        int inputs(Layout layout) {
            return weights.shape()[layout == Layout.IN_OUT ? 0 : 1];
        }

        int outputs(Layout layout) {
            return weights.shape()[layout == Layout.IN_OUT ? 1 : 0];
        }

        boolean fits(Layout layout) {
            return bias.isEmpty() || bias.get().shape()[0] == outputs(layout);
        }

        Step.Dense step(Layout layout) {
            Tensor inOut = layout == Layout.IN_OUT ? weights : weights.transposed();
            Tensor biases = bias.orElseGet(() -> Tensor.zeros("no bias", outputs(layout)));
            return new Step.Dense(weights.name(), inOut, biases);
        }
    }

    private NamedLayers() {}

    /**
     * Pairs weights with biases, of which the layout may be known.
     *
     * @throws IllegalArgumentException if there are none, an array is missing, or they are not those of a dense network
     */
    static NamedLayers of(NamedTensors named, Optional<Layout> layout) {
        NamedLayers layers = new NamedLayers();
        if (named.tensors().isEmpty() && !named.others().isEmpty()) {
            layers.add(ShapeChain.of(named.others(), layout));
            return layers;
        }
        layers.add(named.tensors());
        layers.requireComplete();
        return layers;
    }

    private void add(ShapeChain chain) {
        chained = Optional.of(chain.layout());
        for (ShapeChain.Layer layer : chain.layers()) {
            String name = Integer.toString(weights.size());
            weights.put(name, layer.weights());
            layer.bias().ifPresent(bias -> biases.put(name, bias));
        }
    }

    /** Returns true if the shapes form a chain in either layout. */
    boolean fitsBothLayouts() {
        return chained.isEmpty() && chains(stored(), Layout.IN_OUT) && chains(stored(), Layout.OUT_IN);
    }

    /** Returns the layers in order, in the layout that is known or else fits. */
    List<Step.Dense> steps(Optional<Layout> known) {
        List<Stored> stored = stored();
        Layout layout = known.or(() -> chained).orElseGet(() -> likelier(stored));
        return ordered(stored, layout, numbered).stream()
                .map(layer -> layer.step(layout))
                .toList();
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
                    boolean bias =
                            tensor.rank() == 1 || isRowOrColumn(tensor) && weightsInOrder.size() > biasesInOrder.size();
                    (bias ? biasesInOrder : weightsInOrder).add(bias ? vector(tensor) : matrix(tensor));
                }
            }
        }
        if (!biasesInOrder.isEmpty() && biasesInOrder.size() != weightsInOrder.size()) {
            throw new IllegalArgumentException("the file must hold a bias for each of the " + weightsInOrder.size()
                    + " weights but holds " + biasesInOrder.size());
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

    private void requireComplete() {
        if (weights.isEmpty() && biases.isEmpty()) {
            throw new IllegalArgumentException(
                    "the file must hold arrays named W1, b1, W2, b2, … or fc1.weight, fc1.bias, … but holds none");
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

    private List<Stored> stored() {
        return weights.entrySet().stream()
                .map(entry -> new Stored(entry.getValue(), Optional.ofNullable(biases.get(entry.getKey()))))
                .toList();
    }

    private static boolean chains(List<Stored> layers, Layout layout) {
        for (int k = 0; k < layers.size(); k++) {
            if (!layers.get(k).fits(layout)
                    || k > 0
                            && layers.get(k).inputs(layout) != layers.get(k - 1).outputs(layout)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the layout in which the shapes form a chain, else the one that matches more biases. */
    private static Layout likelier(List<Stored> layers) {
        if (chains(layers, Layout.OUT_IN)) {
            return Layout.OUT_IN;
        }
        long outIn = layers.stream().filter(layer -> layer.fits(Layout.OUT_IN)).count();
        long inOut = layers.stream().filter(layer -> layer.fits(Layout.IN_OUT)).count();
        return !chains(layers, Layout.IN_OUT) && outIn > inOut ? Layout.OUT_IN : Layout.IN_OUT;
    }

    /** Returns the layers ordered by name; by shape if only that order, and only one such, forms a chain. */
    private static List<Stored> ordered(List<Stored> byName, Layout layout, boolean numbered) {
        if (numbered || byName.size() > MOST_TO_ORDER_BY_SHAPE || chains(byName, layout)) {
            return byName;
        }
        List<List<Stored>> found = new ArrayList<>();
        extend(new ArrayList<>(), byName, layout, found);
        return found.size() == 1 ? found.get(0) : byName;
    }

    private static void extend(List<Stored> chain, List<Stored> all, Layout layout, List<List<Stored>> found) {
        if (chain.size() == all.size()) {
            found.add(List.copyOf(chain));
            return;
        }
        for (Stored next : all) {
            boolean follows = chain.isEmpty()
                    || next.inputs(layout) == chain.get(chain.size() - 1).outputs(layout);
            if (follows && next.fits(layout) && !chain.contains(next)) {
                chain.add(next);
                extend(chain, all, layout, found);
                chain.remove(chain.size() - 1);
            }
        }
    }
}
