package dev.mnistscorer.report;

import java.util.List;

/**
 * A chart as the template of the page draws it; coordinates are in units of its SVG, from the top left corner.
 *
 * @param across label of the horizontal axis
 * @param up label of the vertical axis
 * @param diagonal true if the line from the lower left to the upper right corner is drawn
 */
record Chart(
        String name,
        String description,
        String across,
        String up,
        List<Tick> acrossTicks,
        List<Tick> upTicks,
        List<Bar> bars,
        List<Line> lines,
        boolean diagonal) {

    /** Returns true if there are lines to be told apart. */
    boolean legend() {
        return lines.size() > 1;
    }

    /**
     * A tick of an axis.
     *
     * @param along position on a horizontal axis
     * @param at position on a vertical axis
     */
    record Tick(String along, String at, String text) {}

    /** A bar of CSS class {@code kind}. */
    record Bar(String x, String y, String width, String height, String kind, String title) {}

    /** A polyline in the colour with this number. */
    record Line(String points, String name, int number) {}
}
