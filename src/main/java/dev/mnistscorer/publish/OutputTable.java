package dev.mnistscorer.publish;

import java.util.Optional;

/**
 * A table of a catalog as the destination of predictions.
 *
 * @param name name of the table, as in SQL
 * @param create format in which it is made if there is none, {@link #DEFAULT_FORMAT} for that of the catalog; empty: it is
 *     not made
 */
public record OutputTable(String name, Optional<String> create) {
    /** The format in which a catalog makes tables if none is named. */
    public static final String DEFAULT_FORMAT = "default";
}
