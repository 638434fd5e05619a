package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Conditions on the files of a read, which all of Spark's file sources have.
 *
 * @param glob {@code pathGlobFilter}: names must match it; null: any name
 * @param recursive {@code recursiveFileLookup}: directories are read with all directories in them
 * @param after {@code modifiedAfter}: files must have been modified later, in milliseconds since 1970
 * @param before {@code modifiedBefore}: files must have been modified earlier
 */
record ListingFilter(GlobFilter glob, boolean recursive, long after, long before) {
    /** No condition. */
    static final ListingFilter NONE = new ListingFilter(null, false, Long.MIN_VALUE, Long.MAX_VALUE);

    /**
     * Reads the options.
     *
     * @param sessionZone time zone of points in time without option {@code timeZone}
     * @throws BadInputException if one has no valid value
     */
    static ListingFilter of(CaseInsensitiveStringMap options, String sessionZone) {
        String zone = options.getOrDefault("timeZone", sessionZone);
        return new ListingFilter(
                glob(options),
                recursive(options),
                time(options, "modifiedAfter", zone).orElse(NONE.after),
                time(options, "modifiedBefore", zone).orElse(NONE.before));
    }

    private static GlobFilter glob(CaseInsensitiveStringMap options) {
        String pattern = options.get("pathGlobFilter");
        try {
            return pattern == null ? null : new GlobFilter(pattern);
        } catch (IOException e) {
            throw new BadInputException(
                    "option pathGlobFilter of format idx must be a glob but was " + pattern + " ("
                            + BadInputException.reason(e) + ")",
                    e);
        }
    }

    private static boolean recursive(CaseInsensitiveStringMap options) {
        String value = options.getOrDefault("recursiveFileLookup", "false");
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new BadInputException(
                    "option recursiveFileLookup of format idx must be true or false but was " + value);
        }
        return Boolean.parseBoolean(value);
    }

    private static Optional<Long> time(CaseInsensitiveStringMap options, String name, String zone) {
        String value = options.get(name);
        try {
            return Optional.ofNullable(value).map(text -> LocalDateTime.parse(text)
                    .atZone(ZoneId.of(zone, ZoneId.SHORT_IDS))
                    .toInstant()
                    .toEpochMilli());
        } catch (DateTimeException e) {
            throw new BadInputException(
                    "option " + name + " of format idx must be a time like 2024-02-29T13:00:00, in a time zone like"
                            + " Europe/Berlin, but was " + value + " in " + zone,
                    e);
        }
    }

    /** Tests a file that was listed. */
    boolean accepts(FileStatus file) {
        long modified = file.getModificationTime();
        return modified > after && modified < before && (glob == null || glob.accept(file.getPath()));
    }
}
