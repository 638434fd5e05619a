package dev.mnistscorer.report;

import java.util.List;

/** The values that the template of the page inserts, under the names that it uses. */
record Page(
        boolean evaluated,
        List<Card> cards,
        boolean named,
        List<String> labels,
        List<MatrixRow> matrix,
        List<Confused> confusions,
        List<ClassRow> classes,
        List<MeanRow> averages,
        List<Chart> charts,
        List<Picture> worst,
        List<Picture> leastConfident,
        List<ExampleRow> examples,
        List<Fact> identity) {

    /** A headline metric, with a second one as its note. */
    record Card(String name, String value, String note) {}

    /** A row of the confusion matrix. */
    record MatrixRow(String label, List<Cell> cells, String support) {}

    /**
     * A cell of the confusion matrix.
     *
     * @param percent of the images of its row
     * @param kind CSS class: {@code right} or {@code wrong}
     * @param strength opacity of the colour in per cent
     * @param dark true if the text must be light
     */
    record Cell(String count, String percent, String kind, String strength, boolean dark, String title) {}

    /** A line of the list of the most confused classes. */
    record Confused(String label, String prediction, String count) {}

    /** Metrics of a class: precision, recall, F1, and the others as text. */
    record ClassRow(String name, List<Metric> metrics, String interval, String auc, String support, String predicted) {}

    /** Mean precision, recall and F1. */
    record MeanRow(String name, List<Metric> metrics) {}

    /** A metric in 0..1 as text, and as the length of a bar in per cent. */
    record Metric(String text, String percent) {}

    /** Examples of one class. */
    record ExampleRow(String label, List<Picture> images) {}

    /** An image in base64-encoded PNG, with its labels and its file and position. */
    record Picture(String png, String label, String prediction, String confidence, String place) {}

    /** A line of the table about the run. */
    record Fact(String name, String value) {}
}
