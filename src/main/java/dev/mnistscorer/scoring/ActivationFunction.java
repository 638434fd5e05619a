package dev.mnistscorer.scoring;

import dev.mnistscorer.kernel.Kernel;
import dev.mnistscorer.network.Activation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A kernel's function for an activation.
 *
 * <p>It is called through a handle that is not constant, so that the compiler does not inline it: the code of a forward pass
 * with the functions of two layers would be too large, as the vector kernel explains.
 */
final class ActivationFunction {
    private static final MethodHandle APPLY = findApply();

    private final MethodHandle function;

    private ActivationFunction(MethodHandle function) {
        this.function = function;
    }

    private interface Function {
        void apply(Kernel kernel, float[] values, int length);
    }

    private static MethodHandle findApply() {
        MethodType type = MethodType.methodType(void.class, Kernel.class, float[].class, int.class);
        try {
            return MethodHandles.lookup().findVirtual(Function.class, "apply", type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The function of an activation; softmax, which takes rows, is none: nothing is done to the values. */
    static ActivationFunction of(Activation activation) {
        return new ActivationFunction(APPLY.bindTo(function(activation)));
    }

    private static Function function(Activation activation) {
        if (activation instanceof Activation.LeakyRelu leaky) {
            return (kernel, values, length) -> kernel.leakyRelu(values, length, leaky.slope());
        }
        if (activation instanceof Activation.Elu elu) {
            return (kernel, values, length) -> kernel.elu(values, length, elu.alpha(), elu.scale());
        }
        if (activation instanceof Activation.HardSigmoid hard) {
            return (kernel, values, length) -> kernel.hardSigmoid(values, length, hard.slope(), hard.shift());
        }
        return switch ((Activation.Plain) activation) {
            case SIGMOID -> Kernel::sigmoid;
            case TANH -> Kernel::tanh;
            case RELU -> Kernel::relu;
            case SOFTPLUS -> Kernel::softplus;
            case GELU -> Kernel::gelu;
            case GELU_TANH -> Kernel::geluTanh;
            case IDENTITY, SOFTMAX -> (kernel, values, length) -> {};
        };
    }

    /**
     * Applies the function to the first {@code length} values.
     *
     * @param length a multiple of {@link Kernel#COLUMNS}
     */
    void apply(Kernel kernel, float[] values, int length) {
        try {
            function.invokeExact(kernel, values, length);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
