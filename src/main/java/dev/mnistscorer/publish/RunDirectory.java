package dev.mnistscorer.publish;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/** The rows of a run are the files of its directory: they are delivered when it has its place. */
record RunDirectory(FileSystem fileSystem) implements Destination {
    @Override
    public Path rows(Path run) {
        return run;
    }

    @Override
    public void requireDeliverable(StructType rows) {}

    @Override
    public void deliver(Path run, Manifest manifest) {}

    @Override
    public void tidy(Path run) {}

    @Override
    public Optional<String> damage(Path run, Manifest manifest) throws IOException {
        return manifest.difference(Manifest.filesIn(fileSystem, run));
    }

    @Override
    public String place(Path run) {
        return run.toString();
    }

    @Override
    public Optional<String> version(Manifest manifest) {
        return Optional.empty();
    }
}
