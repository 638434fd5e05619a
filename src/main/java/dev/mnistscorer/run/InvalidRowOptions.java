package dev.mnistscorer.run;

import dev.mnistscorer.publish.InvalidRowLimit;
import dev.mnistscorer.table.InvalidRowPolicy;
import java.util.Optional;

/**
 * Treatment of invalid rows.
 *
 * @param policy the policy
 * @param limit largest number of rows that may be left out; empty: any number
 */
public record InvalidRowOptions(InvalidRowPolicy policy, Optional<InvalidRowLimit> limit) {
    /**
     * Checks that the options fit together.
     *
     * @throws IllegalArgumentException if there is a limit though no row is left out
     */
    public InvalidRowOptions {
        if (limit.isPresent() && policy == InvalidRowPolicy.FAIL) {
            throw new IllegalArgumentException("--max-bad-rows must go with --on-bad-row drop or quarantine");
        }
    }
}
