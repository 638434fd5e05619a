package dev.mnistscorer.weights.onnx;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.graph.Step;
import java.util.Arrays;
import java.util.Optional;

/** Gemm and MatMul as dense layers. Shapes have the images first; null while unknown. */
final class OnnxDense {
    private OnnxDense() {}

    /**
     * Returns the layer of a Gemm.
     *
     * @param value name of the images' value, which must be the first factor
     */
    static Step.Dense gemm(OnnxNode node, String value, int[] shape, OnnxConstants constants) {
        Tensor weights = constants.required(node, 1);
        boolean turned = node.number("transA", 0) != 0;
        if (!node.input(0).equals(Optional.of(value)) || turned && !(shape != null && shape[0] == 1)) {
            throw new IllegalArgumentException(node + " must multiply images by constant weights but does not");
        }
        Tensor inOut = node.number("transB", 0) == 0
                ? requireMatrix(node, weights)
                : requireMatrix(node, weights).transposed();
        Tensor scaled = times(inOut, node.real("alpha", 1));
        int units = scaled.shape()[1];
        Tensor bias = node.input(2).isEmpty()
                ? Tensor.zeros("no bias", units)
                : times(broadcast(node, constants.required(node, 2), units), node.real("beta", 1));
        return new Step.Dense(node.toString(), scaled, bias);
    }

    /**
     * Returns the layer of a MatMul.
     *
     * @param value name of the images' value, which is one of the factors
     */
    static Step.Dense matMul(OnnxNode node, String value, int[] shape, OnnxConstants constants) {
        boolean imageFirst = node.input(0).equals(Optional.of(value));
        Tensor weights = requireMatrix(node, constants.required(node, imageFirst ? 1 : 0));
        if (!imageFirst && (shape == null || shape[shape.length - 1] != 1 && shape.length > 1)) {
            throw new IllegalArgumentException(node + " must multiply images by constant weights but does not");
        }
        Tensor inOut = imageFirst ? weights : weights.transposed();
        return new Step.Dense(node.toString(), inOut, Tensor.zeros("no bias", inOut.shape()[1]));
    }

    private static Tensor requireMatrix(OnnxNode node, Tensor weights) {
        if (weights.rank() != 2) {
            throw new IllegalArgumentException(node + " must have weights of two dimensions but has " + weights);
        }
        return weights;
    }

    private static Tensor times(Tensor tensor, float factor) {
        if (factor == 1) {
            return tensor;
        }
        float[] values = tensor.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return new Tensor(tensor.name(), tensor.shape(), values);
    }

    private static Tensor broadcast(OnnxNode node, Tensor bias, int units) {
        float[] values = bias.values();
        int[] shape = bias.shape();
        // [batch, 1] has a number for each image, as many as units only by chance.
        boolean perUnit = shape.length == 0 || shape[shape.length - 1] == values.length;
        if (!perUnit) {
            throw new IllegalArgumentException(
                    node + " must have a bias of one row, a number for each unit, but has " + bias);
        }
        if (values.length == 1) {
            values = new float[units];
            Arrays.fill(values, bias.values()[0]);
        }
        if (values.length != units) {
            throw new IllegalArgumentException(node + " must have a bias of " + units + " numbers but has " + bias);
        }
        return new Tensor(bias.name(), new int[] {units}, values);
    }
}
