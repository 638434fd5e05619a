package dev.mnistscorer.scoring;

import dev.mnistscorer.image.MiniBatch;
import dev.mnistscorer.kernel.Kernel;
import dev.mnistscorer.kernel.PackedLayer;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.table.ScoreColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The forward pass of a network over one mini-batch after the other, in buffers that are allocated once. For one thread. */
public final class ForwardPass {
    private final Kernel kernel;
    private final List<PackedLayer> layers;
    private final Activation[] activations;
    private final ActivationFunction[] functions;
    private final int batchSize;
    private final int classes;
    private final int stride;
    private final boolean activatesOutput;

    private final MiniBatch images; // [rows, inputs]
    private final float[] even; // [rows, stride of a layer], row-major: pre-activations, then outputs of layers 0, 2, …
    private final float[] odd; // [rows, stride of a layer], row-major: the same of layers 1, 3, …
    private final float[] scores; // one of the two: that of the last layer
    private final int[] predictions; // [rows]
    private float[] logits; // [rows, stride], row-major; those of softmax, if they are kept

    /**
     * Allocates buffers for up to {@code batchSize} images at once.
     *
     * @param columns those that are asked for of each image; what they do not need is not computed
     */
    public ForwardPass(DenseNetwork network, Kernel kernel, int batchSize, Set<ScoreColumn> columns) {
        this(PackedNetwork.of(network, kernel), kernel, batchSize, columns);
    }

    /** Allocates buffers for up to {@code batchSize} images at once; {@code packed} is laid out for {@code kernel}. */
    ForwardPass(PackedNetwork packed, Kernel kernel, int batchSize, Set<ScoreColumn> columns) {
        this(
                packed,
                kernel,
                new MiniBatch(Kernel.padRows(batchSize), packed.network().inputs()),
                batchSize,
                columns);
    }

    /**
     * Allocates buffers for up to {@code batchSize} images at once.
     *
     * @param packed laid out for {@code kernel}
     * @param images buffer of the images, which several passes may share
     */
    ForwardPass(PackedNetwork packed, Kernel kernel, MiniBatch images, int batchSize, Set<ScoreColumn> columns) {
        DenseNetwork network = packed.network();
        this.kernel = kernel;
        this.batchSize = batchSize;
        this.activatesOutput = columns.stream().anyMatch(ScoreColumn::needsActivation);
        this.classes = network.classes();
        this.stride = Kernel.padColumns(classes);
        this.layers = packed.layers();
        this.activations = network.layers().stream().map(DenseLayer::activation).toArray(Activation[]::new);
        this.functions = Arrays.stream(activations).map(ActivationFunction::of).toArray(ActivationFunction[]::new);

        int rows = Kernel.padRows(batchSize);
        this.images = images;
        this.even = new float[Math.multiplyExact(rows, widest(0))];
        this.odd = new float[Math.multiplyExact(rows, widest(1))];
        this.scores = layers.size() % 2 == 1 ? even : odd;
        this.predictions = new int[rows];
    }

    private int widest(int first) {
        int widest = 0;
        for (int k = first; k < layers.size(); k += 2) {
            widest = Math.max(widest, layers.get(k).stride());
        }
        return widest;
    }

    /** Returns this pass, which from now on keeps the logits beside the probabilities that softmax makes of them. */
    ForwardPass keepingLogits() {
        if (activatesOutput && activations[activations.length - 1] == Activation.SOFTMAX) {
            logits = new float[Math.multiplyExact(predictions.length, stride)];
        }
        return this;
    }

    /** Largest number of images in a mini-batch. */
    public int batchSize() {
        return batchSize;
    }

    /** Buffer of the images: {@code [batch, inputs]}. */
    public MiniBatch images() {
        return images;
    }

    /**
     * Scores the first {@code count} images of the buffer.
     *
     * @throws IllegalArgumentException if the buffer does not have so many
     */
    public void run(int count) {
        if (count < 0 || count > batchSize) {
            throw new IllegalArgumentException("count must be in 0.." + batchSize + " but was " + count);
        }
        int rows = Kernel.padRows(count);
        float[] from = even;
        if (images.isFractional()) {
            kernel.multiply(images.floats(), rows, layers.get(0), even);
        } else {
            kernel.multiplyPixels(images.bytes(), rows, layers.get(0), even);
        }
        activate(even, rows, 0, count);
        for (int k = 1; k < layers.size(); k++) {
            float[] to = k % 2 == 0 ? even : odd;
            kernel.multiply(from, rows, layers.get(k), to);
            activate(to, rows, k, count);
            from = to;
        }
    }

    private void activate(float[] values, int rows, int layer, int count) {
        boolean last = layer == layers.size() - 1;
        if (activations[layer] == Activation.SOFTMAX) {
            // Softmax keeps the order of the logits, which tell apart probabilities that rounding makes equal.
            predict(count);
            if (logits != null) {
                System.arraycopy(values, 0, logits, 0, rows * stride);
            }
            if (activatesOutput) {
                kernel.softmax(values, rows, classes);
            }
            return;
        }
        functions[layer].apply(kernel, values, rows * layers.get(layer).stride());
        if (last) {
            predict(count);
        }
    }

    private void predict(int count) {
        for (int row = 0, at = 0; row < count; row++, at += stride) {
            int best = 0;
            float highest = scores[at];
            for (int k = 1; k < classes; k++) {
                if (scores[at + k] > highest) {
                    highest = scores[at + k];
                    best = k;
                }
            }
            predictions[row] = best;
        }
    }

    /** Predicted class of image {@code row}. */
    public int prediction(int row) {
        return predictions[row];
    }

    /** Score of the predicted class of image {@code row}; needs a column that takes the output activation. */
    public float confidence(int row) {
        return scores[row * stride + predictions[row]];
    }

    /** Scores of all classes of image {@code row}: {@code [classes]}; needs a column that takes the output activation. */
    public float[] scores(int row) {
        return Arrays.copyOfRange(scores, row * stride, row * stride + classes);
    }

    /**
     * Logits of all classes of image {@code row}, or the outputs of a network that does not end in softmax:
     * {@code [classes]}; needs {@link #keepingLogits}.
     */
    float[] logits(int row) {
        return Arrays.copyOfRange(logits == null ? scores : logits, row * stride, row * stride + classes);
    }
}
