package dev.mnistscorer.cli;

import java.util.Optional;
import java.util.Set;

/** Arguments of submit.sh, of spark-submit and of other programs, which a job's command line is easily given. */
final class ForeignArguments {
    private static final Set<String> FOR_MORE_MESSAGES = Set.of("-v", "--verbose", "--debug");

    private static final Set<String> OF_SPARK_SUBMIT = Set.of(
            "--conf",
            "--deploy-mode",
            "--driver-memory",
            "--executor-cores",
            "--executor-memory",
            "--files",
            "--jars",
            "--master",
            "--name",
            "--num-executors",
            "--packages",
            "--properties-file",
            "--queue",
            "--total-executor-cores");

    private ForeignArguments() {}

    /** The place of an argument, for the end of a message; empty if it is not known. */
    static Optional<String> hint(String name) {
        if (FOR_MORE_MESSAGES.contains(name)) {
            return Optional.of("; Spark's log is shown by ./submit.sh --conf spark.log.level=INFO -- …");
        }
        if (OF_SPARK_SUBMIT.contains(name)) {
            return Optional.of("; arguments of spark-submit belong before a --, those of the job after it");
        }
        return name.equals("--dry-run")
                ? Optional.of("; it must be the first word: ./submit.sh --dry-run …")
                : Optional.empty();
    }
}
