package dev.mnistscorer.report.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A chart as the template {@code chart} draws it: a frame of {@value #SIZE} × {@value #SIZE} units, coordinates from its top left
 * corner.
 *
 * @param description description for those who do not see it
 * @param across label of the horizontal axis
 * @param up label of the vertical axis
 * @param bars bars
 * @param whiskers confidence intervals
 * @param line points of a line; empty: none
 * @param dots single points
 * @param diagonal true if the line from the lower left to the upper right corner is drawn
 */
record Chart(
        String description,
        String across,
        String up,
        List<Tick> acrossTicks,
        List<Tick> upTicks,
        List<Bar> bars,
        List<Whisker> whiskers,
        String line,
        List<Point> dots,
        boolean diagonal) {
    private static final int SIZE = 300;
    private static final int TICKS = 5;

    /** A tick of an axis, by its position on a horizontal one and on a vertical one. */
    record Tick(String along, String at, String text) {
        static Tick of(double place, String text) {
            return new Tick(length(place), length(1 - place), text);
        }
    }

    /** A bar. */
    record Bar(String x, String y, String width, String height) {
        /** The bar of a bin that is {@code height} of the frame high. */
        static Bar of(double low, double high, double height) {
            return new Bar(length(low), length(1 - height), length(high - low), length(height));
        }
    }

    /** A vertical interval. */
    record Whisker(String x, String low, String high) {
        static Whisker of(double x, double low, double high) {
            return new Whisker(length(x), length(1 - low), length(1 - high));
        }
    }

    /** A point. */
    record Point(String x, String y) {
        static Point of(double x, double y) {
            return new Point(length(x), length(1 - y));
        }

        /** The points of a polyline. */
        static String line(List<Point> points) {
            return points.stream().map(point -> point.x + "," + point.y).collect(Collectors.joining(" "));
        }
    }

    /** Ticks of an axis from 0 to {@code end}. */
    static List<Tick> ticks(double end) {
        int decimals = end >= 1 ? 1 : end >= 0.1 ? 2 : end >= 0.01 ? 3 : 4;
        return IntStream.rangeClosed(0, TICKS)
                .mapToObj(i -> Tick.of((double) i / TICKS, Texts.decimals(end * i / TICKS, decimals)))
                .toList();
    }

    /** The next of 1, 2, 5 times a power of ten, at least 0.001. */
    static double roundUp(double value) {
        for (double power = 0.001; power < 1; power *= 10) {
            for (int digit : new int[] {1, 2, 5}) {
                if (value <= digit * power) {
                    return digit * power;
                }
            }
        }
        return 1;
    }

    private static String length(double fraction) {
        return String.format(Locale.ROOT, "%.1f", fraction * SIZE);
    }
}
