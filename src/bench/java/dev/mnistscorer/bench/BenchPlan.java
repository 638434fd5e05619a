package dev.mnistscorer.bench;

import java.util.List;

/** Extent of a benchmark. */
enum BenchPlan {
    /** All networks and sizes; half an hour with five turns. */
    FULL(
            List.of("784-50-100-10 sigmoid", "784-128-10 relu", "784-512-512-10 relu", "784-1024-1024-10 relu"),
            List.of(100, 1000),
            List.of(1, 10)),
    /** The smaller networks and files; five minutes with two turns. */
    QUICK(List.of("784-50-100-10 sigmoid", "784-128-10 relu"), List.of(100), List.of(1));

    private final List<String> networks;
    private final List<Integer> batches;
    private final List<Integer> millions;

    BenchPlan(List<String> networks, List<Integer> batches, List<Integer> millions) {
        this.networks = networks;
        this.batches = batches;
        this.millions = millions;
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
}
