package dev.mnistscorer.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.error.BadInputException;
import java.util.Locale;

/**
 * Where each row went.
 *
 * @param read how many the input holds
 * @param scored how many have a prediction
 * @param dropped how many were left out
 * @param quarantined how many were left out and written by themselves
 */
record RowCounts(long read, long scored, long dropped, long quarantined) {

    /**
     * Counts of a run, held against each other.
     *
     * @param expected how many rows the input says it holds
     * @param skipped how many could not be scored
     * @throws IllegalStateException if rows were lost or came twice
     */
    static RowCounts of(long expected, long scored, long skipped, OnBadRow policy) {
        boolean quarantine = policy == OnBadRow.QUARANTINE;
        RowCounts counts = new RowCounts(expected, scored, quarantine ? 0 : skipped, quarantine ? skipped : 0);
        counts.requireComplete();
        return counts;
    }

    private void requireComplete() {
        if (read != scored + dropped + quarantined) {
            throw new IllegalStateException("the input holds " + read + " rows, but " + this
                    + ": some were lost or came twice, nothing is published; did the input change meanwhile?");
        }
    }

    /** Rows that were left out. */
    long bad() {
        return dropped + quarantined;
    }

    /**
     * Holds the rows that were left out against a limit.
     *
     * @throws BadInputException if they are more
     */
    void requireWithin(BadRowLimit limit, String input) {
        if (limit.exceeded(bad(), read)) {
            throw BadInputException.in(
                    input,
                    "bad rows must be at most %s (--max-bad-rows) but were %,d of %,d; nothing is published",
                    limit,
                    bad(),
                    read);
        }
    }

    /** Writes the counts by their names. */
    void describe(ObjectNode node) {
        node.put("read", read).put("scored", scored).put("dropped", dropped).put("quarantined", quarantined);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d read, %,d scored%s%s",
                read,
                scored,
                dropped == 0 ? "" : String.format(Locale.ROOT, ", %,d dropped", dropped),
                quarantined == 0 ? "" : String.format(Locale.ROOT, ", %,d quarantined", quarantined));
    }
}
