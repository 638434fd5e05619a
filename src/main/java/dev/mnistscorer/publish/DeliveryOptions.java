package dev.mnistscorer.publish;

import dev.mnistscorer.spark.OutputFormat;

/**
 * Form of delivered predictions.
 *
 * @param format file format
 * @param probabilities tells whether the probabilities of all classes are delivered
 * @param overwrite tells whether a published or rejected run of the same ID is replaced
 */
public record DeliveryOptions(OutputFormat format, boolean probabilities, boolean overwrite) {}
