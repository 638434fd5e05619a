package dev.mnistscorer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.evaluation.Profile;
import dev.mnistscorer.image.ImageSums;
import java.util.Optional;

/** A profile as {@code profile.json}. */
public final class ProfileJson {
    private static final int VERSION = 1;
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String PREDICTIONS = "predictions";
    private static final String SUPPORT = "support";
    private static final String CORRECT = "correct";
    private static final String CONFIDENCE = "confidence";
    private static final String COUNTS = "counts";
    private static final String LABELLED = "labelled";
    private static final String WRONG = "wrong";

    private static final String INK = "ink";
    private static final String SAMPLE = "sample";

    /** Bins of confidence. */
    private static final int BINS = 20;

    private ProfileJson() {}

    /** The document. */
    public static String of(Profile profile) {
        ObjectNode root = MAPPER.createObjectNode()
                .put("version", VERSION)
                .put("networkSha256", profile.network())
                .put("classes", profile.classes());
        JsonReport.put(root.putArray(PREDICTIONS), profile.predictions());
        JsonReport.put(root.putArray(SUPPORT), profile.support());
        JsonReport.put(root.putArray(CORRECT), profile.correct());
        root.putNull(CONFIDENCE);
        profile.confidence().ifPresent(confidence -> {
            ObjectNode bins = root.putObject(CONFIDENCE);
            JsonReport.put(bins.putArray(COUNTS), confidence.counts());
            JsonReport.put(bins.putArray(LABELLED), confidence.labelled());
            JsonReport.put(bins.putArray(WRONG), confidence.wrong());
        });
        ImageSums images = profile.images();
        root.putObject(INK)
                .put("images", images.images())
                .put("mean", images.mean())
                .put("meanSquares", images.meanSquares());
        root.putObject(SAMPLE)
                .put("images", images.sampled())
                .put("border", images.border())
                .put("ink", images.ink())
                .put("pixels", images.pixels())
                .put("distance", images.distance());
        return JsonReport.print(root);
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException if it is no profile of this version
     */
    public static Profile parse(String text) {
        JsonNode root = tree(text);
        if (root.path("version").asInt() != VERSION) {
            throw new IllegalArgumentException(
                    "version must be " + VERSION + " but was " + shown(root.path("version")));
        }
        int classes = Math.toIntExact(count(root, "classes"));
        JsonNode ink = root.path(INK);
        JsonNode sample = root.path(SAMPLE);
        return new Profile(
                root.path("networkSha256").asText(),
                counts(root, PREDICTIONS, classes),
                counts(root, SUPPORT, classes),
                counts(root, CORRECT, classes),
                confidence(root.path(CONFIDENCE)),
                new ImageSums(
                        count(ink, "images"),
                        count(ink, "mean"),
                        count(ink, "meanSquares"),
                        count(sample, "images"),
                        count(sample, "border"),
                        count(sample, "ink"),
                        count(sample, "pixels"),
                        count(sample, "distance")));
    }

    private static JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a profile.json must be JSON but was not", e);
        }
    }

    private static Optional<Profile.ConfidenceCounts> confidence(JsonNode bins) {
        return bins.isNull()
                ? Optional.empty()
                : Optional.of(new Profile.ConfidenceCounts(
                        counts(bins, COUNTS, BINS), counts(bins, LABELLED, BINS), counts(bins, WRONG, BINS)));
    }

    private static long[] counts(JsonNode node, String name, int size) {
        JsonNode array = node.path(name);
        if (!array.isArray() || array.size() != size) {
            throw new IllegalArgumentException(
                    name + " must be " + size + " counts but was " + (array.isArray() ? array.size() : shown(array)));
        }
        long[] counts = new long[size];
        for (int i = 0; i < size; i++) {
            counts[i] = count(array.get(i), name);
        }
        return counts;
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "missing" : node.toString();
    }

    private static long count(JsonNode node, String name) {
        JsonNode number = node.isObject() ? node.path(name) : node;
        if (!number.canConvertToLong() || !number.isIntegralNumber() || number.asLong() < 0) {
            throw new IllegalArgumentException(name + " must be a count but was " + shown(number));
        }
        return number.asLong();
    }
}
