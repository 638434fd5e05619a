package dev.mnistscorer.error;

/** How a process ends; schedulers rely on the numbers. */
public final class ExitStatus {
    /** All was done. */
    public static final int DONE = 0;
    /** The command line makes no sense. */
    public static final int BAD_COMMAND_LINE = 1;
    /** Input, labels, weights or configuration cannot be used. */
    public static final int BAD_INPUT = 2;
    /** A fault of ours or of the cluster. */
    public static final int FAULT = 3;
    /** The figures are not good enough. */
    public static final int GATE_FAILED = 4;

    private ExitStatus() {}
}
