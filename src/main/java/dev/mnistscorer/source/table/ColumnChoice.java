package dev.mnistscorer.source.table;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.image.ImageColumn;
import dev.mnistscorer.table.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table that hold image and label: those that the user names, else the ones that type and name tell.
 *
 * @param image expression of the image: bytes, an array or a vector
 * @param bytes name of the binary column of the image, or of a struct and its field; empty if the image is no bytes
 * @param label name of the column of labels; empty if there is none
 * @param used columns that image and label are made of
 */
record ColumnChoice(Column image, List<String> bytes, Optional<String> label, Set<String> used) {
    private static final Set<String> IMAGE_NAMES =
            Set.of(Columns.IMAGE, "images", "img", "pixels", "features", "content", "data", "bytes", "x");
    private static final Set<String> LABEL_NAMES =
            Set.of(Columns.LABEL, "labels", "target", "class", "y", "digit", "category");

    /** What holds an image: a column, or one column for each pixel. */
    private record Candidate(String name, Column image, List<String> bytes, Set<String> columns) {}

    /**
     * Chooses the columns.
     *
     * @param table for messages
     * @throws BadInputException if there are none or more than one that could be meant
     */
    static ColumnChoice of(StructType schema, TableOptions options, String table) {
        Optional<String> label = label(schema, options, table);
        List<Candidate> candidates = candidates(schema, label);
        Candidate image = options.imageColumn()
                .map(name -> named(schema, name, table))
                .or(() -> single(candidates))
                .orElseThrow(() -> undecided(schema, candidates, table));
        Set<String> used = label.map(name -> union(image.columns(), name)).orElse(image.columns());
        return new ColumnChoice(image.image(), image.bytes(), label, used);
    }

    private static Set<String> union(Set<String> names, String name) {
        Set<String> all = new HashSet<>(names);
        all.add(name);
        return all;
    }

    private static Optional<String> label(StructType schema, TableOptions options, String table) {
        if (options.labelColumn().isPresent()) {
            String name = options.labelColumn().get();
            StructField field = field(schema, name, "--label-column", table);
            if (!holdsLabels(field)) {
                throw BadInputException.in(
                        table,
                        "column %s must hold numbers to be labels but is %s",
                        name,
                        field.dataType().simpleString());
            }
            return Optional.of(field.name());
        }
        List<String> found = Arrays.stream(schema.fields())
                .filter(ColumnChoice::holdsLabels)
                .map(StructField::name)
                .filter(name -> LABEL_NAMES.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
        if (found.size() > 1) {
            throw BadInputException.in(
                    table, "labels can be in each of the columns %s; --label-column=NAME says in which", listed(found));
        }
        return found.stream().findFirst();
    }

    private static boolean holdsLabels(StructField field) {
        return field.dataType() instanceof NumericType || field.dataType() instanceof StringType;
    }

    private static List<Candidate> candidates(StructType schema, Optional<String> label) {
        List<Candidate> candidates = new ArrayList<>();
        for (StructField field : schema.fields()) {
            candidate(field).ifPresent(candidates::add);
        }
        for (PixelColumns pixels : PixelColumns.in(schema, label)) {
            candidates.add(new Candidate(pixels.toString(), pixels.image(), List.of(), Set.copyOf(pixels.names())));
        }
        return candidates;
    }

    private static Optional<Candidate> candidate(StructField field) {
        return ImageColumn.of(field)
                .map(image -> new Candidate(field.name(), image, ImageColumn.bytes(field), Set.of(field.name())));
    }

    private static Optional<Candidate> single(List<Candidate> candidates) {
        if (candidates.size() == 1) {
            return Optional.of(candidates.get(0));
        }
        List<Candidate> usual = candidates.stream()
                .filter(candidate -> IMAGE_NAMES.contains(candidate.name().toLowerCase(Locale.ROOT)))
                .toList();
        return usual.size() == 1 ? Optional.of(usual.get(0)) : Optional.empty();
    }

    private static Candidate named(StructType schema, String name, String table) {
        StructField field = field(schema, name, "--image-column", table);
        return candidate(field)
                .orElseThrow(() -> BadInputException.in(
                        table,
                        "column %s must be %s to hold images but is %s",
                        name,
                        ImageColumn.TYPES,
                        field.dataType().simpleString()));
    }

    private static StructField field(StructType schema, String name, String option, String table) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> BadInputException.in(
                        table,
                        "%s must be a column of the table but was %s; its columns are %s",
                        option,
                        name,
                        listed(List.of(schema.fieldNames()))));
    }

    private static BadInputException undecided(StructType schema, List<Candidate> candidates, String table) {
        if (candidates.isEmpty()) {
            return BadInputException.in(
                    table,
                    "a table of images must have a column of them (binary, an array of numbers or of rows of them, a vector, a struct with"
                            + " binary field bytes) or a column for each pixel but has %s",
                    described(schema));
        }
        return BadInputException.in(
                table,
                "images can be in each of the columns %s; --image-column=NAME says in which",
                listed(candidates.stream().map(Candidate::name).toList()));
    }

    private static String described(StructType schema) {
        return listed(Arrays.stream(schema.fields())
                .map(field -> field.name() + " " + field.dataType().simpleString())
                .toList());
    }

    /** The first names of a list that may be long. */
    static String listed(List<String> names) {
        int most = 12;
        String first = names.stream().limit(most).collect(Collectors.joining(", "));
        return names.size() <= most ? first : first + " and " + (names.size() - most) + " more";
    }

    /** A column of any name. */
    static Column column(String name) {
        return functions.col(Columns.quoted(name));
    }
}
