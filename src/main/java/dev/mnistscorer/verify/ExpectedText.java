package dev.mnistscorer.verify;

import dev.mnistscorer.error.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Expected probabilities as text: a line for each image, numbers between commas, semicolons, tabs or spaces. */
final class ExpectedText implements ExpectedRows {
    private static final Pattern SEPARATOR = Pattern.compile("\\s*[,;\\t]\\s*|\\s+");

    /** Longest part of a text in a message. */
    private static final int LONGEST_SHOWN = 20;

    private final String uri;
    private final BufferedReader in;
    private final int classes;
    private long line;

    ExpectedText(String uri, InputStream in, int classes) {
        this.uri = uri;
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.classes = classes;
    }

    @Override
    public Optional<double[]> next() throws IOException {
        for (String text = in.readLine(); text != null; text = in.readLine()) {
            line++;
            if (!text.isBlank() && !(line == 1 && isHeader(text))) {
                return Optional.of(numbers(text));
            }
        }
        return Optional.empty();
    }

    /** The first line names columns if none of its values is a number; names may be numbers, as those of classes are. */
    private boolean isHeader(String text) {
        String[] values = SEPARATOR.split(text.strip(), -1);
        if (values.length != classes) {
            return false;
        }
        for (int k = 0; k < classes; k++) {
            if (!values[k].replace("\"", "").equals(Integer.toString(k)) && isNumber(values[k])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String value) {
        try {
            Double.parseDouble(value);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private double[] numbers(String text) {
        String[] values = SEPARATOR.split(text.strip(), -1);
        if (values.length != classes) {
            throw BadInputException.in(
                    uri, "line %d must have %d numbers, one for each class, but has %d", line, classes, values.length);
        }
        double[] numbers = new double[classes];
        for (int k = 0; k < classes; k++) {
            if (!isNumber(values[k])) {
                String shown = values[k].substring(0, Math.min(LONGEST_SHOWN, values[k].length()));
                throw BadInputException.in(uri, "line %d must hold numbers but holds '%s'", line, shown);
            }
            numbers[k] = Double.parseDouble(values[k]);
        }
        return numbers;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
