package dev.mnistscorer.error;

/** Exit status of the process; schedulers rely on the numbers. */
public enum ExitStatus {
    /** Done. */
    DONE(0),
    /** Invalid command line. */
    BAD_COMMAND_LINE(1),
    /** Input, labels, weights or configuration that cannot be used. */
    BAD_INPUT(2),
    /** Internal or cluster failure. */
    FAULT(3),
    /** A quality gate failed. */
    GATE_FAILED(4);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The number. */
    public int code() {
        return code;
    }
}
