package dev.mnistscorer.error;

import java.util.List;

/** The run went well, but its metrics are not good enough for its predictions to be published. */
public final class GateFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with a sentence for each gate that failed. */
    public GateFailedException(List<String> failures) {
        super("Quality gate failed: " + String.join("; ", failures));
    }
}
