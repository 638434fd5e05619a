package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The state of an output directory after runs that ended or died at any step of a publication. */
record Recovery(FileSystem fileSystem, RunPaths paths) {

    /** Completes or takes back what a dead run of this ID has left. What cannot be told is left as it is. */
    void run() throws IOException {
        bringBack();
        Optional<Manifest> unfinished = unfinished(paths.published());
        if (unfinished.isPresent()) {
            finish(unfinished.get());
        }
        if (fileSystem.exists(new Path(paths.published(), Manifest.NAME))) {
            dropReplaced();
        }
    }

    /** Puts an older run that was put aside back into its place, if the place is empty. */
    void bringBack() throws IOException {
        if (!fileSystem.exists(paths.published()) && fileSystem.exists(paths.replaced())) {
            moves().rename(paths.replaced(), paths.published());
            moves().removeIfEmpty(paths.replacedRuns());
        }
    }

    /** Steps after the rename of the predictions: quarantined rows into place, and the manifest, last, to its name. */
    void finish(Manifest manifest) throws IOException {
        Path staged = paths.quarantineStaging(manifest.attempt());
        if (manifest.rows().quarantined() == 0) {
            // The rows of a run that this one replaces.
            fileSystem.delete(paths.quarantine(), true);
            moves().removeIfEmpty(paths.quarantine().getParent());
        } else if (fileSystem.exists(staged)) {
            moves().replace(staged, paths.quarantine());
        }
        moves().rename(new Path(paths.published(), Manifest.UNFINISHED), new Path(paths.published(), Manifest.NAME));
        tidy();
    }

    /** Removes an older run that this one has replaced. */
    void dropReplaced() throws IOException {
        fileSystem.delete(paths.replaced(), true);
        moves().removeIfEmpty(paths.replacedRuns());
    }

    /** Removes staging directories that are empty. */
    void tidy() {
        moves().removeIfEmpty(paths.attempts(), paths.attempts().getParent());
    }

    /** The manifest of a run that is complete, but died before its manifest got its name. */
    private Optional<Manifest> unfinished(Path run) throws IOException {
        Optional<Manifest> found = Manifest.read(fileSystem, run, Manifest.UNFINISHED);
        return found.isPresent() && found.get().files().equals(Manifest.filesIn(fileSystem, run))
                ? found
                : Optional.empty();
    }

    /**
     * Input files that published runs have scored, without their labels. A run that was put aside counts as published as
     * long as nothing is in its place: it will be brought back.
     *
     * @throws BadInputException if a manifest is damaged
     */
    Set<InputFile> scoredFiles() throws IOException {
        Set<InputFile> scored = new HashSet<>();
        for (FileStatus run : list(paths.output())) {
            if (run.getPath().getName().startsWith(RunPaths.RUN)) {
                addScored(run.getPath(), scored);
            }
        }
        for (FileStatus run : list(paths.replacedRuns())) {
            Path place = new Path(paths.output(), RunPaths.RUN + run.getPath().getName());
            if (!fileSystem.exists(place)) {
                addScored(run.getPath(), scored);
            }
        }
        return scored;
    }

    private void addScored(Path run, Set<InputFile> scored) throws IOException {
        Optional<Manifest> manifest = Manifest.read(fileSystem, run, Manifest.NAME);
        (manifest.isPresent() ? manifest : unfinished(run))
                .ifPresent(complete -> complete.input().forEach(file -> scored.add(file.alone())));
    }

    private FileStatus[] list(Path directory) throws IOException {
        try {
            return fileSystem.listStatus(directory);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    private Moves moves() {
        return new Moves(fileSystem);
    }
}
