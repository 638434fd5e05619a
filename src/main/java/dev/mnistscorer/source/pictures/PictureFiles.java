package dev.mnistscorer.source.pictures;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileSystems;
import dev.mnistscorer.image.ImageProbe;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.image.Shape;
import dev.mnistscorer.source.FileVersion;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.source.Partitions;
import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.ImageSize;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Files of one picture each, as a table with a row for each. Pictures in directories whose names are numbers have these as
 * labels, as in {@code digits/7/img_001.png}. Where no directory is named so, and the name of each file is a label and an
 * index, as in {@code 7_001.png}, these are the labels.
 *
 * @param uri name of all of them, for messages
 * @param files the files
 * @param format format of images and labels
 */
public record PictureFiles(String uri, List<InputFile> files, RowFormat format) {
    private static final Pattern NAME = Pattern.compile("(?i)(?![._]).*\\.(png|jpe?g|gif|bmp)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern LABEL_AND_INDEX = Pattern.compile("(\\d{1,3})_\\d+\\.[A-Za-z]+");

    /** Work of opening a file, in bytes that could be read in that time. */
    private static final long OPENING = 1 << 14;

    /** Work of a task, in bytes, above which it takes long enough that its start does not count. */
    private static final long PART = 1L << 24;

    private static final StructType SCHEMA = new StructType()
            .add(Columns.ORIGIN, DataTypes.StringType, false)
            .add(Columns.INDEX, DataTypes.LongType, false)
            .add(Columns.LABEL, DataTypes.IntegerType, true)
            .add(Columns.IMAGE, DataTypes.BinaryType, false);

    /**
     * Lists the pictures of a file, a directory and all below it, or a glob, in the order of their paths.
     *
     * @throws BadInputException if there are none
     */
    public static List<InputFile> list(String uri, Configuration configuration) {
        List<InputFile> files = new ArrayList<>();
        try {
            Path path = new Path(uri);
            FileSystem fileSystem = FileSystems.of(path, configuration);
            for (FileStatus match : FileSystems.matches(path, fileSystem)) {
                if (match.isDirectory()) {
                    collect(match.getPath(), fileSystem, files);
                } else {
                    files.add(InputFile.of(match));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", uri, e);
        }
        if (files.isEmpty()) {
            throw new BadInputException("Cannot read " + uri + ": it has no file named *.png, *.jpg, *.gif or *.bmp");
        }
        files.sort(Comparator.comparing(InputFile::path));
        return List.copyOf(files);
    }

    private static void collect(Path directory, FileSystem fileSystem, List<InputFile> files) throws IOException {
        for (FileStatus entry : fileSystem.listStatus(directory)) {
            String name = entry.getPath().getName();
            if (entry.isDirectory() && !name.matches("[._].*")) {
                collect(entry.getPath(), fileSystem, files);
            } else if (entry.isFile() && NAME.matcher(name).matches()) {
                files.add(InputFile.of(entry));
            }
        }
    }

    /**
     * Reads the pictures, encoded as they are.
     *
     * @param partitions number of partitions; 0: by size and cores
     * @throws BadInputException if none of the first can be decoded
     */
    public Dataset<Row> read(SparkSession session, int partitions) {
        Broadcast<SerializableConfiguration> configuration = HadoopConf.shared(session, HadoopConf.of(session));
        int parts = partitions > 0 ? Partitions.bounded(partitions, files.size()) : parts(session);
        boolean named = isLabelledByName(files);
        List<FileVersion> versions = files.stream().map(FileVersion::of).toList();
        Dataset<Row> pictures = session.createDataFrame(
                JavaSparkContext.fromSparkContext(session.sparkContext())
                        .parallelize(versions, parts)
                        .map(file -> row(file, named, configuration.value().value())),
                SCHEMA);
        Shape shape = ImageProbe.shape(pictures, format, uri);
        long labelled =
                files.stream().filter(file -> label(file.path(), named) != null).count();
        return pictures.withMetadata(
                Columns.IMAGE, new ImageSize(shape.height(), shape.width(), files.size(), labelled).metadata());
    }

    private int parts(SparkSession session) {
        long work = files.stream().mapToLong(file -> file.length() + OPENING).sum();
        long cores = session.sparkContext().defaultParallelism();
        return Partitions.bounded((int) Math.min(Partitions.MOST, Math.max(cores, work / PART)), files.size());
    }

    /** Remark on the labels of files: that they are in the files' names, or where they would be looked for. */
    public static Optional<String> labelsNote(List<InputFile> files) {
        if (isLabelledByName(files)) {
            return Optional.of(
                    "taken from the names of the files, as of " + files.get(0).name());
        }
        return files.stream().anyMatch(file -> label(file.path(), false) != null)
                ? Optional.empty()
                : Optional.of(
                        "none, as no directory is named by a number, as in 7/img_001.png, and not all files are named"
                                + " by a label and an index, as 7_001.png");
    }

    private static boolean isLabelledByName(List<InputFile> files) {
        return files.stream().allMatch(file -> label(file.path(), false) == null && label(file.path(), true) != null);
    }

    private static Row row(FileVersion file, boolean named, Configuration configuration) throws IOException {
        try (InputStream in = file.open(configuration)) {
            return RowFactory.create(
                    file.path(), 0L, label(file.path(), named), in.readNBytes(Math.toIntExact(file.length())));
        }
    }

    /** The number that is the name of the file's directory, or the first in its own name; null if it is none. */
    private static Integer label(String path, boolean named) {
        Path file = new Path(path);
        if (named) {
            Matcher matcher = LABEL_AND_INDEX.matcher(file.getName());
            return matcher.matches() ? Integer.valueOf(matcher.group(1)) : null;
        }
        String name = file.getParent().getName();
        return NUMBER.matcher(name).matches() ? Integer.valueOf(name) : null;
    }
}
