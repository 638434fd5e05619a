package dev.mnistscorer.source.parquet;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.Partitions;
import dev.mnistscorer.spark.DamagedFile;
import dev.mnistscorer.spark.HadoopConf;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Columns, number of rows and first image of Parquet files, from their footers and a single page: Spark's reader of rows begins
 * with a row group, usually 128 MB.
 */
public final class ParquetFiles {
    static final String VECTORED = "parquet.hadoop.vectored.io.enabled";

    private ParquetFiles() {}

    /**
     * Reads files as a table. Its columns are those of the first file, unless the session is set to merge those of all.
     *
     * @param reader with options for the read
     * @throws IOException if the footer of the first file cannot be read
     */
    public static Dataset<Row> load(SparkSession session, DataFrameReader reader, String... paths) throws IOException {
        DataFrameReader paged = reader.format(PagedParquet.class.getName()).options(options(paths));
        // By default, Spark runs a job to read the one footer.
        return session.sessionState().conf().isParquetSchemaMergingEnabled()
                ? paged.load(paths)
                : paged.schema(columns(session, new Path(paths[0]))).load(paths);
    }

    /**
     * Options for Spark's reader. Vectored reads fetch several ranges of an object store at once; of local files they are no
     * faster, and each of their threads keeps the memory for a row group outside the heap.
     */
    static Map<String, String> options(String... paths) {
        return Arrays.stream(paths).allMatch(ParquetFiles::isLocal) ? Map.of(VECTORED, "false") : Map.of();
    }

    private static StructType columns(SparkSession session, Path path) throws IOException {
        try (ParquetFileReader file = open(path, HadoopConf.of(session), options -> options)) {
            return ParquetFileFormat.readSchemaFromFooter(
                    new Footer(path, file.getFooter()),
                    new ParquetToSparkSchemaConverter(session.sessionState().conf()));
        }
    }

    /** Tells whether a file is on the disk of the machine that reads it. */
    static boolean isLocal(String path) {
        return path.startsWith("file:");
    }

    /**
     * Returns the number of rows that the footers of files declare.
     *
     * @throws BadInputException if a footer is damaged
     */
    public static long rows(SparkSession session, List<InputFile> files) {
        Broadcast<SerializableConfiguration> configuration = HadoopConf.shared(session, HadoopConf.of(session));
        List<String> paths = files.stream().map(InputFile::path).toList();
        int tasks = Partitions.bounded(session.sparkContext().defaultParallelism(), paths.size());
        return JavaSparkContext.fromSparkContext(session.sparkContext())
                .parallelize(paths, tasks)
                .map(path -> rows(path, configuration.value().value()))
                .reduce(Long::sum);
    }

    private static long rows(String file, Configuration configuration) throws Exception {
        try (ParquetFileReader reader = open(new Path(file), configuration, options -> options)) {
            return reader.getRecordCount();
        } catch (Exception e) {
            throw DamagedFile.translated(file, e);
        }
    }

    /** Opens a file, whose footer is read, with more options than those of the configuration. */
    static ParquetFileReader open(
            Path path, Configuration configuration, UnaryOperator<ParquetReadOptions.Builder> more) throws IOException {
        // Parquet's default options would read the files of Hadoop's configuration, once for each file of data.
        return ParquetFileReader.open(
                HadoopInputFile.fromPath(path, configuration),
                more.apply(HadoopReadOptions.builder(configuration, path)).build());
    }

    /**
     * Returns the value of a binary column in the first row of a file, of which one page is read.
     *
     * @param column name of the column, or of a struct and its field
     * @return empty if it is null, if the file has no index of its pages, or if it cannot be read in this way
     */
    public static Optional<byte[]> first(InputFile file, List<String> column, Configuration configuration) {
        try (ParquetFileReader reader = open(new Path(file.path()), configuration, options -> options)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            String[] path = column.toArray(String[]::new);
            if (!schema.containsPath(path)
                    || !isBinary(schema, path)
                    || reader.getRowGroups().isEmpty()
                    || !hasIndex(reader.getRowGroups().get(0), path)) {
                return Optional.empty();
            }
            MessageType requested = new MessageType(schema.getName(), only(schema, column));
            reader.setRequestedSchema(requested);
            Group row = new ColumnIOFactory()
                    .getColumnIO(requested)
                    .getRecordReader(
                            reader.readFilteredRowGroup(0, RowRanges.createSingle(1)),
                            new GroupRecordConverter(requested))
                    .read();
            return value(row, column).map(Binary::getBytes);
        } catch (IOException | RuntimeException e) {
            // The reader of the rows reports what is wrong with the file.
            return Optional.empty();
        }
    }

    private static boolean isBinary(MessageType schema, String[] path) {
        return schema.getMaxRepetitionLevel(path) == 0
                && schema.getType(path).asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    }

    /** Tells whether a row group has an index that leads to each page of a column. */
    static boolean hasIndex(BlockMetaData rowGroup, String... path) {
        return chunk(rowGroup, path)
                .filter(chunk -> chunk.getOffsetIndexReference() != null)
                .isPresent();
    }

    /** The part of a column in a row group; empty if the group has none. */
    static Optional<ColumnChunkMetaData> chunk(BlockMetaData rowGroup, String... path) {
        return rowGroup.getColumns().stream()
                .filter(chunk -> chunk.getPath().equals(ColumnPath.get(path)))
                .findFirst();
    }

    /** The type of a field with no others beside it. */
    private static Type only(GroupType group, List<String> column) {
        Type type = group.getType(column.get(0));
        return column.size() == 1
                ? type
                : type.asGroupType().withNewFields(only(type.asGroupType(), column.subList(1, column.size())));
    }

    private static Optional<Binary> value(Group group, List<String> column) {
        String name = column.get(0);
        if (group.getFieldRepetitionCount(name) == 0) {
            return Optional.empty();
        }
        return column.size() == 1
                ? Optional.of(group.getBinary(name, 0))
                : value(group.getGroup(name, 0), column.subList(1, column.size()));
    }
}
