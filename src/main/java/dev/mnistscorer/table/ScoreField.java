package dev.mnistscorer.table;

import java.io.Serializable;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/**
 * A score column of one of the networks of a run.
 *
 * @param role network that computes it
 * @param column the column
 */
public record ScoreField(NetworkRole role, ScoreColumn column) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Name of the column in a table of scored images. */
    public String name() {
        return role.column(column.column());
    }

    /** Fields of a network for a set of columns, in the order of {@link ScoreColumn}. */
    public static List<ScoreField> of(NetworkRole role, Collection<ScoreColumn> columns) {
        return columns.stream()
                .sorted()
                .distinct()
                .map(column -> new ScoreField(role, column))
                .toList();
    }

    /** All fields of all networks. */
    public static List<ScoreField> all() {
        return Stream.of(NetworkRole.values())
                .flatMap(role -> of(role, List.of(ScoreColumn.values())).stream())
                .toList();
    }

    /** Fields of two lists, each once: those of the first list, then the others. */
    public static List<ScoreField> union(List<ScoreField> first, List<ScoreField> more) {
        Set<ScoreField> all = new LinkedHashSet<>(first);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** Columns of one network among some fields. */
    public static Set<ScoreColumn> columns(List<ScoreField> fields, NetworkRole role) {
        Set<ScoreColumn> columns = EnumSet.noneOf(ScoreColumn.class);
        fields.stream().filter(field -> field.role == role).forEach(field -> columns.add(field.column));
        return columns;
    }

    /** A table with these columns at its end, in order. */
    public static StructType add(StructType table, List<ScoreField> fields) {
        StructType result = table;
        for (ScoreField each : fields) {
            result = result.add(each.name(), each.column.type(), false);
        }
        return result;
    }
}
