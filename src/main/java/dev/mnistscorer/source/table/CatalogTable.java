package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * A table or a view of a catalog.
 *
 * @param name as in SQL
 */
public record CatalogTable(String name) implements TableReader {
    @Override
    public List<InputFile> list(SparkSession session, Configuration configuration) {
        Dataset<Row> table = read(session, List.of(), OptionalInt.empty());
        if (table.inputFiles().length > 0) {
            return TableFiles.of(table, name, configuration);
        }
        List<InputFile> files = icebergFiles(session, configuration);
        if (!files.isEmpty()) {
            return files;
        }
        // A table without files has no identity that is known: it counts as another one each time.
        return List.of(new InputFile(name, 0, System.currentTimeMillis(), Optional.empty()));
    }

    private List<InputFile> icebergFiles(SparkSession session, Configuration configuration) {
        Dataset<Row> files;
        try {
            files = session.table(name + ".files");
        } catch (Exception e) {
            // Other tables have no table of their files.
            return List.of();
        }
        return TableFiles.ofIceberg(files, name, configuration);
    }

    @Override
    public boolean readsSingleFiles() {
        return false;
    }

    @Override
    public Dataset<Row> read(SparkSession session, List<InputFile> files, OptionalInt pixels) {
        try {
            return session.table(name);
        } catch (Exception e) {
            // Spark's own refusals are checked exceptions that are not declared.
            throw BadInputException.cannot("read", name, e);
        }
    }

    @Override
    public Column origin(Dataset<Row> table) {
        return functions.lit(name);
    }

    @Override
    public Column index(Dataset<Row> table) {
        return functions.lit(null).cast(DataTypes.LongType);
    }

    @Override
    public Optional<Column> malformed(Dataset<Row> table) {
        return Optional.empty();
    }

    @Override
    public OptionalLong count(Dataset<Row> table, List<InputFile> files) {
        return OptionalLong.empty();
    }
}
