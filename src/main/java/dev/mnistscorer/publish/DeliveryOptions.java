package dev.mnistscorer.publish;

import dev.mnistscorer.spark.OutputFormat;
import java.util.Optional;

/**
 * Form of delivered predictions.
 *
 * @param format file format
 * @param probabilities tells whether the probabilities of all classes are delivered
 * @param challenger tells whether the predictions of a challenger are delivered too
 * @param overwrite tells whether a published or rejected run of the same ID is replaced
 * @param incremental tells whether input files that a published run has scored are left out
 * @param stamp tells whether each row names its run, its weights and its time
 * @param table table for the predictions; empty: they stay files
 */
public record DeliveryOptions(
        OutputFormat format,
        boolean probabilities,
        boolean challenger,
        boolean overwrite,
        boolean incremental,
        boolean stamp,
        Optional<OutputTable> table) {}
