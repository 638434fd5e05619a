package dev.mnistscorer.job;

import java.util.List;

/** The run went well, but its figures are not good enough for its predictions to be published. */
public final class GateFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GateFailedException(List<String> failures) {
        super("Quality gate failed: " + String.join("; ", failures));
    }
}
