package dev.mnistscorer.weights;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.Affine;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.network.PixelScaling;
import dev.mnistscorer.weights.content.Layout;
import dev.mnistscorer.weights.content.Limits;
import dev.mnistscorer.weights.content.NamedTensors;
import dev.mnistscorer.weights.content.ParsedWeights;
import dev.mnistscorer.weights.content.StepChain;
import dev.mnistscorer.weights.graph.LayerChain;
import dev.mnistscorer.weights.graph.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Builds the network from the parsed content of a file and the user's import options, which must not contradict it. A
 * property that neither states has a default only where that changes no prediction (softmax after the last layer), or where
 * the format has a convention (pixels in 0..1 for models that do not scale them); a default is recorded as an assumption.
 */
final class NetworkBuilder {
    private static final String PIXELS = "pixels";
    private static final String UNIT_PIXELS = "pixels × 1/255 (assumed: the file does not say; --scale)";

    /** Factors up to this are for pixels in 0..255: they would leave next to nothing of pixels in 0..1. */
    private static final double FOR_RAW_PIXELS = 0.1;

    private NetworkBuilder() {}

    /**
     * Result of an import.
     *
     * @param steps steps from raw pixels to probabilities
     * @param network the same steps, folded to dense layers
     * @param assumptions properties that neither the file nor the user states, for readers
     */
    record Built(List<Step> steps, DenseNetwork network, List<String> assumptions) {}

    /**
     * Builds the network.
     *
     * @throws OpenProperty.Unstated if a property is open that predictions depend on
     * @throws IllegalArgumentException if an option contradicts the file, or the steps do not make a network
     */
    static Built build(ParsedWeights parsed, ImportOptions options) {
        Built built =
                parsed instanceof StepChain chain ? chain(chain, options) : layers((NamedTensors) parsed, options);
        DenseNetwork network = built.network;
        if (network.classes() < 2) {
            throw new IllegalArgumentException(
                    "the last layer, " + network.output().weights()
                            + ", must have at least 2 units, or 1 with a sigmoid (--output-activation=sigmoid), but has 1 with "
                            + network.output().activation());
        }
        requireSize(network);
        return built;
    }

    private static void requireSize(DenseNetwork network) {
        if (network.classes() > Limits.MOST_CLASSES) {
            throw new IllegalArgumentException(String.format(
                    "the last layer, %s, must have at most %d units, one for each class, but has %d",
                    network.output().weights(), Limits.MOST_CLASSES, network.classes()));
        }
        if (network.inputs() > Limits.MOST_INPUTS) {
            throw new IllegalArgumentException(
                    "the first layer, " + network.layers().get(0).weights() + ", must have at most "
                            + Limits.MOST_INPUTS + " inputs but has " + network.inputs());
        }
        for (DenseLayer layer : network.layers()) {
            if (layer.outputs() > Limits.MOST_UNITS) {
                throw new IllegalArgumentException(layer.weights() + " must have at most " + Limits.MOST_UNITS
                        + " units but has " + layer.outputs());
            }
        }
    }

    private static Built layers(NamedTensors named, ImportOptions options) {
        Map<String, String> metadata = named.metadata();
        boolean ours = TrainedNetwork.describes(metadata);
        Optional<Layout> layout =
                ours ? Optional.of(Layout.IN_OUT) : options.layout().or(named::layout);
        NamedLayers layers = NamedLayers.of(named, layout, ours ? Optional.empty() : options.biasColumn());
        if (ours) {
            List<Activation> activations = Arrays.stream(
                            metadata.get(TrainedNetwork.ACTIVATIONS).split(","))
                    .map(Activation::parse)
                    .toList();
            requireUnsaid(activations, options);
            List<Step.Dense> steps = layers.steps();
            if (activations.size() != steps.size()) {
                throw new IllegalArgumentException("the file must state an activation for each of the " + steps.size()
                        + " layers but states " + metadata.get(TrainedNetwork.ACTIVATIONS));
            }
            return layers(steps, activations, stored(metadata, options), List.of());
        }
        List<Step.Dense> steps = layers.steps();
        List<OpenProperty> open = new ArrayList<>();
        if (steps.size() > 1 && options.activation().isEmpty()) {
            open.add(OpenProperty.HIDDEN_ACTIVATION);
        }
        if (!options.scales()) {
            open.add(OpenProperty.PIXEL_RANGE);
        }
        open.addAll(layers.open());
        Activation hidden = options.activation().orElse(Activation.SIGMOID);
        List<Activation> activations = new ArrayList<>(Collections.nCopies(steps.size(), hidden));
        activations.set(steps.size() - 1, options.outputActivation().orElse(Activation.SOFTMAX));
        // Built first: a file that is wrong in itself is refused for that, before any question.
        Built built = layers(steps, activations, scaling(options), assumptions(options));
        if (!open.isEmpty()) {
            throw new OpenProperty.Unstated(
                    open, layers.open().isEmpty() ? "" : " of " + ShapeChain.list(layers.weights()));
        }
        return built;
    }

