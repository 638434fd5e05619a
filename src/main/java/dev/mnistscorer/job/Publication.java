package dev.mnistscorer.job;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The place of one run's predictions among those of others. They are staged where readers of the output do not look, in a
 * directory of this attempt alone; moved into place with one rename; and then their manifest gets its name. Whatever dies
 * in between, a run that has its manifest is whole, and the next run of the same id finds out how far the last one came.
 * What it cannot find out it leaves as it is.
 */
final class Publication {
    private static final String RUN = "run_id=";
    private static final String QUARANTINE_SUFFIX = "-quarantine";

    private final String runId;
    private final SparkSession session;
    private final FileSystem fileSystem;
    private final Path output;
    private final String attempt = "_attempt-" + UUID.randomUUID().toString().substring(0, 8);
    private final Path staging;
    private final Path quarantineStaging;
    private final Path published;
    private final Path replaced;
    private final Path rejected;
    private final Path quarantine;

    /**
     * Looks whether the place can be written to.
     *
     * @throws BadInputException if it cannot
     */
    Publication(String uri, String runId, SparkSession session) {
        this.runId = runId;
        this.session = session;
        try {
            Path named = new Path(uri);
            fileSystem = named.getFileSystem(session.sessionState().newHadoopConf());
            output = fileSystem.makeQualified(named);
            staging = new Path(output, "_staging/" + runId + "/" + attempt);
            quarantineStaging = staging.suffix(QUARANTINE_SUFFIX);
            published = new Path(output, RUN + runId);
            replaced = new Path(output, "_replaced/" + runId);
            rejected = new Path(output, "_rejected/" + runId);
            quarantine = new Path(output, "_quarantine/" + RUN + runId);
            if (fileSystem.exists(output) && !fileSystem.getFileStatus(output).isDirectory()) {
                throw new BadInputException("Cannot write to " + uri + ": it is a file, not a directory");
            }
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("write to", uri, e);
        }
    }

    /** Where the predictions are, once they are published. */
    Path published() {
        return published;
    }

    /** Where they are if they fail a gate. */
    Path rejected() {
        return rejected;
    }

    /** Where they are written first. */
    Path staging() {
        return staging;
    }

    /** Where rows that cannot be scored are written first. */
    Path quarantineStaging() {
        return quarantineStaging;
    }

    /** Where rows that cannot be scored are, once the run is published. */
    Path quarantine() {
        return quarantine;
    }

    /**
     * Looks whether a run of this id is published, and ends what a run that died has left undone.
     *
     * @return true if it is, and is the same: there is nothing to do
     * @throws BadInputException if it is another one, or was rejected, or one of which it cannot be told, and is not to be
     *     overwritten
     */
    boolean isDone(RunIdentity identity, boolean overwrite) throws IOException {
        recover();
        if (fileSystem.exists(published)) {
            Optional<Manifest> manifest = Manifest.read(fileSystem, published, Manifest.NAME);
            if (manifest.isPresent() && manifest.get().identity().equals(identity) && !overwrite) {
                return true;
            }
            if (!overwrite) {
                String why = manifest.map(found -> "it exists already, of other "
                                + found.identity().difference(identity))
                        .orElse("it exists already, without a whole manifest");
                throw new BadInputException(
                        "Cannot publish to " + published + ": " + why + "; give another --run-id or --overwrite");
            }
        }
        if (fileSystem.exists(rejected) && !overwrite) {
            throw new BadInputException("Cannot score for " + published + ": a run of that id was rejected, see "
                    + rejected + "; give another --run-id or --overwrite");
        }
        return false;
    }

    private void recover() throws IOException {
        bringBack();
        Optional<Manifest> unfinished = unfinished(published);
        if (unfinished.isPresent()) {
            finish(unfinished.get());
        }
    }

    /** Puts an older run that was put aside where it was, if nothing else is there. */
    private void bringBack() throws IOException {
        if (!fileSystem.exists(published) && fileSystem.exists(replaced)) {
            rename(replaced, published);
            removeIfEmpty(replaced.getParent());
        }
    }

    /** The manifest of a run that is whole, but died before its manifest got its name. */
    private Optional<Manifest> unfinished(Path run) throws IOException {
        Optional<Manifest> found = Manifest.read(fileSystem, run, Manifest.UNFINISHED);
        return found.isPresent() && found.get().files().equals(Manifest.filesIn(fileSystem, run))
                ? found
                : Optional.empty();
    }

    /** The input files of all published runs, as they were then. */
    Set<InputFile> scored() throws IOException {
        Set<InputFile> scored = new HashSet<>();
        if (!fileSystem.exists(output)) {
            return scored;
        }
        for (FileStatus run : fileSystem.listStatus(output)) {
            if (run.getPath().getName().startsWith(RUN)) {
                Optional<Manifest> manifest = Manifest.read(fileSystem, run.getPath(), Manifest.NAME);
                (manifest.isPresent() ? manifest : unfinished(run.getPath()))
                        .ifPresent(whole -> whole.input().forEach(file -> scored.add(file.alone())));
            }
        }
        return scored;
    }

