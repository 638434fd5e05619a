package dev.mnistscorer.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of the labelled images by the values of one column. Of many values the first {@value #MOST} in their order are kept.
 * Merging is exact: such a value is among the first of every part of the data, so it is never left out of one.
 */
final class SliceTally implements Serializable {
    private static final long serialVersionUID = 1L;

    static final int MOST = 1_000;

    private final String column;
    private final TreeMap<String, Counts> slices = new TreeMap<>();
    private boolean complete = true;

    private transient String lastValue;
    private transient Counts lastCounts;

    /** Mutable counts of one value. */
    private static final class Counts implements Serializable {
        private static final long serialVersionUID = 1L;

        private long count;
        private long correct;
    }

    SliceTally(String column) {
        this.column = column;
    }

    void add(String value, boolean correct) {
        Counts counts = counts(value);
        counts.count++;
        if (correct) {
            counts.correct++;
        }
    }

    /** Rows with the same value follow one another, as the rows of a file do: no look-up for these. */
    private Counts counts(String value) {
        if (!value.equals(lastValue)) {
            lastCounts = slices.computeIfAbsent(value, absent -> new Counts());
            lastValue = value;
            requireFew();
        }
        return lastCounts;
    }

    private void requireFew() {
        if (slices.size() > MOST) {
            slices.pollLastEntry();
            complete = false;
        }
    }

    void merge(SliceTally other) {
        other.slices.forEach((value, counts) -> {
            Counts sum = slices.computeIfAbsent(value, absent -> new Counts());
            sum.count += counts.count;
            sum.correct += counts.correct;
            requireFew();
        });
        complete &= other.complete;
    }

    Slices slices() {
        List<Slices.Slice> all = new ArrayList<>();
        for (Map.Entry<String, Counts> slice : slices.entrySet()) {
            all.add(new Slices.Slice(slice.getKey(), slice.getValue().count, slice.getValue().correct));
        }
        all.sort(Slices.WORST_FIRST);
        return new Slices(column, all, complete);
    }
}