    private static List<String> assumptions(ImportOptions options) {
        List<String> assumptions = new ArrayList<>();
        if (options.scale().isEmpty()) {
            assumptions.add(UNIT_PIXELS);
        }
        if (options.outputActivation().isEmpty()) {
            assumptions.add("softmax after the last layer (assumed: the file does not say; --output-activation)");
        }
        return assumptions;
    }

    private static Built layers(
            List<Step.Dense> layers, List<Activation> activations, PixelScaling scaling, List<String> assumptions) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Rescaling(PIXELS, scaling.affine()));
        for (int k = 0; k < layers.size(); k++) {
            steps.add(layers.get(k));
            steps.add(new Step.Activate(layers.get(k).name(), activations.get(k)));
        }
        return new Built(steps, new DenseNetwork(LayerChain.fold(steps)), assumptions);
    }

    private static void requireUnsaid(List<Activation> stored, ImportOptions options) {
        String known = stored.stream().map(Activation::toString).collect(Collectors.joining(", "));
        Activation output = stored.get(stored.size() - 1);
        if (options.activation().isPresent()) {
            throw new IllegalArgumentException(
                    "--activation must be left out: the file states the activations (" + known + ")");
        }
        if (options.outputActivation().isPresent()
                && !options.outputActivation().get().equals(output)) {
            throw new IllegalArgumentException("--output-activation must be left out: the file states " + output);
        }
        if (options.layout().isPresent()) {
            throw new IllegalArgumentException("--layout must be left out: the file states the layout");
        }
        if (options.biasColumn().isPresent()) {
            throw new IllegalArgumentException("--bias-column must be left out: the file states the biases");
        }
    }

    private static PixelScaling scaling(ImportOptions options) {
        return new PixelScaling(
                options.scale().orElse(PixelScaling.UNIT.scale()),
                options.mean().orElse(PixelScaling.UNIT.mean()),
                options.std().orElse(PixelScaling.UNIT.std()));
    }

    private static PixelScaling stored(Map<String, String> metadata, ImportOptions options) {
        if (options.scales()) {
            throw new IllegalArgumentException("--scale, --mean and --std must be left out: the file states "
                    + metadata.get(TrainedNetwork.SCALE) + ", " + metadata.get(TrainedNetwork.MEAN) + " and "
                    + metadata.get(TrainedNetwork.STD));
        }
        return new PixelScaling(
                number(metadata, TrainedNetwork.SCALE),
                number(metadata, TrainedNetwork.MEAN),
                number(metadata, TrainedNetwork.STD));
    }

    private static double number(Map<String, String> metadata, String key) {
        try {
            return Double.parseDouble(metadata.get(key));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    key + " in the metadata must be a number but is " + metadata.get(key), e);
        }
    }

    private static Built chain(StepChain chain, ImportOptions options) {
        List<Step> steps = new ArrayList<>();
        Optional<Step> pixels = scaling(chain.steps(), options);
        pixels.ifPresent(steps::add);
        steps.addAll(chain.steps());
        List<DenseLayer> layers = LayerChain.fold(steps);
        List<Activation> stored = layers.stream().map(DenseLayer::activation).toList();
        if (stored.isEmpty()) {
            throw new IllegalArgumentException("the file must hold at least one dense layer but holds none");
        }
        // Only the user knows what the file's logits are followed by.
        boolean open = options.outputActivation().isPresent() && stored.get(stored.size() - 1) == Activation.IDENTITY;
        requireUnsaid(stored, open ? options.withoutOutputActivation() : options);
        if (open) {
            Activation output = options.outputActivation().get();
            steps.add(new Step.Activate("--output-activation", output));
            layers = LayerChain.withOutput(layers, output);
        }
        boolean assumed = pixels.isPresent() && options.scale().isEmpty();
        return new Built(steps, new DenseNetwork(layers), assumed ? List.of(UNIT_PIXELS) : List.of());
    }

    /** Scaling of the pixels before the steps of the file; empty if these scale raw pixels themselves. */
    private static Optional<Step> scaling(List<Step> steps, ImportOptions options) {
        if (options.scales()) {
            return Optional.of(new Step.Rescaling(PIXELS, scaling(options).affine()));
        }
        Affine own = Affine.IDENTITY;
        String name = "";
        for (Step step : steps) {
            if (step instanceof Step.Dense) {
                break;
            }
            if (step instanceof Step.Rescaling rescaling && !rescaling.affine().isIdentity()) {
                own = own.then(rescaling.affine());
                name = rescaling.name();
            }
        }
        if (own.isIdentity()) {
            return Optional.of(new Step.Rescaling(PIXELS, PixelScaling.UNIT.affine()));
        }
        // Pixels that are constant in the training data may have the factor 0, whatever their range.
        double least = Arrays.stream(own.scale())
                .map(Math::abs)
                .filter(factor -> factor > 0)
                .min()
                .orElse(0);
        if (least > FOR_RAW_PIXELS) {
            throw new OpenProperty.Unstated(List.of(OpenProperty.PIXEL_RANGE), " that " + name + " takes");
        }
        return Optional.empty();
    }
}
