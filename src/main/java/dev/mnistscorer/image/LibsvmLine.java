package dev.mnistscorer.image;

import java.util.regex.Pattern;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;

/**
 * Lines of LIBSVM: {@code LABEL INDEX:VALUE …}, with indices from 1 on that ascend.
 *
 * @param features largest index
 */
public record LibsvmLine(int features) implements MalformedLine {
    private static final long serialVersionUID = 1L;
    private static final String FEATURES = "features";
    private static final Pattern SPACES = Pattern.compile("\\s+");

    /**
     * A line that was read.
     *
     * @param indices indices from 0 on
     * @param values their values
     */
    public record Content(double label, int[] indices, double[] values) {}

    static boolean isIn(Metadata metadata) {
        return metadata.contains(FEATURES);
    }

    static LibsvmLine of(Metadata metadata) {
        return new LibsvmLine(Math.toIntExact(metadata.getLong(FEATURES)));
    }

    @Override
    public Metadata metadata() {
        return new MetadataBuilder().putLong(FEATURES, features).build();
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException saying what is wrong, if it is malformed
     */
    public Content parse(String line) {
        String[] items = SPACES.split(line.strip());
        double label = number(items[0], "the label must be a number but is " + items[0]);
        int[] indices = new int[items.length - 1];
        double[] values = new double[indices.length];
        int before = 0;
        for (int i = 0; i < indices.length; i++) {
            String item = items[i + 1];
            String wrong = "item " + (i + 1) + " must be INDEX:VALUE but is " + item;
            int colon = item.indexOf(':');
            int index = index(item.substring(0, Math.max(0, colon)), wrong);
            values[i] = number(item.substring(colon + 1), wrong);
            require(index > before, "indices must be at least 1 and ascend but " + index + " comes after " + before);
            require(index <= features, "indices must be at most " + features + " but one is " + index);
            indices[i] = index - 1;
            before = index;
        }
        return new Content(label, indices, values);
    }

    private static int index(String text, String wrong) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }

    private static double number(String text, String wrong) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }

    private static void require(boolean met, String wrong) {
        if (!met) {
            throw new IllegalArgumentException(wrong);
        }
    }

    @Override
    public String fault(String line) {
        try {
            parse(line);
            throw new IllegalStateException("the line is not malformed: " + line);
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
