package dev.mnistscorer.run;

import dev.mnistscorer.input.ImageInput;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.table.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Summary of a run's images for its first lines: the files, and what is known of the labels.
 *
 * @param files the files to read
 * @param images the table of their images
 */
record InputSummary(ImageInput input, List<InputFile> files, Dataset<Row> images) {
    /** Number of files that are listed by name. */
    private static final int LISTED = 4;

    List<String> lines(SparkSession session) {
        List<String> lines = new ArrayList<>();
        if (files.size() > 1) {
            lines.add(listed(session));
        }
        ImageSize size = ImageSize.of(images.schema());
        List<String> remarks = new ArrayList<>();
        long labelled = size.labelled().orElse(0);
        if (labelled > 0 && labelled < size.count().orElse(0)) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d images have one; the metrics are over these",
                    labelled,
                    size.count().getAsLong()));
        }
        input.labelsNote(files).ifPresent(remarks::add);
        if (!remarks.isEmpty()) {
            lines.add("Labels: " + String.join("; ", remarks));
        }
        return lines;
    }

    private String listed(SparkSession session) {
        List<String> names = new ArrayList<>();
        for (InputFile file : files.subList(0, Math.min(LISTED, files.size()))) {
            OptionalLong count = input.count(session, file);
            names.add(
                    shortName(file) + (count.isPresent() ? String.format(Locale.ROOT, " %,d", count.getAsLong()) : ""));
        }
        int others = files.size() - names.size();
        String more = others == 0 ? "" : String.format(Locale.ROOT, " and %,d more", others);
        return String.format(Locale.ROOT, "%,d files: %s%s", files.size(), String.join(", ", names), more);
    }

    /** Name of the set by MNIST's naming, else of the file; with its directory if files of several are read. */
    private String shortName(InputFile file) {
        String stem = file.name().replaceAll("[-.]?images[-.]idx3-ubyte(\\.gz)?$", "");
        String name = stem.isEmpty() ? file.name() : stem;
        String directory = directory(file);
        return files.stream().allMatch(other -> directory(other).equals(directory))
                ? name
                : directory.substring(directory.lastIndexOf('/') + 1) + "/" + name;
    }

    private static String directory(InputFile file) {
        return file.path().substring(0, Math.max(0, file.path().lastIndexOf('/')));
    }
}
