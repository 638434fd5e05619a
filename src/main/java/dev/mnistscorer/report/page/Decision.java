package dev.mnistscorer.report.page;

/** Decision on the predictions of a run. */
public enum Decision {
    /** They are published. */
    PUBLISHED("Published", "good"),
    /** They were not to be written, and passed the gates. */
    PASSED("Passed", "good"),
    /** They were not to be written, and no gate was set. */
    SCORED("Scored", "neutral"),
    /** They failed a gate. */
    REJECTED("Rejected", "bad"),
    /** The run failed after they were judged. */
    FAILED("Failed", "bad");

    private final String word;
    private final String kind;

    Decision(String word, String kind) {
        this.word = word;
        this.kind = kind;
    }

    /** The decision in a word. */
    public String word() {
        return word;
    }

    /** CSS class of its colour. */
    String kind() {
        return kind;
    }
}