    /** The manifest of what is staged. */
    Manifest manifest(RunIdentity identity, RowCounts rows, List<InputFile> input) throws IOException {
        return new Manifest(runId, attempt, identity, rows, Manifest.filesIn(fileSystem, staging), input);
    }

    /**
     * Moves the staged predictions into place, and returns where that is.
     *
     * @throws BadInputException if another run of the same id was faster
     * @throws IOException if it could not be done, or it cannot be told whether it was
     */
    Path publish(Manifest manifest, boolean overwrite) throws IOException {
        try (OutputStream out = fileSystem.create(new Path(staging, Manifest.UNFINISHED), false)) {
            out.write(manifest.json().getBytes(StandardCharsets.UTF_8));
        }
        FaultPoint.STAGED.reached(session);
        if (overwrite && fileSystem.exists(published)) {
            fileSystem.mkdirs(replaced.getParent());
            fileSystem.delete(replaced, true);
            rename(published, replaced);
            FaultPoint.REPLACED.reached(session);
        } else if (fileSystem.exists(published)) {
            throw lost();
        }
        try {
            rename(staging, published);
        } catch (IOException e) {
            bringBack(e);
            throw e;
        }
        FaultPoint.RENAMED.reached(session);
        requireOurs();
        finish(manifest);
        if (overwrite) {
            fileSystem.delete(replaced, true);
            fileSystem.delete(rejected, true);
            removeIfEmpty(replaced.getParent());
            removeIfEmpty(rejected.getParent());
        }
        FaultPoint.PUBLISHED.reached(session);
        return published;
    }

    private void bringBack(IOException why) {
        try {
            bringBack();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** A rename of two runs at once may put one directory into the other: there no reader sees it. */
    private void requireOurs() throws IOException {
        Path nested = new Path(published, attempt);
        Optional<Manifest> found = Manifest.read(fileSystem, published, Manifest.UNFINISHED);
        if (found.isEmpty()) {
            found = Manifest.read(fileSystem, published, Manifest.NAME);
        }
        if (found.isEmpty() || !found.get().attempt().equals(attempt)) {
            fileSystem.delete(nested, true);
            throw lost();
        }
    }

    private BadInputException lost() throws IOException {
        withdraw();
        return new BadInputException("Cannot publish to " + published
                + ": another run of that id was published meanwhile; nothing of this one is");
    }

    /** What comes after the rename: quarantined rows into place, and the manifest, last, to its name. */
    private void finish(Manifest manifest) throws IOException {
        Path staged = new Path(staging.getParent(), manifest.attempt() + QUARANTINE_SUFFIX);
        if (fileSystem.exists(staged)) {
            fileSystem.mkdirs(quarantine.getParent());
            fileSystem.delete(quarantine, true);
            rename(staged, quarantine);
        }
        rename(new Path(published, Manifest.UNFINISHED), new Path(published, Manifest.NAME));
        tidy();
    }

    /** Moves the staged predictions to where readers do not look, and returns where that is. */
    Path reject(boolean overwrite) throws IOException {
        fileSystem.mkdirs(rejected.getParent());
        if (overwrite) {
            fileSystem.delete(rejected, true);
        }
        rename(staging, rejected);
        fileSystem.delete(quarantineStaging, true);
        tidy();
        return rejected;
    }

    /** Renames, and where that ends with an error looks whether it was done all the same. */
    private void rename(Path from, Path to) throws IOException {
        IOException thrown = null;
        boolean done = false;
        try {
            done = fileSystem.rename(from, to);
        } catch (IOException e) {
            thrown = e;
        }
        if (done) {
            return;
        }
        String reason = thrown == null ? "the rename was refused" : BadInputException.reason(thrown);
        boolean moved;
        try {
            moved = !fileSystem.exists(from) && fileSystem.exists(to);
        } catch (IOException e) {
            throw new IOException(
                    "Cannot tell whether " + from + " was moved to " + to + ": " + reason + "; all is left as it is",
                    e);
        }
        if (!moved) {
            throw new IOException("Cannot move " + from + " to " + to + ": " + reason, thrown);
        }
    }

    /** Removes what was staged, and what was made for it. */
    void withdraw() throws IOException {
        fileSystem.delete(staging, true);
        fileSystem.delete(quarantineStaging, true);
        tidy();
        removeIfEmpty(output);
    }

    private void tidy() throws IOException {
        removeIfEmpty(staging.getParent());
        removeIfEmpty(staging.getParent().getParent());
    }

    private void removeIfEmpty(Path directory) throws IOException {
        if (fileSystem.exists(directory) && fileSystem.listStatus(directory).length == 0) {
            fileSystem.delete(directory, false);
        }
    }
}
