package dev.mnistscorer.weights.keras;

import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.content.ElementType;
import dev.mnistscorer.weights.content.Limits;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Groups, attributes and float arrays of an HDF5 file in memory. Links are refused, and so are data sets that claim more
 * than the file can hold.
 */
final class Hdf5 {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private final long limit;
    private long taken;
    private int seen;

    private Hdf5(long length) {
        limit = Limits.expanded(length);
    }

    /** Function of the root group of a file. */
    interface Use<T> {
        T apply(Hdf5 file, Group root);
    }

    static boolean isHdf5(byte[] bytes) {
        return bytes.length > SIGNATURE.length
                && Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /**
     * Applies a function to a file.
     *
     * @throws IllegalArgumentException if the file is cut off or broken, or uses unsupported features
     */
    static <T> T read(byte[] bytes, Use<T> use) {
        Hdf5 file = new Hdf5(bytes.length);
        requireWhole(bytes);
        try (HdfFile hdf = HdfFile.fromBytes(bytes)) {
            return use.apply(file, hdf);
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // The library has no exception of its own for broken files, and does not check the lengths of packed
            // chunks.
            throw new IllegalArgumentException(
                    "the HDF5 file is cut off or broken, or uses what is not read here: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    /**
     * Compares the length with the end of the file that the superblock states: what is missing may be out of use, but not
     * what is in use (HDF5 File Format Specification, II.A).
     */
    private static void requireWhole(byte[] bytes) {
        int version = bytes[SIGNATURE.length];
        int at;
        int offsetSize;
        if (version < 2) {
            at = version == 0 ? 40 : 44;
            offsetSize = 13;
        } else {
            at = 28;
            offsetSize = 9;
        }
        // Other sizes of offsets are not written by any known library.
        if (version < 0 || version > 3 || bytes.length < at + Long.BYTES || bytes[offsetSize] != Long.BYTES) {
            return;
        }
        long end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
        if (Long.compareUnsigned(end, bytes.length) > 0) {
            throw new IllegalArgumentException("the HDF5 file must have " + Long.toUnsignedString(end)
                    + " bytes, as its superblock states, but has " + bytes.length + ": it is cut off");
        }
    }

    /** Refusal in words of this class, as opposed to those of the library. */
    static final class Refusal extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    /** Entries of a group, ordered by name. */
    List<Node> children(Group group) {
        List<Node> children = new ArrayList<>();
        for (Node node : group.getChildren().values()) {
            if (node instanceof Link || node.isLink()) {
                throw new Refusal("the HDF5 file must hold all it names but " + node.getPath() + " is a link");
            }
            if (++seen > Limits.MOST_ENTRIES) {
                throw new Refusal("the HDF5 file must hold at most " + Limits.MOST_ENTRIES + " entries but holds more");
            }
            children.add(node);
        }
        return children;
    }

    /** Entry at a path, separated by slashes, below a group. */
    Node child(Group group, String path) {
        Node node = group;
        for (String name : path.split("/")) {
            Node found = node instanceof Group parent
                    ? children(parent).stream()
                            .filter(each -> each.getName().equals(name))
                            .findFirst()
                            .orElse(null)
                    : null;
            if (found == null) {
                throw new Refusal("the HDF5 file must hold " + path + " but does not");
            }
            node = found;
        }
        return node;
    }

    /** Value of an attribute of text. */
    Optional<String> text(Node node, String attribute) {
        return value(node, attribute).filter(String.class::isInstance).map(String.class::cast);
    }

    /** Values of an attribute of texts, which Keras splits into {@code name0, name1, …} if they are many. */
    Optional<List<String>> texts(Node node, String attribute) {
        List<String> texts = new ArrayList<>();
        Optional<Object> whole = value(node, attribute);
        if (whole.isPresent()) {
            addTexts(whole.get(), texts);
            return Optional.of(texts);
        }
        for (int part = 0; value(node, attribute + part).isPresent(); part++) {
            addTexts(value(node, attribute + part).get(), texts);
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts);
    }

    private static void addTexts(Object value, List<String> to) {
        if (value instanceof String[] several) {
            to.addAll(List.of(several));
        }
    }

    private Optional<Object> value(Node node, String name) {
        Attribute attribute = node.getAttributes().get(name);
        if (attribute == null || attribute.isEmpty()) {
            return Optional.empty();
        }
        requireRoom(name, attribute.getSize(), 1);
        return Optional.ofNullable(attribute.getData());
    }

    /** Returns a data set of floats. */
    Tensor tensor(String name, Node node) {
        if (!(node instanceof Dataset dataset)
                || dataset.isCompound()
                || dataset.isVariableLength()
                || !(dataset.getDataType() instanceof FloatingPoint type)) {
            throw new Refusal(name + " must be a data set of floats but is not");
        }
        requireRoom(name, dataset.getSize(), Float.BYTES);
        if (dataset instanceof ChunkedDataset chunked) {
            // A chunk is unpacked whole, however little of it the data set covers.
            long chunk = 1;
            for (int length : chunked.getChunkDimensions()) {
                chunk = Math.multiplyExact(chunk, length);
            }
            requireRoom(name, chunk, Float.BYTES);
        }
        int[] shape = dataset.getDimensions();
        Object data = dataset.isEmpty() ? new float[0] : dataset.getDataFlat();
        try {
            return tensor(name, shape, data, type);
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage());
        }
    }

    private static Tensor tensor(String name, int[] shape, Object data, FloatingPoint type) {
        if (data instanceof float[] floats) {
            return new Tensor(name, shape, floats);
        }
        if (data instanceof double[] doubles) {
            float[] values = new float[doubles.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) doubles[i];
            }
            return new Tensor(name, shape, values);
        }
        if (data instanceof short[] halves) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Short.BYTES, halves.length));
            bytes.asShortBuffer().put(halves);
            return new Tensor(name, shape, ElementType.F16.decode(name, bytes));
        }
        throw new Refusal(name + " must hold floats of 16, 32 or 64 bits but holds " + type.getSize() + " bytes each");
    }

    private void requireRoom(String name, long size, int bytes) {
        if (size < 0 || size > (limit - taken) / bytes) {
            throw new Refusal(name + " must have a size that its file can hold but claims " + size + " elements");
        }
        taken += size * bytes;
    }
}
