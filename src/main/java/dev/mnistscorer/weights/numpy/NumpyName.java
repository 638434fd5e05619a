package dev.mnistscorer.weights.numpy;

import dev.mnistscorer.weights.pickle.PickleNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Names that a pickle may import: those that NumPy 1 and 2 use to reconstruct arrays. */
enum NumpyName implements PickleNames.Name {
    /** Creates an empty array, whose content follows as its state. */
    RECONSTRUCT {
        @Override
        public Object apply(List<Object> arguments) {
            return new NdArray();
        }
    },
    /** Creates an array from its bytes (protocol 5). */
    FROM_BUFFER {
        @Override
        public Object apply(List<Object> arguments) {
            NdArray array = new NdArray();
            boolean fortran = "F".equals(arguments.get(3));
            array.set((List<?>) arguments.get(2), (NdType) arguments.get(1), fortran, (byte[]) arguments.get(0));
            return array;
        }
    },
    /** Element type of an array. */
    DTYPE {
        @Override
        public Object apply(List<Object> arguments) {
            return new NdType((String) arguments.get(0));
        }
    },
    /** Class of arrays, an argument of {@link #RECONSTRUCT}. */
    NDARRAY {
        @Override
        public Object apply(List<Object> arguments) {
            throw new IllegalArgumentException("numpy.ndarray must not be called");
        }
    },
    /** Encoder of Latin-1 text, the form in which Python 3 writes bytes in protocol 2. */
    ENCODE {
        @Override
        public Object apply(List<Object> arguments) {
            String codec = ((String) arguments.get(1)).toLowerCase(Locale.ROOT);
            if (!codec.equals("latin1") && !codec.equals("latin-1")) {
                throw new IllegalArgumentException("bytes must be encoded as latin1 but are encoded as " + codec);
            }
            return ((String) arguments.get(0)).getBytes(StandardCharsets.ISO_8859_1);
        }
    };

    /** The list of these names. */
    static final PickleNames ALL = new PickleNames() {
        @Override
        public String kind() {
            return "NumPy arrays";
        }

        @Override
        public Name of(String module, String name) {
            return NumpyName.of(module, name);
        }
    };

    private static NumpyName of(String module, String name) {
        return switch (module + "." + name) {
            case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct" -> RECONSTRUCT;
            case "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer" -> FROM_BUFFER;
            case "numpy.dtype" -> DTYPE;
            case "numpy.ndarray" -> NDARRAY;
            case "_codecs.encode" -> ENCODE;
            default ->
                throw new IllegalArgumentException("the pickle imports " + module + "." + name
                        + ", but only the names of NumPy arrays are allowed; nothing was executed");
        };
    }
}
