package dev.mnistscorer.cli;

/** How a process ends; schedulers rely on the numbers. */
final class ExitStatus {
    static final int DONE = 0;
    static final int BAD_COMMAND_LINE = 1;
    static final int BAD_INPUT = 2;
    static final int FAULT = 3;
    static final int GATE_FAILED = 4;

    private ExitStatus() {}
}
