package dev.mnistscorer.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.scoring.ForwardPass;
import dev.mnistscorer.table.ScoreColumn;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An implementation that scores mini-batches on one thread: raw bytes in, classes out. */
interface Competitor {
    /**
     * Scores a mini-batch.
     *
     * @param images {@code [all, pixels]}, of which {@code count} from image {@code from} on are scored
     * @param classes receives the predictions, from {@code from} on
     */
    void score(byte[] images, int from, int count, int[] classes);

    /** This project. */
    static Competitor ours(List<DenseLayer> layers, int batch, KernelChoice kernel, Set<ScoreColumn> columns) {
        ForwardPass pass = new ForwardPass(BenchData.network(layers), kernel.create(), batch, columns);
        int pixels = layers.get(0).inputs();
        return (images, from, count, classes) -> {
            System.arraycopy(images, from * pixels, pass.images().bytes(), 0, count * pixels);
            pass.run(count);
            for (int i = 0; i < count; i++) {
                classes[from + i] = pass.prediction(i);
            }
        };
    }

    /** ONNX Runtime on one thread, fed with bytes from a buffer outside of the heap. */
    static Competitor onnx(List<DenseLayer> layers, int batch, boolean probabilities) {
        int pixels = layers.get(0).inputs();
        int outputs = layers.get(layers.size() - 1).outputs();
        float[] scores = new float[batch * outputs];
        ByteBuffer buffer = ByteBuffer.allocateDirect(batch * pixels);
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            OrtSession session = environment.createSession(OnnxModel.of(layers, probabilities), options);
            return (images, from, count, classes) -> {
                buffer.clear().put(images, from * pixels, count * pixels).flip();
                try (OnnxTensor input = OnnxTensor.createTensor(
                                environment, buffer, new long[] {count, pixels}, OnnxJavaType.UINT8);
                        OrtSession.Result result = session.run(Map.of("pixels", input))) {
                    OnnxTensor output = (OnnxTensor) result.get(0);
                    if (probabilities) {
                        output.getFloatBuffer().get(scores, 0, count * outputs);
                        for (int i = 0; i < count; i++) {
                            classes[from + i] = argMax(scores, i * outputs, outputs);
                        }
                    } else {
                        LongBuffer found = output.getLongBuffer();
                        for (int i = 0; i < count; i++) {
                            classes[from + i] = (int) found.get(i);
                        }
                    }
                } catch (OrtException e) {
                    throw new IllegalStateException(e);
                }
            };
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The linear algebra that Spark ships, on the Vector API where there is one. */
    static Competitor netlib(List<DenseLayer> layers, int batch) {
        BLAS blas = JavaBLAS.getInstance();
        int widest = layers.stream()
                .mapToInt(layer -> Math.max(layer.inputs(), layer.outputs()))
                .max()
                .orElseThrow();
        float[] first = new float[batch * widest];
        float[] second = new float[batch * widest];
        int pixels = layers.get(0).inputs();
        return (images, from, count, classes) -> {
            float[] in = first;
            float[] out = second;
            for (int i = 0; i < count * pixels; i++) {
                in[i] = (images[from * pixels + i] & 0xff) / 255f;
            }
            for (DenseLayer layer : layers) {
                int m = layer.outputs();
                for (int i = 0; i < count; i++) {
                    System.arraycopy(layer.bias().values(), 0, out, i * m, m);
                }
                // Row-major [count, in] · [in, out] is column-major [out, in] · [in, count].
                blas.sgemm(
                        "N",
                        "N",
                        m,
                        count,
                        layer.inputs(),
                        1f,
                        layer.weights().values(),
                        m,
                        in,
                        layer.inputs(),
                        1f,
                        out,
                        m);
                activate(layer.activation(), out, count * m);
                float[] swap = in;
                in = out;
                out = swap;
            }
            int k = layers.get(layers.size() - 1).outputs();
            for (int i = 0; i < count; i++) {
                classes[from + i] = argMax(in, i * k, k);
            }
        };
    }

    /** Plain loops, in the order of the weights in memory. */
    static Competitor loops(List<DenseLayer> layers) {
        int pixels = layers.get(0).inputs();
        return (images, from, count, classes) -> {
            for (int i = from; i < from + count; i++) {
                float[] in = new float[pixels];
                for (int p = 0; p < pixels; p++) {
                    in[p] = (images[i * pixels + p] & 0xff) / 255f;
                }
                for (DenseLayer layer : layers) {
                    float[] weights = layer.weights().values();
                    float[] out = layer.bias().values().clone();
                    for (int p = 0, w = 0; p < in.length; p++) {
                        for (int o = 0; o < out.length; o++, w++) {
                            out[o] += in[p] * weights[w];
                        }
                    }
                    activate(layer.activation(), out, out.length);
                    in = out;
                }
                classes[i] = argMax(in, 0, in.length);
            }
        };
    }

    private static void activate(Activation activation, float[] values, int length) {
        if (activation == Activation.SIGMOID) {
            for (int i = 0; i < length; i++) {
                values[i] = (float) (1 / (1 + Math.exp(-values[i])));
            }
        } else if (activation == Activation.RELU) {
            for (int i = 0; i < length; i++) {
                values[i] = Math.max(values[i], 0);
            }
        }
    }

    private static int argMax(float[] values, int from, int length) {
        int best = 0;
        for (int k = 1; k < length; k++) {
            if (values[from + k] > values[from + best]) {
                best = k;
            }
        }
        return best;
    }
}
