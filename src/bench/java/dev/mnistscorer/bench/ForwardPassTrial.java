package dev.mnistscorer.bench;

import dev.mnistscorer.kernel.KernelChoice;
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

/** Forward passes on one thread, from raw bytes to classes: nanoseconds an image. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ForwardPassTrial {
    private static final int SMALL_BATCH = 100;
    static final String IMAGES_PROPERTY = "mnistscorer.bench.images";

    /** Layer sizes and hidden activation. */
    @Param({"784-50-100-10 sigmoid"})
    public String network;

    /** Images in a mini-batch. */
    @Param({"100"})
    public int batch;

    /** Competitor. */
    @Param({"OURS"})
    public Implementation implementation;

    private byte[] images;
    private int[] classes;
    private Competitor scoring;

    /** The competitors. */
    public enum Implementation {
        /** This project, classes only. */
        OURS("ours", false, (layers, batch) -> ours(layers, batch, KernelChoice.VECTOR, MetricsLevel.ACCURACY)),
        /** This project, with probabilities. */
        OURS_PROBABILITIES(
                "ours, probabilities",
                false,
                (layers, batch) -> ours(layers, batch, KernelChoice.VECTOR, MetricsLevel.ALL)),
        /** ONNX Runtime, classes only. */
        ONNX("ONNX Runtime", false, (layers, batch) -> Competitor.onnx(layers, batch, false)),
        /** ONNX Runtime, with probabilities. */
        ONNX_PROBABILITIES(
                "ONNX Runtime, probabilities", false, (layers, batch) -> Competitor.onnx(layers, batch, true)),
        /** This project without the Vector API. */
        OURS_SCALAR(
                "ours, scalar kernel",
                true,
                (layers, batch) -> ours(layers, batch, KernelChoice.SCALAR, MetricsLevel.ACCURACY)),
        /** The linear algebra that Spark ships. */
        NETLIB("netlib", true, Competitor::netlib),
        /** Plain loops. */
        LOOPS("loops", true, (layers, batch) -> Competitor.loops(layers));

        private interface Factory {
            Competitor create(List<DenseLayer> layers, int batch);
        }

        private final String title;
        private final boolean slow;
        private final Factory factory;

        Implementation(String title, boolean slow, Factory factory) {
            this.title = title;
            this.slow = slow;
            this.factory = factory;
        }

        private static Competitor ours(List<DenseLayer> layers, int batch, KernelChoice kernel, MetricsLevel level) {
            return Competitor.ours(layers, batch, kernel, level.columns());
        }

        /** Name in a table. */
        String title() {
            return title;
        }

        /**
         * Tells whether the competitor is measured with a network and a batch size: those that are far behind with one, those with
         * probabilities with the small batches.
         */
        boolean isMeasured(boolean first, int batchSize) {
            return batchSize > SMALL_BATCH ? this == OURS || this == ONNX : first || !slow;
        }

        Competitor create(List<DenseLayer> layers, int batch) {
            return factory.create(layers, batch);
        }
    }

    /** Creates the competitor, and checks that it predicts the same as plain loops. */
    @Setup
    public void setUp() throws IOException {
        images = Files.readAllBytes(Path.of(System.getProperty(IMAGES_PROPERTY)));
        classes = new int[BenchData.IMAGES];
        List<DenseLayer> layers = BenchData.layers(network);
        scoring = implementation.create(layers, batch);
        score();
        int checked = batch;
        int[] expected = new int[checked];
        Competitor.loops(layers).score(images, 0, checked, expected);
        if (!Arrays.equals(Arrays.copyOf(classes, checked), expected)) {
            throw new IllegalStateException(implementation + " does not predict what plain loops do");
        }
    }

    /** Scores all images once. */
    @Benchmark
    @OperationsPerInvocation(BenchData.IMAGES)
    public int[] score() {
        for (int from = 0; from < BenchData.IMAGES; from += batch) {
            scoring.score(images, from, batch, classes);
        }
        return classes;
    }
}
