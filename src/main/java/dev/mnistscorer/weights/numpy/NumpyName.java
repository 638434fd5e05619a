package dev.mnistscorer.weights.numpy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The only names that a pickle may use: those by which NumPy 1 and 2 put an array together. */
enum NumpyName {
    /** Makes an empty array, whose content comes with its state. */
    RECONSTRUCT {
        @Override
        Object apply(List<Object> arguments) {
            return new NdArray();
        }
    },
    /** Makes an array from its bytes (protocol 5). */
    FROM_BUFFER {
        @Override
        Object apply(List<Object> arguments) {
            NdArray array = new NdArray();
            boolean fortran = "F".equals(arguments.get(3));
            array.set((List<?>) arguments.get(2), (NdType) arguments.get(1), fortran, (byte[]) arguments.get(0));
            return array;
        }
    },
    /** The type of an array's elements. */
    DTYPE {
        @Override
        Object apply(List<Object> arguments) {
            return new NdType((String) arguments.get(0));
        }
    },
    /** The class of arrays, an argument of {@link #RECONSTRUCT}. */
    NDARRAY {
        @Override
        Object apply(List<Object> arguments) {
            throw new IllegalArgumentException("numpy.ndarray must not be called");
        }
    },
    /** How Python 3 writes bytes in protocol 2: as Latin-1 text to be encoded. */
    ENCODE {
        @Override
        Object apply(List<Object> arguments) {
            String codec = ((String) arguments.get(1)).toLowerCase(Locale.ROOT);
            if (!codec.equals("latin1") && !codec.equals("latin-1")) {
                throw new IllegalArgumentException("bytes must be encoded as latin1 but are as " + codec);
            }
            return ((String) arguments.get(0)).getBytes(StandardCharsets.ISO_8859_1);
        }
    };

    /** What a name makes and its state is set on. */
    interface Built {
        void setState(List<Object> state);
    }

    static NumpyName of(String module, String name) {
        return switch (module + "." + name) {
            case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct" -> RECONSTRUCT;
            case "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer" -> FROM_BUFFER;
            case "numpy.dtype" -> DTYPE;
            case "numpy.ndarray" -> NDARRAY;
            case "_codecs.encode" -> ENCODE;
            default ->
                throw new IllegalArgumentException("the pickle asks for " + module + "." + name
                        + ", but only the names of NumPy arrays are allowed; nothing was executed");
        };
    }

    abstract Object apply(List<Object> arguments);
}
