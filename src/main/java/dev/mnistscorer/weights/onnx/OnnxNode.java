package dev.mnistscorer.weights.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Node of a graph: NodeProto of onnx.proto3. */
final class OnnxNode {
    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final int NAME = 3;
    private static final int OP_TYPE = 4;
    private static final int ATTRIBUTE = 5;
    private static final int DOMAIN = 7;

    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_F = 2;
    private static final int ATTRIBUTE_I = 3;
    private static final int ATTRIBUTE_S = 4;
    private static final int ATTRIBUTE_T = 5;
    private static final int ATTRIBUTE_G = 6;
    private static final int ATTRIBUTE_INTS = 8;

    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final Map<String, Attribute> attributes = new HashMap<>();
    private String name = "";
    private String operator = "";
    private String domain = "";

    /** Argument other than a value of the graph: AttributeProto. */
    private record Attribute(float real, long number, String text, List<Long> numbers, OnnxTensor tensor) {}

    static OnnxNode of(Protobuf in, Function<String, byte[]> beside) {
        OnnxNode node = new OnnxNode();
        while (in.next()) {
            switch (in.field()) {
                case INPUT -> node.inputs.add(in.text());
                case OUTPUT -> node.outputs.add(in.text());
                case NAME -> node.name = in.text();
                case OP_TYPE -> node.operator = in.text();
                case ATTRIBUTE -> node.attribute(in.message(), beside);
                case DOMAIN -> node.domain = in.text();
                default -> in.skip();
            }
        }
        return node;
    }

    private void attribute(Protobuf in, Function<String, byte[]> beside) {
        String key = "";
        float real = 0;
        long number = 0;
        String text = "";
        List<Long> numbers = new ArrayList<>();
        OnnxTensor tensor = null;
        while (in.next()) {
            switch (in.field()) {
                case ATTRIBUTE_NAME -> key = in.text();
                case ATTRIBUTE_F -> real = in.real();
                case ATTRIBUTE_I -> number = in.number();
                case ATTRIBUTE_S -> text = in.text();
                case ATTRIBUTE_T -> tensor = OnnxTensor.of(in.message(), beside);
                case ATTRIBUTE_G -> throw new IllegalArgumentException(this + " holds a graph: no chain of layers");
                case ATTRIBUTE_INTS -> in.numbers(numbers);
                default -> in.skip();
            }
        }
        attributes.put(key, new Attribute(real, number, text, numbers, tensor));
    }

    /** Operator, qualified by its domain unless that is ONNX' own. */
    String operator() {
        return domain.isEmpty() || domain.equals("ai.onnx") ? operator : domain + "." + operator;
    }

    List<String> inputs() {
        return inputs;
    }

    List<String> outputs() {
        return outputs;
    }

    /** Name of input {@code i}; empty if it is omitted. */
    Optional<String> input(int i) {
        return i < inputs.size() && !inputs.get(i).isEmpty() ? Optional.of(inputs.get(i)) : Optional.empty();
    }

    /** First output; others are not supported. */
    String output() {
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException(this + " must have an output but has none");
        }
        return outputs.get(0);
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    float real(String attribute, double otherwise) {
        return has(attribute) ? attributes.get(attribute).real : (float) otherwise;
    }

    long number(String attribute, long otherwise) {
        return has(attribute) ? attributes.get(attribute).number : otherwise;
    }

    String text(String attribute, String otherwise) {
        return has(attribute) ? attributes.get(attribute).text : otherwise;
    }

    List<Long> numbers(String attribute) {
        return has(attribute) ? attributes.get(attribute).numbers : List.of();
    }

    Optional<OnnxTensor> tensor(String attribute) {
        return has(attribute) ? Optional.ofNullable(attributes.get(attribute).tensor) : Optional.empty();
    }

    /** Returns name and operator, for messages. */
    @Override
    public String toString() {
        String called = name.isEmpty() ? outputs.isEmpty() ? "a node" : outputs.get(0) : name;
        return called + " (" + operator() + ")";
    }
}
