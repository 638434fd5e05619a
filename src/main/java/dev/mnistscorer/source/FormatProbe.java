package dev.mnistscorer.source;

import dev.mnistscorer.file.FileKind;
import dev.mnistscorer.file.FileSystems;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Tells the format of images behind a URI by looking at the first files that it names. */
public final class FormatProbe {
    /** Files to look into before the content of a directory counts as unknown. */
    private static final int MOST_FILES = 20;

    private static final String DELTA_LOG = "_delta_log";
    private static final String ICEBERG_METADATA = "metadata";

    private final Predicate<String> arrayNames;
    private int left = MOST_FILES;

    private FormatProbe(Predicate<String> arrayNames) {
        this.arrayNames = arrayNames;
    }

    /**
     * Returns the format of a file, a directory or a glob.
     *
     * @param arrayNames tells names of array files, which decide for a directory whatever else is in it
     * @return empty if there is nothing, or nothing that is recognised
     */
    public static Optional<InputFormat> of(String uri, Predicate<String> arrayNames, Configuration configuration) {
        try {
            Path path = new Path(uri);
            FileSystem fileSystem = FileSystems.of(path, configuration);
            return new FormatProbe(arrayNames).first(fileSystem, FileSystems.matches(path, fileSystem));
        } catch (IOException | IllegalArgumentException e) {
            // Whoever reads it says what is wrong.
            return Optional.empty();
        }
    }

    private Optional<InputFormat> first(FileSystem fileSystem, FileStatus... entries) throws IOException {
        Deque<FileStatus> open = new ArrayDeque<>(Arrays.asList(entries));
        while (!open.isEmpty() && left > 0) {
            FileStatus entry = open.removeFirst();
            Optional<InputFormat> format =
                    entry.isDirectory() ? ofDirectory(fileSystem, entry, open) : ofFile(fileSystem, entry);
            if (format.isPresent()) {
                return format;
            }
        }
        return Optional.empty();
    }

    /** Looks at the names in a directory; its visible entries are looked at next, files first. */
    private Optional<InputFormat> ofDirectory(FileSystem fileSystem, FileStatus directory, Deque<FileStatus> open)
            throws IOException {
        FileStatus[] entries = fileSystem.listStatus(directory.getPath());
        Arrays.sort(entries);
        for (FileStatus entry : entries) {
            String name = entry.getPath().getName();
            if (name.equals(DELTA_LOG) && entry.isDirectory()) {
                return Optional.of(InputFormat.DELTA);
            }
            if (name.equals(ICEBERG_METADATA) && entry.isDirectory() && isIceberg(fileSystem, entry)) {
                return Optional.of(InputFormat.ICEBERG);
            }
            if (entry.isFile() && arrayNames.test(name)) {
                return Optional.of(InputFormat.IDX);
            }
        }
        for (boolean files : new boolean[] {false, true}) {
            for (int i = entries.length - 1; i >= 0; i--) {
                boolean hidden = entries[i].getPath().getName().matches("[._].*");
                if (!hidden && entries[i].isFile() == files) {
                    open.addFirst(entries[i]);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isIceberg(FileSystem fileSystem, FileStatus metadata) throws IOException {
        return Arrays.stream(fileSystem.listStatus(metadata.getPath()))
                .anyMatch(file -> file.getPath().getName().endsWith(".metadata.json"));
    }

    private Optional<InputFormat> ofFile(FileSystem fileSystem, FileStatus file) throws IOException {
        left--;
        String name = file.getPath().getName();
        try (InputStream in = fileSystem.open(file.getPath())) {
            byte[] head = in.readNBytes(FileKind.HEAD);
            if (!GzipStream.isGzip(head)) {
                return InputFormat.of(FileKind.of(head), name);
            }
        }
        // Spark's readers unpack what is named as a gzip file.
        return InputFormat.of(FileKind.of(unpacked(fileSystem, file)), name)
                .filter(format -> format.family() != InputFormat.Family.TABLE || name.endsWith(".gz"));
    }

    private static byte[] unpacked(FileSystem fileSystem, FileStatus file) throws IOException {
        try (InputStream in = new GzipStream(fileSystem.open(file.getPath()))) {
            return in.readNBytes(FileKind.HEAD);
        }
    }
}
