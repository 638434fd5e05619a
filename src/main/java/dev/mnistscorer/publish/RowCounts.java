package dev.mnistscorer.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.table.InvalidRowPolicy;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Row accounting of a run.
 *
 * @param read rows of the input, as its files declare them if they do
 * @param scored rows with a prediction
 * @param dropped invalid rows that were left out
 * @param quarantined invalid rows that were left out and written by themselves
 */
public record RowCounts(long read, long scored, long dropped, long quarantined) {

    /**
     * Counts of a run, checked against each other.
     *
     * @param declared rows that the input declares; empty if it does not
     * @throws IllegalStateException if rows were lost or duplicated
     */
    public static RowCounts of(OptionalLong declared, long scored, long invalid, InvalidRowPolicy policy) {
        boolean quarantine = policy == InvalidRowPolicy.QUARANTINE;
        long read = declared.orElse(scored + invalid);
        RowCounts counts = new RowCounts(read, scored, quarantine ? 0 : invalid, quarantine ? invalid : 0);
        if (read != scored + invalid) {
            throw new IllegalStateException("the input holds " + read + " rows, but " + counts
                    + ": rows were lost or duplicated; nothing is published");
        }
        return counts;
    }

    /** Number of rows that were left out. */
    private long invalid() {
        return dropped + quarantined;
    }

    /**
     * Checks the number of invalid rows against a limit.
     *
     * @throws BadInputException if it is above
     */
    public void requireWithin(InvalidRowLimit limit, String input) {
        if (limit.exceeded(invalid(), read)) {
            throw BadInputException.in(
                    input,
                    "invalid rows must be at most %s (--max-bad-rows) but were %,d of %,d; nothing is published",
                    limit,
                    invalid(),
                    read);
        }
    }

    /** Writes the counts by their names. */
    public void toJson(ObjectNode node) {
        node.put("read", read).put("scored", scored).put("dropped", dropped).put("quarantined", quarantined);
    }

    static RowCounts fromJson(JsonNode node) {
        return new RowCounts(
                node.path("read").asLong(),
                node.path("scored").asLong(),
                node.path("dropped").asLong(),
                node.path("quarantined").asLong());
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
