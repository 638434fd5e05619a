package dev.mnistscorer.run;

import dev.mnistscorer.table.InvalidRowPolicy;
import dev.mnistscorer.table.MetricsLevel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options of a scoring run, grouped as its stages take them.
 *
 * @param input images
 * @param model network
 * @param execution execution
 * @param output output
 * @param rows treatment of invalid rows
 * @param gates conditions for publication
 * @param arguments the arguments by their names, for records; null where one was left out
 */
public record ScoreOptions(
        InputOptions input,
        ModelOptions model,
        ExecutionOptions execution,
        OutputOptions output,
        InvalidRowOptions rows,
        Gates gates,
        Map<String, Object> arguments) {

    /**
     * Checks that the groups fit together.
     *
     * @throws IllegalArgumentException naming the argument
     */
    public ScoreOptions {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        OutputOptions.requireOutput(
                rows.policy() == InvalidRowPolicy.QUARANTINE, "--on-bad-row quarantine", output.output());
        if (gates.maxLogLoss().isPresent() && execution.metrics() != MetricsLevel.ALL) {
            throw new IllegalArgumentException("--max-log-loss must go with --metrics all");
        }
    }
}
