package dev.mnistscorer.publish;

import java.util.Optional;

/**
 * A run whose predictions are published.
 *
 * @param place directory or table of the predictions
 * @param metrics text of its {@code metrics.json}; empty if it has none
 * @param version version of the table that holds them, if there is one and its format tells it
 */
public record PublishedRun(String place, Optional<String> metrics, Optional<String> version) {}
