package dev.mnistscorer.weights.onnx;

import dev.mnistscorer.weights.content.StepChain;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Model in ONNX: ModelProto of onnx.proto3. */
public final class OnnxFile {
    private static final int OLDEST_SOFTMAX_OF_LAST_AXIS = 13;

    private static final int PRODUCER_NAME = 2;
    private static final int PRODUCER_VERSION = 3;
    private static final int GRAPH = 7;
    private static final int OPSET_IMPORT = 8;

    /** Above the highest field number of a model. */
    private static final int NO_FIELD = 31;

    private static final int OPSET_DOMAIN = 1;
    private static final int OPSET_VERSION = 2;

    private OnnxFile() {}

    /** Returns true if the first bytes can be those of a model: the tag of one of its fields. */
    public static boolean beginsAsOnnx(byte[] head) {
        try {
            Protobuf in = new Protobuf(head);
            return in.next() && in.field() < NO_FIELD;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Returns true if the bytes can be a model. The format has no signature: a message with a graph is taken for one, and
     * so is a truncated message that starts with a version.
     */
    public static boolean isOnnx(byte[] bytes) {
        try {
            Protobuf in = new Protobuf(bytes);
            boolean graph = false;
            while (in.next()) {
                if (in.field() >= NO_FIELD) {
                    return false;
                }
                graph |= in.field() == GRAPH;
                in.skip();
            }
            return graph;
        } catch (IllegalArgumentException e) {
            // A model that is cut off is still recognised, so that the reader states the fault.
            return bytes.length > 4 && bytes[0] == 0x08 && bytes[1] > 0 && bytes[1] < 32 && (bytes[2] & 7) == 2;
        }
    }

    /**
     * Reads a model.
     *
     * @param beside returns the content of another file of the same directory, by its name
     * @throws IllegalArgumentException if it is cut off or broken, or is no chain of the operators of a dense network
     */
    public static StepChain read(byte[] bytes, Function<String, byte[]> beside) {
        Map<String, String> metadata = new TreeMap<>();
        OnnxGraph graph = null;
        long opset = 0;
        try {
            Protobuf in = new Protobuf(bytes);
            while (in.next()) {
                switch (in.field()) {
                    case PRODUCER_NAME -> metadata.put("producer", in.text());
                    case PRODUCER_VERSION ->
                        metadata.merge("producer", in.text(), (name, version) -> name + " " + version);
                    case GRAPH -> graph = OnnxGraph.of(in.message(), beside);
                    case OPSET_IMPORT -> opset = Math.max(opset, opset(in.message()));
                    default -> in.skip();
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ONNX: " + e.getMessage(), e);
        }
        if (graph == null) {
            throw new IllegalArgumentException("ONNX: the model must hold a graph but does not");
        }
        if (opset == 0) {
            throw new IllegalArgumentException(
                    "ONNX: the model must state its version of the operators (opset_import) but"
                            + " does not; it may be cut off");
        }
        metadata.put("opset", Long.toString(opset));
        OnnxConstants constants = new OnnxConstants(graph, bytes.length);
        OnnxChain chain = new OnnxChain(graph, constants, opset >= OLDEST_SOFTMAX_OF_LAST_AXIS);
        try {
            return new StepChain(metadata, chain.steps(), List.of());
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("ONNX: the graph is broken: " + e.getMessage(), e);
        }
    }

    private static long opset(Protobuf in) {
        String domain = "";
        long version = 0;
        while (in.next()) {
            switch (in.field()) {
                case OPSET_DOMAIN -> domain = in.text();
                case OPSET_VERSION -> version = in.number();
                default -> in.skip();
            }
        }
        return domain.isEmpty() || domain.equals("ai.onnx") ? version : 0;
    }
}
