package dev.mnistscorer.bench;

import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.PixelScaling;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a network as an ONNX model, field by field of onnx.proto3: bytes in, Cast, a Gemm and an activation for each layer,
 * then ArgMax for classes or Softmax for probabilities. The scaling of pixels is folded into the first layer.
 */
final class OnnxModel {
    private static final int FLOAT = 1;
    private static final int UINT8 = 2;
    private static final int INT64 = 7;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private OnnxModel() {}

    /** The bytes of a model with input {@code pixels} and output {@code result}. */
    static byte[] of(List<DenseLayer> layers, boolean probabilities) {
        OnnxModel graph = new OnnxModel();
        graph.message(1, node("Cast", List.of("pixels"), "x0").message(5, attribute("to", FLOAT)));
        String last = "x0";
        for (int k = 0; k < layers.size(); k++) {
            DenseLayer layer = k == 0 ? layers.get(0).withInput(PixelScaling.UNIT.affine()) : layers.get(k);
            graph.message(
                    5, tensor("W" + k, layer.weights().shape(), layer.weights().values()));
            graph.message(5, tensor("b" + k, layer.bias().shape(), layer.bias().values()));
            graph.message(1, node("Gemm", List.of(last, "W" + k, "b" + k), "z" + k));
            last = "z" + k;
            if (k < layers.size() - 1) {
                String name = layer.activation() == Activation.RELU ? "Relu" : "Sigmoid";
                graph.message(1, node(name, List.of(last), "a" + k));
                last = "a" + k;
            }
        }
        graph.message(
                1,
                probabilities
                        ? node("Softmax", List.of(last), "result").message(5, attribute("axis", 1))
                        : node("ArgMax", List.of(last), "result")
                                .message(5, attribute("axis", 1))
                                .message(5, attribute("keepdims", 0)));
        graph.text(2, "network");
        graph.message(11, value("pixels", UINT8, layers.get(0).inputs()));
        graph.message(12, probabilities ? value("result", FLOAT, 10) : value("result", INT64, 0));
        return new OnnxModel()
                .number(1, 8)
                .message(8, new OnnxModel().number(2, 13))
                .message(7, graph)
                .out
                .toByteArray();
    }

    private static OnnxModel node(String type, List<String> inputs, String output) {
        OnnxModel node = new OnnxModel();
        inputs.forEach(input -> node.text(1, input));
        return node.text(2, output).text(4, type);
    }

    private static OnnxModel attribute(String name, long value) {
        return new OnnxModel().text(1, name).number(3, value).number(20, 2);
    }

    private static OnnxModel tensor(String name, int[] shape, float[] values) {
        OnnxModel tensor = new OnnxModel();
        for (int length : shape) {
            tensor.number(1, length);
        }
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array());
    }

    /** A tensor of {@code [N, columns]}, or of {@code [N]} for 0 columns. */
    private static OnnxModel value(String name, int type, int columns) {
        OnnxModel shape = new OnnxModel().message(1, new OnnxModel().text(2, "N"));
        if (columns > 0) {
            shape.message(1, new OnnxModel().number(1, columns));
        }
        OnnxModel tensor = new OnnxModel().number(1, type).message(2, shape);
        return new OnnxModel().text(1, name).message(2, new OnnxModel().message(1, tensor));
    }

    private OnnxModel number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    private OnnxModel text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private OnnxModel message(int field, OnnxModel value) {
        return bytes(field, value.out.toByteArray());
    }

    private OnnxModel bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long left = value;
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            out.write((int) (left & 0x7f | 0x80));
        }
        out.write((int) left);
    }
}
