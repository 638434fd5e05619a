package dev.mnistscorer.kernel;

import dev.mnistscorer.error.BadInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The implementations of {@link Kernel} that a user can choose; the results are the same. */
public enum KernelChoice {
    /** The vector kernel if this JVM has the Vector API, else the scalar kernel. */
    AUTO {
        @Override
        public Kernel create() {
            return VECTOR_MISSING == null ? VECTOR.create() : SCALAR.create();
        }
    },
    /** Plain Java. */
    SCALAR {
        @Override
        public Kernel create() {
            return new ScalarKernel();
        }
    },
    /** The JDK's Vector API. */
    VECTOR {
        @Override
        public Kernel create() {
            if (VECTOR_MISSING != null) {
                throw new BadInputException("Cannot run the vector kernel: " + VECTOR_MISSING
                        + "; start Java with --add-modules=jdk.incubator.vector");
            }
            try {
                return (Kernel)
                        Class.forName(VECTOR_KERNEL).getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    // By name, because the class cannot be loaded where the incubator module is missing.
    private static final String VECTOR_KERNEL = "dev.mnistscorer.kernel.VectorKernel";
    private static final String VECTOR_MISSING = whyNoVector();

    /** Creates a kernel, for one thread. */
    public abstract Kernel create();

    private static String whyNoVector() {
        Logger log = LoggerFactory.getLogger(Kernel.class);
        try {
            Kernel kernel = (Kernel)
                    Class.forName(VECTOR_KERNEL).getDeclaredConstructor().newInstance();
            log.info("Kernel: {}", kernel.name());
            return null;
        } catch (ReflectiveOperationException | LinkageError e) {
            // A run reports this for all of its tasks.
            log.info("Falling back to the scalar kernel (same results, slower): the JVM was started without"
                    + " --add-modules=jdk.incubator.vector");
            return "this JVM has no module jdk.incubator.vector";
        }
    }
}
