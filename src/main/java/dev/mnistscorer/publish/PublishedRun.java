package dev.mnistscorer.publish;

import java.util.Optional;

/**
 * A run whose predictions are published.
 *
 * @param place directory of the predictions
 * @param metrics text of its {@code metrics.json}; empty if it has none
 */
public record PublishedRun(String place, Optional<String> metrics) {}
