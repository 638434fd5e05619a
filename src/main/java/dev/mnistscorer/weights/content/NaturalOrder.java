package dev.mnistscorer.weights.content;

import java.util.Comparator;

/** Alphabetical order with runs of digits compared as numbers: {@code fc2} before {@code fc10}. */
public enum NaturalOrder implements Comparator<String> {
    /** Only instance. */
    INSTANCE;

    @Override
    public int compare(String first, String second) {
        int a = 0;
        int b = 0;
        while (a < first.length() && b < second.length()) {
            int endA = end(first, a);
            int endB = end(second, b);
            int order = run(first.substring(a, endA), second.substring(b, endB));
            if (order != 0) {
                return order;
            }
            a = endA;
            b = endB;
        }
        return Integer.compare(first.length() - a, second.length() - b);
    }

    /** End of the run of digits, or of other characters, that begins at an index. */
    private static int end(String text, int from) {
        int end = from + 1;
        while (end < text.length() && isDigit(text.charAt(end)) == isDigit(text.charAt(from))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static int run(String first, String second) {
        if (!isDigit(first.charAt(0)) || !isDigit(second.charAt(0))) {
            return first.compareTo(second);
        }
        // Compared without conversion: names may have thousands of digits.
        String a = withoutZeros(first);
        String b = withoutZeros(second);
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    private static String withoutZeros(String digits) {
        int from = 0;
        while (from < digits.length() && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from);
    }
}
