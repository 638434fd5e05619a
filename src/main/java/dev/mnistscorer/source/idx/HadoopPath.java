package dev.mnistscorer.source.idx;

import org.apache.hadoop.fs.Path;

/** Makes paths of names with colons, which Hadoop takes for the end of a scheme. */
final class HadoopPath {
    private HadoopPath() {}

    /**
     * Parses a path or a URI.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Path of(String name) {
        try {
            return new Path(name);
        } catch (IllegalArgumentException e) {
            // A scheme must be followed by an absolute path: without one it is the beginning of a relative path.
            if (name.indexOf(':') > 0 && name.indexOf("//") < 0) {
                return new Path(null, null, name);
            }
            throw e;
        }
    }

    /** The path of a file in a directory. */
    static Path child(Path directory, String name) {
        return new Path(directory, new Path(null, null, name));
    }
}
