package dev.mnistscorer.run;

import dev.mnistscorer.input.InputOptions;
import dev.mnistscorer.input.ModelOptions;
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
 * @param comparison what the run is compared with
 * @param execution execution
 * @param output output
 * @param rows treatment of invalid rows
 * @param gates conditions for publication
 * @param arguments the arguments by their names, for records; null where one was left out
 */
public record ScoreOptions(
        InputOptions input,
        ModelOptions model,
        ComparisonOptions comparison,
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
        OutputOptions.requireOutput(output.delivery().challenger(), "--challenger-predictions", output.output());
        boolean all = execution.metrics() == MetricsLevel.ALL;
        boolean challenged = comparison.challenger().isPresent();
        boolean referred = comparison.reference().isPresent();
        require(challenged, output.delivery().challenger(), "--challenger-predictions", "--challenger");
        require(challenged, gates.challenger().isPresent(), "--challenger-must", "--challenger");
        require(referred, gates.maxDrift().isPresent(), "--max-drift", "--reference");
        require(referred, gates.minExpectedAccuracy().isPresent(), "--min-expected-accuracy", "--reference");
        require(all, gates.maxLogLoss().isPresent(), "--max-log-loss", "--metrics all");
        require(all, gates.maxDrift().isPresent(), "--max-drift", "--metrics all");
        require(all, gates.minExpectedAccuracy().isPresent(), "--min-expected-accuracy", "--metrics all");
    }

    private static void require(boolean met, boolean asked, String argument, String other) {
        if (asked && !met) {
            throw new IllegalArgumentException(argument + " must go with " + other);
        }
    }
}
