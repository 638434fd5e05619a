package dev.mnistscorer.source;

/** Bounds on the number of partitions into which a source cuts its images. */
public final class Partitions {
    /** The largest number that can be asked for: the driver keeps a record of each. */
    public static final int MOST = 100_000;

    private Partitions() {}

    /** The number asked for, reduced so that no partition is empty and the driver can hold them. */
    public static int bounded(int wanted, long images) {
        return (int) Math.max(1, Math.min(Math.min(wanted, MOST), images));
    }
}
