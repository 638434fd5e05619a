package dev.mnistscorer.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Extent of a benchmark. */
enum BenchPlan {
    /** All networks and sizes; about an hour with five turns. */
    FULL(
            List.of("784-50-100-10 sigmoid", "784-128-10 relu", "784-512-512-10 relu", "784-1024-1024-10 relu"),
            List.of(100, 1000),
            List.of(1, 10),
            EnumSet.allOf(JobKind.class)),
    /** The smaller networks and files; eight minutes with two turns. */
    QUICK(
            List.of("784-50-100-10 sigmoid", "784-128-10 relu"),
            List.of(100),
            List.of(1),
            EnumSet.of(JobKind.ACCURACY, JobKind.ALL, JobKind.PARQUET, JobKind.ONNX));

    private final List<String> networks;
    private final List<Integer> batches;
    private final List<Integer> millions;
    private final Set<JobKind> jobs;

    BenchPlan(List<String> networks, List<Integer> batches, List<Integer> millions, Set<JobKind> jobs) {
        this.networks = networks;
        this.batches = batches;
        this.millions = millions;
        this.jobs = jobs;
    }

    /** Layer sizes and hidden activation. */
    List<String> networks() {
        return networks;
    }

    /** Images in a mini-batch. */
    List<Integer> batches() {
        return batches;
    }

    /** Millions of images of a whole job. */
    List<Integer> millions() {
        return millions;
    }

    /** Whole jobs of a million images. */
    Set<JobKind> jobs() {
        return jobs;
    }
}
