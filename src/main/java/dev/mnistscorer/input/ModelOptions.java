package dev.mnistscorer.input;

import dev.mnistscorer.weights.ImportOptions;

/**
 * Network of a run.
 *
 * @param weights named weights, or the URI of a weights file
 * @param importing statements of the user about the weights file
 */
public record ModelOptions(String weights, ImportOptions importing) {}
