package dev.mnistscorer.error;

import java.util.Optional;

/**
 * End of a run. The one place that turns a throwable into an exit status and a message, for the process as for its records.
 *
 * @param exitStatus exit status of the process
 * @param status word for records: {@code done}, {@code failed} or {@code gate failed}
 * @param reason message in one line; empty if all was done
 */
public record Outcome(ExitStatus exitStatus, String status, Optional<String> reason) {
    /** All was done. */
    public static final Outcome DONE = new Outcome(ExitStatus.DONE, "done", Optional.empty());

    /** The outcome of a run that ended with a throwable: an exception or an error of any kind. */
    public static Outcome of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof GateFailedException) {
                return new Outcome(ExitStatus.GATE_FAILED, "gate failed", Optional.of(cause.getMessage()));
            }
            if (cause instanceof BadInputException) {
                return new Outcome(ExitStatus.BAD_INPUT, "failed", Optional.of(cause.getMessage()));
            }
        }
        return new Outcome(
                ExitStatus.FAULT, "failed", Optional.of("Cannot finish: " + BadInputException.reason(thrown)));
    }
}
