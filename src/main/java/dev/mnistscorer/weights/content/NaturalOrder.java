package dev.mnistscorer.weights.content;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Alphabetical order with runs of digits compared as numbers: {@code fc2} before {@code fc10}. */
public enum NaturalOrder implements Comparator<String> {
    /** Only instance. */
    INSTANCE;

    private static final Pattern RUN = Pattern.compile("\\d+|\\D+");

    @Override
    public int compare(String first, String second) {
        Matcher a = RUN.matcher(first);
        Matcher b = RUN.matcher(second);
        while (true) {
            boolean more = a.find();
            if (!b.find()) {
                return more ? 1 : 0;
            }
            if (!more) {
                return -1;
            }
            int order = run(a.group(), b.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int run(String first, String second) {
        boolean numbers = Character.isDigit(first.charAt(0)) && Character.isDigit(second.charAt(0));
        return numbers ? new BigInteger(first).compareTo(new BigInteger(second)) : first.compareTo(second);
    }
}
