package dev.mnistscorer.source.table;

import java.util.List;
import java.util.Optional;

/**
 * Statements of the user about a table of images.
 *
 * @param imageColumn column of images; empty: found by type and name
 * @param labelColumn column of labels; empty: found by name
 * @param kept names of the other columns that are kept beside the scores; empty: all
 */
public record TableOptions(Optional<String> imageColumn, Optional<String> labelColumn, Optional<List<String>> kept) {
    /** Nothing is stated. */
    public static final TableOptions NONE = new TableOptions(Optional.empty(), Optional.empty(), Optional.empty());
}
