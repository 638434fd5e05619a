package dev.mnistscorer.bench;

import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.table.MetricsLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Forward passes on one thread, in mini-batches of 100, from raw bytes to classes: nanoseconds an image. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ForwardPassBenchmark {
    static final String IMAGES_PROPERTY = "mnistscorer.bench.images";
    private static final int BATCH = 100;

    /** Layer sizes and hidden activation. */
    @Param({"784-50-100-10 sigmoid", "784-128-10 relu", "784-512-512-10 relu"})
    public String network;

    /** Name of the competitor. */
    @Param({
        "ours",
        "ours, probabilities",
        "ours, scalar",
        "ONNX Runtime",
        "ONNX Runtime, probabilities",
        "netlib",
        "loops"
    })
    public String competitor;

    private byte[] images;
    private int[] classes;
    private Competitor scoring;

    /** Creates the competitor, and checks that it predicts the same as plain loops. */
    @Setup
    public void setUp() throws IOException {
        images = Files.readAllBytes(Path.of(System.getProperty(IMAGES_PROPERTY)));
        classes = new int[BenchData.IMAGES];
        List<DenseLayer> layers = layers(network);
        scoring = competitor(layers);
        score();
        int[] expected = new int[classes.length];
        Competitor.loops(layers).score(images, 0, BenchData.IMAGES, expected);
        if (!Arrays.equals(classes, expected)) {
            throw new IllegalStateException(competitor + " does not predict what plain loops do");
        }
    }

    static List<DenseLayer> layers(String name) {
        int[] sizes = Arrays.stream(name.split(" ")[0].split("-"))
                .mapToInt(Integer::parseInt)
                .toArray();
        return BenchData.layers(name.endsWith("relu") ? Activation.RELU : Activation.SIGMOID, sizes);
    }

    private Competitor competitor(List<DenseLayer> layers) {
        return switch (competitor) {
            case "ours" -> Competitor.ours(layers, BATCH, KernelChoice.VECTOR, MetricsLevel.ACCURACY.columns());
            case "ours, probabilities" ->
                Competitor.ours(layers, BATCH, KernelChoice.VECTOR, MetricsLevel.ALL.columns());
            case "ours, scalar" -> Competitor.ours(layers, BATCH, KernelChoice.SCALAR, MetricsLevel.ACCURACY.columns());
            case "ONNX Runtime" -> Competitor.onnx(layers, BATCH, false);
            case "ONNX Runtime, probabilities" -> Competitor.onnx(layers, BATCH, true);
            case "netlib" -> Competitor.netlib(layers, BATCH);
            default -> Competitor.loops(layers);
        };
    }

    /** Scores all images once. */
    @Benchmark
    @OperationsPerInvocation(BenchData.IMAGES)
    public int[] score() {
        for (int from = 0; from < BenchData.IMAGES; from += BATCH) {
            scoring.score(images, from, BATCH, classes);
        }
        return classes;
    }
}
