package dev.mnistscorer.inspect;

import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.weights.WeightsFile;
import dev.mnistscorer.weights.graph.Step;
import java.util.List;
import java.util.Locale;

/** A weights file as tables for a terminal: metadata, tensors as stored, steps as understood, layers as computed. */
record WeightsTable(WeightsFile file, TerminalLines out) {
    void print() {
        DenseNetwork network = file.network();
        String fact = "%-"
                + Math.max(11, width("parameters", List.copyOf(file.metadata().keySet()))) + "s %s";
        out.line("%s", file.path());
        out.line(fact, "format", file.format());
        out.line(fact, "sha256", file.sha256());
        out.line(fact, "network", network);
        out.line(fact, "parameters", String.format(Locale.ROOT, "%,d", network.parameters()));
        file.assumptions().forEach(assumption -> out.line(fact, "assumed", assumption));
        if (!file.ignored().isEmpty()) {
            out.line(fact, "not used", String.join(", ", file.ignored()));
        }
        file.metadata().forEach((name, value) -> out.line(fact, name, value));
        tensors();
        steps();
        layers();
    }

    private void tensors() {
        List<String> names = file.tensors().stream().map(Tensor::name).toList();
        String row = "%-" + Math.max(8, width("tensor", names)) + "s %-14s %13s %13s";
        out.line("");
        out.line(row, "tensor", "shape", "lowest", "highest");
        for (Tensor tensor : file.tensors()) {
            float lowest = Float.POSITIVE_INFINITY;
            float highest = Float.NEGATIVE_INFINITY;
            for (float value : tensor.values()) {
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
            out.line(row.replace("%13s", "%13.6f"), tensor.name(), tensor.shapeText(), lowest, highest);
        }
    }

    private void steps() {
        List<String> names = file.steps().stream().map(Step::name).toList();
        String row = "%-" + width("step", names) + "s %s";
        out.line("");
        out.line(row, "step", "understood as");
        file.steps().forEach(step -> out.line(row, step.name(), step));
    }

    private void layers() {
        out.line("");
        out.line("%-8s %7s %7s  %s", "layer", "in", "out", "activation");
        int number = 1;
        for (DenseLayer layer : file.network().layers()) {
            out.line("%-8d %7d %7d  %s", number++, layer.inputs(), layer.outputs(), layer.activation());
        }
    }

    private static int width(String heading, List<String> entries) {
        return entries.stream().mapToInt(String::length).reduce(heading.length(), Math::max);
    }
}
