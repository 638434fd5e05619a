package dev.mnistscorer.evaluation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The images that are kept for display. */
final class ExampleTally implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int WORST = 50;
    private static final int LEAST_CONFIDENT = 50;
    private static final int OF_A_CELL = 8;

    /** Bounds the examples of all cells together, which each partition sends to the driver. */
    private static final int OF_ALL_CELLS = 1_000;

    private final int classes;
    private final int ofAClass;
    private final int ofAMistake;
    private final TopExamples worst = new TopExamples(TopExamples.Order.MOST_CONFIDENT, WORST);
    private final TopExamples leastConfident = new TopExamples(TopExamples.Order.LEAST_CONFIDENT, LEAST_CONFIDENT);

    /**
     * {@code [1 + label, prediction]}, row-major, 0 for no label; null for a cell without images. Where there are too many
     * classes for examples of mistakes, {@code [0, prediction]} without and {@code [1, prediction]} with a label.
     */
    private final TopExamples[] cells;

    /** A tally for so many classes; from 32 on there are no examples of mistakes by cell. */
    ExampleTally(int classes) {
        this.classes = classes;
        ofAClass = Math.max(1, Math.min(OF_A_CELL, OF_ALL_CELLS / classes));
        ofAMistake = (int) Math.min(OF_A_CELL, OF_ALL_CELLS / ((long) classes * classes));
        cells = new TopExamples[(ofAMistake > 0 ? classes + 1 : 2) * classes];
    }

    void add(ScoredImage image, float confidence) {
        int label = image.label();
        int prediction = image.prediction();
        if (label == ScoredImage.NO_LABEL) {
            leastConfident.offer(image, confidence);
            cell(prediction, TopExamples.Order.PLACE, ofAClass).offer(image, confidence);
        } else if (label == prediction) {
            int row = ofAMistake > 0 ? 1 + label : 1;
            cell(row * classes + prediction, TopExamples.Order.PLACE, ofAClass).offer(image, confidence);
        } else {
            worst.offer(image, confidence);
            if (ofAMistake > 0) {
                cell((1 + label) * classes + prediction, TopExamples.Order.MOST_CONFIDENT, ofAMistake)
                        .offer(image, confidence);
            }
        }
    }

    private TopExamples cell(int at, TopExamples.Order order, int size) {
        if (cells[at] == null) {
            cells[at] = new TopExamples(order, size);
        }
        return cells[at];
    }

    void merge(ExampleTally other) {
        worst.merge(other.worst);
        leastConfident.merge(other.leastConfident);
        for (int at = 0; at < cells.length; at++) {
            if (other.cells[at] != null) {
                if (cells[at] == null) {
                    cells[at] = other.cells[at].empty();
                }
                cells[at].merge(other.cells[at]);
            }
        }
    }

    /** The wrong predictions with the highest confidence. */
    List<Example> worst() {
        return worst.examples();
    }

    /** Of images without a label, the predictions with the lowest confidence. */
    List<Example> leastConfident() {
        return leastConfident.examples();
    }

    /** Images of each cell that has some, by true class and predicted class. */
    List<CellExamples> byCell() {
        return Arrays.stream(cells)
                .filter(Objects::nonNull)
                .map(TopExamples::examples)
                .map(images ->
                        new CellExamples(images.get(0).label(), images.get(0).prediction(), images))
                .toList();
    }
}
