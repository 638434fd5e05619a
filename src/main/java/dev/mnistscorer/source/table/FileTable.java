package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.image.CsvLine;
import dev.mnistscorer.image.JsonLine;
import dev.mnistscorer.image.MalformedLine;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.InputFormat;
import dev.mnistscorer.source.parquet.ParquetFiles;
import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.spark.InternalRows;
import dev.mnistscorer.table.Columns;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * A table in files of a format that Spark reads.
 *
 * @param uri a file, a directory or a glob
 * @param format format of the files
 */
public record FileTable(String uri, InputFormat format) implements TableReader {
    /** Lines that tell the columns of a file of text. */
    private static final int FIRST_LINES = 200;

    /** Formats of text, of which some lines may be malformed. */
    private static final Set<InputFormat> TEXT = Set.of(InputFormat.CSV, InputFormat.JSON, InputFormat.LIBSVM);

    /** A file that cannot be read must not become fewer rows, whatever the session is set to. */
    private static final Map<String, String> STRICT =
            Map.of("ignoreCorruptFiles", "false", "ignoreMissingFiles", "false");

    @Override
    public String name() {
        return uri;
    }

    @Override
    public List<InputFile> list(SparkSession session, Configuration configuration) {
        DataFrameReader reader = session.read().options(STRICT);
        try {
            if (format == InputFormat.ICEBERG) {
                return TableFiles.ofIceberg(
                        reader.format(format.id()).load(new IcebergPlace(uri).in(session) + "#files"),
                        uri,
                        configuration);
            }
            // The reader of text finds the same files without a look at their content.
            return TableFiles.of(
                    readsSingleFiles()
                            ? reader.text(uri)
                            : reader.format(format.id()).load(uri),
                    uri,
                    configuration);
        } catch (BadInputException e) {
            throw e;
        } catch (Exception e) {
            throw refused(e);
        }
    }

    /**
     * The error of a refusal by Spark: these are of many classes, some of them checked ones that are not declared, and what
     * is wrong with a file is in the innermost cause.
     */
    private BadInputException refused(Exception e) {
        Throwable root = BadInputException.root(e);
        return root instanceof ClassNotFoundException
                ? new BadInputException(
                        "Cannot read " + uri + ": Spark's reader of format " + format.id()
                                + " is not on the class path; add its package with --packages before the --",
                        e)
                : BadInputException.cannot("read", uri, root);
    }

    /** The files of a table format hold rows that are deleted too: only its own reader knows which. */
    @Override
    public boolean readsSingleFiles() {
        return format != InputFormat.DELTA && format != InputFormat.ICEBERG;
    }

    @Override
    public Dataset<Row> read(SparkSession session, List<InputFile> files, OptionalInt pixels) {
        if (!readsSingleFiles()) {
            String place = format == InputFormat.ICEBERG ? new IcebergPlace(uri).in(session) : uri;
            return load(session, pixels, Map.of(), place);
        }
        String[] paths = files.stream().map(InputFile::path).toArray(String[]::new);
        // The paths are those of files: a bracket in one is no glob.
        return load(session, pixels, Map.of("__globPaths__", "false"), paths);
    }

    private Dataset<Row> load(SparkSession session, OptionalInt pixels, Map<String, String> options, String... paths) {
        DataFrameReader reader = session.read()
                .format(format.id())
                .options(STRICT)
                .options(options)
                .option("columnNameOfCorruptRecord", Columns.MALFORMED);
        try {
            return switch (format) {
                case CSV -> csv(session, reader, options, paths);
                case JSON ->
                    explained(
                            reader.option("multiLine", startsWith(session, options, paths, "["))
                                    .load(paths),
                            new JsonLine());
                case LIBSVM -> LibsvmTable.of(text(session, options, paths), pixels);
                case PARQUET -> ParquetFiles.load(session, reader, paths);
                default -> reader.load(paths);
            };
        } catch (BadInputException e) {
            throw e;
        } catch (Exception e) {
            throw refused(e);
        }
    }

    private Dataset<Row> csv(
            SparkSession session, DataFrameReader reader, Map<String, String> options, String... paths) {
        List<String> lines = firstLines(session, options, paths);
        if (lines.isEmpty()) {
            throw new BadInputException("Cannot read " + uri + ": it has no lines");
        }
        CsvDialect dialect = CsvDialect.of(lines.get(0), uri);
        if (dialect.header() && lines.size() == 1) {
            throw new BadInputException("Cannot read " + uri + ": it has a header but no other line");
        }
        StructType inferred = session.read()
                .options(dialect.options())
                .option("inferSchema", "true")
                .csv(session.createDataset(lines, Encoders.STRING()))
                .schema();
        StructType columns = CsvColumns.of(dialect, inferred, lines, uri);
        boolean numbers = Arrays.stream(columns.fields()).allMatch(column -> column.dataType() instanceof NumericType);
        return explained(
                // A line is malformed whichever of its values are used.
                reader.options(dialect.options())
                        .option("columnPruning", "false")
                        .schema(columns.add(Columns.MALFORMED, DataTypes.StringType))
                        .load(paths),
                new CsvLine(dialect.separator().charAt(0), columns.length(), numbers));
    }

    /** The same table, with what a line must be in the metadata of the column of malformed ones. */
    private static Dataset<Row> explained(Dataset<Row> table, MalformedLine line) {
        return List.of(table.columns()).contains(Columns.MALFORMED)
                ? table.withMetadata(Columns.MALFORMED, line.metadata())
                : table;
    }

    private List<String> firstLines(SparkSession session, Map<String, String> options, String... paths) {
        return text(session, options, paths).as(Encoders.STRING()).takeAsList(FIRST_LINES);
    }

    private static Dataset<Row> text(SparkSession session, Map<String, String> options, String... paths) {
        return session.read().options(STRICT).options(options).text(paths);
    }

    private boolean startsWith(SparkSession session, Map<String, String> options, String[] paths, String start) {
        return firstLines(session, options, paths).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .filter(line -> line.startsWith(start))
                .isPresent();
    }

    @Override
    public Column origin(Dataset<Row> table) {
        return readsSingleFiles() ? functions.col("_metadata.file_path") : functions.lit(uri);
    }

    @Override
    public Column index(Dataset<Row> table) {
        return format == InputFormat.PARQUET
                ? functions.col("_metadata.row_index")
                : functions.lit(null).cast(DataTypes.LongType);
    }

    @Override
    public Optional<Column> malformed(Dataset<Row> table) {
        boolean lines = TEXT.contains(format) && List.of(table.columns()).contains(Columns.MALFORMED);
        return lines ? Optional.of(functions.col(Columns.MALFORMED)) : Optional.empty();
    }

    @Override
    public OptionalLong count(Dataset<Row> table, List<InputFile> files) {
        return switch (format) {
            case PARQUET -> OptionalLong.of(ParquetFiles.rows(table.sparkSession(), files));
            case ORC -> OptionalLong.of(InternalRows.count(table));
            default -> OptionalLong.empty();
        };
    }

    @Override
    public Optional<byte[]> first(Dataset<Row> table, List<InputFile> files, List<String> column) {
        return format == InputFormat.PARQUET && !column.isEmpty()
                ? ParquetFiles.first(files.get(0), column, HadoopConf.of(table.sparkSession()))
                : Optional.empty();
    }
}
