package dev.mnistscorer.spark;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * The name of a table in one of Spark's catalogs. All formats are reached by Spark's interfaces; their classes come with jars
 * of their own.
 */
public final class TargetTable {
    private static final String UNKNOWN_FORMAT = "unknown";

    private final TableCatalog catalog;
    private final Identifier identifier;
    private final String name;

    private TargetTable(TableCatalog catalog, Identifier identifier, String name) {
        this.catalog = catalog;
        this.identifier = identifier;
        this.name = name;
    }

    /**
     * Finds the catalog of a table.
     *
     * @param name as in SQL, with or without the catalog, of which there is a default one
     * @throws BadInputException if it is no name, or its catalog cannot be reached
     */
    public static TargetTable of(SparkSession session, String name) {
        try {
            CatalogManager catalogs = session.sessionState().catalogManager();
            List<String> parts = parts(session, name);
            boolean named = parts.size() > 1 && catalogs.isCatalogRegistered(parts.get(0));
            if (!((named ? catalogs.catalog(parts.get(0)) : catalogs.currentCatalog())
                    instanceof TableCatalog catalog)) {
                throw new BadInputException("Cannot write to " + name + ": its catalog has no tables");
            }
            String[] namespace = parts.size() == 1
                    ? catalogs.currentNamespace()
                    : parts.subList(named ? 1 : 0, parts.size() - 1).toArray(new String[0]);
            String quoted = parts.stream().map(Columns::quoted).collect(Collectors.joining("."));
            return new TargetTable(catalog, Identifier.of(namespace, parts.get(parts.size() - 1)), quoted);
        } catch (BadInputException e) {
            throw e;
        } catch (Exception e) {
            // Spark's own refusals are checked exceptions that are not declared.
            throw BadInputException.cannot("write to", name, e);
        }
    }

    private static List<String> parts(SparkSession session, String name) throws ParseException {
        var parsed = session.sessionState().sqlParser().parseMultipartIdentifier(name);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < parsed.length(); i++) {
            parts.add(parsed.apply(i));
        }
        return parts;
    }

    /** The name with all its parts quoted, for SQL. */
    public String quoted() {
        return name;
    }

    /**
     * A table of a catalog, as far as a writer must know it.
     *
     * @param columns its columns
     * @param partitions the expressions that it is partitioned by; names of columns where it is by their values
     * @param format name of its format
     * @param replacesRows tells whether the rows for which a condition holds can be replaced by others in one commit
     */
    public record Description(StructType columns, List<String> partitions, String format, boolean replacesRows) {}

    /** Looks the table up; empty if there is none of that name. */
    public Optional<Description> describe() {
        try {
            if (!catalog.tableExists(identifier)) {
                return Optional.empty();
            }
            Table table = catalog.loadTable(identifier);
            StructType columns = new StructType();
            for (Column column : table.columns()) {
                columns = columns.add(column.name(), column.dataType(), column.nullable());
            }
            List<String> partitions = Arrays.stream(table.partitioning())
                    .map(part -> part.name().equals("identity") ? part.arguments()[0].describe() : part.describe())
                    .map(part -> part.replace("`", ""))
                    .toList();
            return Optional.of(new Description(
                    columns,
                    partitions,
                    table.properties().getOrDefault(TableCatalog.PROP_PROVIDER, UNKNOWN_FORMAT),
                    table.capabilities().contains(TableCapability.OVERWRITE_BY_FILTER)));
        } catch (Exception e) {
            // Catalogs throw Spark's checked exceptions too, which are not declared.
            throw BadInputException.cannot("write to", name.replace("`", ""), e);
        }
    }

    /** Tells whether a column of a type takes the values of another one, unchanged. Spark makes a text of anything. */
    public static boolean fits(DataType from, DataType to) {
        return Cast.canUpCast(from, to) && (from instanceof StringType || !(to instanceof StringType));
    }
}
