package dev.mnistscorer.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whole jobs, files in and number of right predictions out. */
final class WholeJobBenchmark {
    private static final int MILLION = 1_000_000;

    /** Jobs of more than a million images, which show the fixed cost of a job. */
    private static final Set<JobKind> MANY = EnumSet.of(JobKind.ACCURACY, JobKind.FROM_PLAIN_PARQUET, JobKind.ONNX);

    /** The best of four passes over a million images. */
    private static final String NUMPY =
            """
            import sys, time, numpy as np
            d, sizes = sys.argv[1], [784, 50, 100, 10]
            x = np.fromfile(d + '/images', np.uint8).reshape(-1, 784).astype(np.float32) / 255
            flat, at, layers = np.fromfile(d + '/numbers', np.float32), 0, []
            for a, b in zip(sizes, sizes[1:]):
                layers.append((flat[at:at + a * b].reshape(a, b), flat[at + a * b:at + a * b + b]))
                at += a * b + b
            truth, best, correct = np.arange(10000) % 10, 1e9, 0
            for r in range(4):
                start, correct = time.time(), 0
                for _ in range(100):
                    for i in range(0, 10000, 1000):
                        z = x[i:i + 1000]
                        for w, b in layers[:-1]:
                            z = 1 / (1 + np.exp(-(z @ w + b)))
                        w, b = layers[-1]
                        correct += int(((z @ w + b).argmax(1) == truth[i:i + 1000]).sum())
                best = min(best, time.time() - start)
            print('RESULT', best, correct)
            """;

    private final BenchFiles files;
    private final BenchPlan plan;
    private final int turns;
    private final Map<JobKind, Double> cpu = new HashMap<>();
    private long expected = -1;

    WholeJobBenchmark(BenchFiles files, BenchPlan plan, int turns) {
        this.files = files;
        this.plan = plan;
        this.turns = turns;
    }

    /** Returns a table for each number of images; fails if competitors count other correct predictions. */
    List<Table> run() throws Exception {
        List<Table> tables = new ArrayList<>();
        int cores = Runtime.getRuntime().availableProcessors();
        for (int millions : plan.millions()) {
            Map<String, Table.Competition> competitors = new LinkedHashMap<>();
            for (JobKind kind : JobKind.values()) {
                if (isMeasured(kind, millions)) {
                    competitors.put(kind.title(), () -> seconds(kind, millions));
                }
            }
            if (millions == 1 && hasNumPy()) {
                competitors.put(
                        "NumPy, images in memory as floats, batch 1000, " + cores + " threads", this::numpySeconds);
            }
            String title = String.format("whole job, %,d images, %d cores", millions * MILLION, cores);
            tables.add(new Table(title, turns).run(competitors));
        }
        return tables;
    }

    private boolean isMeasured(JobKind kind, int millions) {
        return plan.jobs().contains(kind) && (millions == 1 || MANY.contains(kind));
    }

    /** Least CPU seconds of the tasks of a job of a million images, an image. */
    double cpu(JobKind kind) {
        return cpu.get(kind);
    }

    private double seconds(JobKind kind, int millions) throws IOException, InterruptedException {
        double[] result = ChildJvm.run(
                WholeJob.class, kind.name(), files.directory().toString(), "" + millions, rounds(kind, millions));
        if (result[2] != JobKind.NOT_SCORED) {
            requireSame(kind.title(), Math.round(result[2]) / millions);
        }
        if (millions == 1) {
            cpu.merge(kind, result[1] / MILLION, Math::min);
        }
        return result[0] / millions / MILLION;
    }

    private static String rounds(JobKind kind, int millions) {
        return kind == JobKind.MLLIB ? "1" : millions == 1 ? "5" : "2";
    }

    private static boolean hasNumPy() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private double numpySeconds() throws IOException, InterruptedException {
        double[] result = ChildJvm.figures(
                List.of("python3", "-c", NUMPY, files.directory().toString()));
        requireSame("NumPy", Math.round(result[1]));
        return result[0] / MILLION;
    }

    private void requireSame(String name, long correct) {
        if (expected < 0) {
            expected = correct;
        }
        if (correct != expected) {
            throw new IllegalStateException(name + " has " + correct + " right, not " + expected);
        }
    }
}
