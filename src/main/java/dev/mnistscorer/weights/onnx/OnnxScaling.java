package dev.mnistscorer.weights.onnx;

import dev.mnistscorer.network.Affine;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.Allowance;
import java.util.Arrays;

/** Operators that scale and shift numbers by constants. Shapes have the images first; null while unknown. */
final class OnnxScaling {
    private static final double BATCH_EPSILON = 1e-5;

    private OnnxScaling() {}

    /** Returns the function of Add, Sub, Mul or Div with a constant, the second operand if {@code imageFirst}. */
    static Affine arithmetic(
            OnnxNode node, boolean imageFirst, Tensor operand, int[] shape, int batch, Allowance allowance) {
        double[] scale = new double[operand.values().length];
        double[] shift = new double[scale.length];
        for (int i = 0; i < scale.length; i++) {
            double number = operand.values()[i];
            switch (node.operator()) {
                case "Add" -> {
                    scale[i] = 1;
                    shift[i] = number;
                }
                case "Sub" -> {
                    scale[i] = imageFirst ? 1 : -1;
                    shift[i] = imageFirst ? -number : number;
                }
                case "Mul" -> scale[i] = number;
                default -> scale[i] = 1 / number;
            }
        }
        if (node.operator().equals("Div") && !imageFirst) {
            throw new IllegalArgumentException(node + " must divide by a constant but divides one");
        }
        return spread(node, operand, Affine.named(node.toString(), scale, shift), shape, batch, allowance);
    }

    /**
     * Broadcasts a constant over one image: one number for all, one for each, or one for each position on the last axes.
     */
    private static Affine spread(
            OnnxNode node, Tensor operand, Affine affine, int[] shape, int batch, Allowance allowance) {
        if (affine.width() == 1 || shape == null) {
            return affine;
        }
        int[] lengths = operand.shape();
        int from = 0;
        while (from < lengths.length - 1 && lengths[from] == 1) {
            from++;
        }
        int[] tail = Arrays.copyOfRange(lengths, from, lengths.length);
        int size = Math.toIntExact(OnnxShapes.size(shape) / batch);
        boolean fits = tail.length <= shape.length
                && Arrays.equals(tail, Arrays.copyOfRange(shape, shape.length - tail.length, shape.length));
        if (!fits || size % affine.width() != 0) {
            throw new IllegalArgumentException(node + " must have a constant that broadcasts to "
                    + Arrays.toString(shape) + " but has " + operand);
        }
        allowance.takeScaling(size, node.toString());
        return affine.repeated(size);
    }

    /** Returns the function of BatchNormalization, whose channels are the second axis. */
    static Affine batchNormalization(
            OnnxNode node,
            Tensor gamma,
            Tensor beta,
            Tensor mean,
            Tensor variance,
            int[] shape,
            int batch,
            Allowance allowance) {
        if (node.number("training_mode", 0) != 0) {
            throw new IllegalArgumentException(
                    node + " must have training_mode 0, that of inference, but has 1: export the model for inference");
        }
        double epsilon = node.real("epsilon", BATCH_EPSILON);
        int channels = gamma.values().length;
        int size = shape == null ? channels : Math.toIntExact(OnnxShapes.size(shape) / batch);
        boolean fits = beta.values().length == channels
                && mean.values().length == channels
                && variance.values().length == channels;
        if (!fits || channels == 0 || shape != null && (shape.length < 2 || shape[1] != channels)) {
            throw new IllegalArgumentException(node + " must normalize the second of "
                    + (shape == null ? "its axes" : Arrays.toString(shape)) + " but has " + gamma + ", " + beta + ", "
                    + mean + " and " + variance);
        }
        allowance.takeScaling(size, node.toString());
        double[] scale = new double[size];
        double[] shift = new double[size];
        for (int i = 0; i < size; i++) {
            int c = i / (size / channels);
            scale[i] = gamma.values()[c] / Math.sqrt(variance.values()[c] + epsilon);
            shift[i] = beta.values()[c] - mean.values()[c] * scale[i];
        }
        return Affine.named(node.toString(), scale, shift);
    }
}
