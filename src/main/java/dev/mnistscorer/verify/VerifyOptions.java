package dev.mnistscorer.verify;

import dev.mnistscorer.input.InputOptions;
import dev.mnistscorer.weights.ImportOptions;

/**
 * Options of a comparison with expected probabilities.
 *
 * @param input images
 * @param weights named weights, or the URI of a weights file
 * @param importing statements of the user about the weights file
 * @param expected URI of the expected probabilities
 * @param tolerance largest difference of a probability that passes, at least 0
 * @param json true if the result is printed as JSON
 */
public record VerifyOptions(
        InputOptions input, String weights, ImportOptions importing, String expected, double tolerance, boolean json) {

    /**
     * Checks the tolerance.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public VerifyOptions {
        if (!(tolerance >= 0)) {
            throw new IllegalArgumentException("--tolerance must be a number from 0 on but was " + tolerance);
        }
    }
}
