package dev.mnistscorer.kernel;

/** The kernel in plain Java: the reference for the others, and the fallback where they cannot run. */
final class ScalarKernel implements Kernel {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public PackedLayer pack(int inputs, int outputs, float[] weights, float[] bias) {
        return PackedLayer.of(inputs, outputs, weights, bias, left -> left);
    }

    @Override
    public void multiplyPixels(byte[] pixels, int rows, PackedLayer layer, float[] preActivations) {
        for (int r = 0, at = 0; r < rows; r++) {
            int sum = startRow(r, layer, preActivations);
            for (int i = 0; i < layer.inputs(); i++, at++) {
                addProducts(pixels[at] & 0xff, i, layer, preActivations, sum);
            }
            endRow(layer, preActivations, sum);
        }
    }

    @Override
    public void multiply(float[] inputs, int rows, PackedLayer layer, float[] preActivations) {
        int inputStride = Kernel.padColumns(layer.inputs());
        for (int r = 0; r < rows; r++) {
            int sum = startRow(r, layer, preActivations);
            for (int i = 0; i < layer.inputs(); i++) {
                addProducts(inputs[r * inputStride + i], i, layer, preActivations, sum);
            }
            endRow(layer, preActivations, sum);
        }
    }

    private static int startRow(int row, PackedLayer layer, float[] preActivations) {
        int sum = row * layer.stride();
        System.arraycopy(layer.bias(), 0, preActivations, sum, layer.stride());
        return sum;
    }

    private static void addProducts(float input, int i, PackedLayer layer, float[] preActivations, int sum) {
        if (input == 0) {
            return;
        }
        float[] weights = layer.weights();
        int stride = layer.stride();
        int weight = i * stride;
        for (int o = 0; o < stride; o++) {
            preActivations[sum + o] = Math.fma(input, weights[weight + o], preActivations[sum + o]);
        }
    }

    private static void endRow(PackedLayer layer, float[] preActivations, int sum) {
        for (int o = 0; o < layer.stride(); o++) {
            preActivations[sum + o] += 0f;
        }
    }

    @Override
    public void sigmoid(float[] values, int length) {
        for (int i = 0; i < length; i++) {
            values[i] = Transcendentals.sigmoid(values[i]);
        }
    }

    @Override
    public void tanh(float[] values, int length) {
        for (int i = 0; i < length; i++) {
            values[i] = Transcendentals.tanh(values[i]);
        }
    }

    @Override
    public void relu(float[] values, int length) {
        for (int i = 0; i < length; i++) {
            values[i] = Math.max(values[i], 0f);
        }
    }

    @Override
    public void leakyRelu(float[] values, int length, float slope) {
        for (int i = 0; i < length; i++) {
            values[i] = Transcendentals.leakyRelu(values[i], slope);
        }
    }

    @Override
    public void elu(float[] values, int length, float alpha, float scale) {
        for (int i = 0; i < length; i++) {
            values[i] = Transcendentals.elu(values[i], alpha, scale);
        }
    }

    @Override
    public void gelu(float[] values, int length) {
        for (int i = 0; i < length; i++) {
            values[i] = Transcendentals.gelu(values[i]);
        }
    }

    @Override
    public void geluTanh(float[] values, int length) {
        for (int i = 0; i < length; i++) {
            values[i] = Transcendentals.geluTanh(values[i]);
        }
    }

    @Override
    public void softplus(float[] values, int length) {
        for (int i = 0; i < length; i++) {
            values[i] = Transcendentals.softplus(values[i]);
        }
    }

    @Override
    public void hardSigmoid(float[] values, int length, float slope, float shift) {
        for (int i = 0; i < length; i++) {
            values[i] = Transcendentals.hardSigmoid(values[i], slope, shift);
        }
    }

    @Override
    public void softmax(float[] values, int rows, int classes) {
        int stride = Kernel.padColumns(classes);
        for (int row = 0; row < rows * stride; row += stride) {
            float max = Transcendentals.max(values, row, classes);
            for (int k = row; k < row + classes; k++) {
                values[k] = Transcendentals.exp(values[k] - max);
            }
            float sum = Transcendentals.sum(values, row, classes);
            for (int k = row; k < row + classes; k++) {
                values[k] /= sum;
            }
        }
    }
}
