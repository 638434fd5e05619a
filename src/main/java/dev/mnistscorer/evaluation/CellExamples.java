package dev.mnistscorer.evaluation;

import java.util.List;

/**
 * Images of one cell of the confusion matrix.
 *
 * @param label true class, or {@link ScoredImage#NO_LABEL}
 * @param prediction predicted class
 * @param images the first ones by file and position if they are predicted right or have no label, else those with the
 *     highest confidence; at least one
 */
public record CellExamples(int label, int prediction, List<Example> images) {}
