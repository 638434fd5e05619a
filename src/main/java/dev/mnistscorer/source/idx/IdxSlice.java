package dev.mnistscorer.source.idx;

import java.io.Serializable;

/** The images {@code from} (inclusive) to {@code to} (exclusive) of one file. */
record IdxSlice(IdxPair pair, int from, int to) implements Serializable {
    private static final long serialVersionUID = 1L;

    int count() {
        return to - from;
    }
}
