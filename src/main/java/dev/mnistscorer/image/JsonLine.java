package dev.mnistscorer.image;

import org.apache.spark.sql.types.Metadata;

/** Explanation of lines that are no JSON. */
public record JsonLine() implements MalformedLine {
    private static final long serialVersionUID = 1L;

    @Override
    public Metadata metadata() {
        return Metadata.empty();
    }

    @Override
    public String fault(String line) {
        return "it must be JSON";
    }
}
