package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns that go to the predictions beside those that all predictions have. */
public final class KeptColumns {
    private KeptColumns() {}

    /**
     * Chooses columns.
     *
     * @param kept names that are asked for; empty: all
     * @param columns names that there are
     * @param name name of the images, for messages
     * @throws BadInputException if there is no column of a name
     */
    public static List<String> of(Optional<List<String>> kept, List<String> columns, String name) {
        return kept.map(names -> chosen(names, columns, name)).orElse(columns);
    }

    private static List<String> chosen(List<String> names, List<String> columns, String table) {
        List<String> chosen = new ArrayList<>();
        for (String name : names) {
            Optional<String> found =
                    columns.stream().filter(name::equalsIgnoreCase).findFirst();
            chosen.add(found.orElseThrow(() -> BadInputException.in(
                    table,
                    "--keep must name columns of the table but named %s; it has %s",
                    name,
                    columns.isEmpty() ? "none to keep" : ColumnChoice.listed(columns))));
        }
        return chosen;
    }
}
