package dev.mnistscorer.scoring;

/** What becomes of a row that cannot be scored. */
public enum BadRows {
    /** It ends the task. */
    FAIL,
    /** It goes on in its place with a null as prediction; neighbours are scored as if it were not there. */
    MARK
}
