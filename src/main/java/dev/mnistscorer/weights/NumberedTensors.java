package dev.mnistscorer.weights;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes layers of arrays named {@code W1, b1, W2, b2, …} (or {@code w1}, {@code weight1}, {@code bias_1}, …), in the order
 * of their numbers.
 */
final class NumberedTensors {
    private static final Pattern NAME = Pattern.compile("(?:([Ww](?:eights?)?)|([Bb](?:ias(?:es)?)?))[_.]?(\\d{1,9})");

    private final Map<Integer, Tensor> weights = new TreeMap<>();
    private final Map<Integer, Tensor> biases = new TreeMap<>();

    /** Whether an entry of this name is a weight or a bias. */
    static boolean isParameter(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Takes one array.
     *
     * @throws IllegalArgumentException if there is another with its role and number
     */
    void add(Tensor tensor) {
        Matcher name = NAME.matcher(tensor.name());
        if (!name.matches()) {
            throw new IllegalArgumentException(tensor.name() + " must be named like W1 or b1");
        }
        Tensor other = (name.group(1) != null ? weights : biases).put(Integer.valueOf(name.group(3)), tensor);
        if (other != null) {
            throw new IllegalArgumentException(
                    other.name() + " and " + tensor.name() + " must not both stand for the same array");
        }
    }

    /**
     * The layers, the last with the activation of an output.
     *
     * @throws IllegalArgumentException if there are none, an array is missing or two do not fit together
     */
    List<DenseLayer> layers(Activation hidden, Activation output) {
        List<Activation> activations =
                new ArrayList<>(Collections.nCopies(numbers().size(), hidden));
        activations.set(activations.size() - 1, output);
        return layers(activations);
    }

    /**
     * The layers, with an activation for each.
     *
     * @throws IllegalArgumentException if there are none, an array is missing or two do not fit together
     */
    List<DenseLayer> layers(List<Activation> activations) {
        List<Integer> numbers = numbers();
        if (activations.size() != numbers.size()) {
            throw new IllegalArgumentException("there must be an activation for each of the " + numbers.size()
                    + " layers but there are " + activations.size());
        }
        List<DenseLayer> layers = new ArrayList<>();
        for (int k = 0; k < numbers.size(); k++) {
            Tensor weight = present(weights, numbers.get(k), "W");
            Tensor bias = present(biases, numbers.get(k), "b");
            layers.add(new DenseLayer(weight, asVector(bias), activations.get(k)));
        }
        return layers;
    }

    /** The numbers of the layers, from the lowest to the highest. */
    private List<Integer> numbers() {
        SortedSet<Integer> numbers = new TreeSet<>(weights.keySet());
        numbers.addAll(biases.keySet());
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("the file must hold arrays named W1, b1, W2, b2, … but holds none");
        }
        int highest = numbers.first();
        for (int number : numbers) {
            if (number > highest) {
                throw new IllegalArgumentException("the file must hold W" + highest + " but does not");
            }
            highest++;
        }
        return List.copyOf(numbers);
    }

    private static Tensor present(Map<Integer, Tensor> tensors, int number, String letter) {
        Tensor tensor = tensors.get(number);
        if (tensor == null) {
            throw new IllegalArgumentException("the file must hold " + letter + number + " but does not");
        }
        return tensor;
    }

    private static Tensor asVector(Tensor bias) {
        boolean rowOrColumn = bias.rank() == 2 && (bias.shape()[0] == 1 || bias.shape()[1] == 1);
        return rowOrColumn ? new Tensor(bias.name(), new int[] {bias.values().length}, bias.values()) : bias;
    }
}
