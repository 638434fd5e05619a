package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The state of an output directory after runs that ended or died at any step of a publication. */
record Recovery(FileSystem fileSystem, RunPaths paths, Destination destination) {

    /** Completes or takes back what a dead run of this ID has left. What cannot be told is left as it is. */
    void run() throws IOException {
        Optional<Claim> begun = takeBack();
        Optional<Manifest> unfinished = unfinished(paths.published());
        if (unfinished.isPresent()) {
            finish(unfinished.get());
        }
        if (fileSystem.exists(new Path(paths.published(), Manifest.NAME))) {
            destination.tidy(paths.published());
            dropReplaced();
            if (begun.isPresent()) {
                claims().release();
                tidy();
            }
        }
    }

    /**
     * Moves the rest of the files of a publication that had come to them, and takes back another one. The claim of that one
     * stays: its process may be alive.
     */
    Optional<Claim> takeBack() throws IOException {
        Optional<Claim> claim = claims().held();
        Optional<Claim> begun = claim.isPresent() && hasBegun(claim.get()) ? claim : Optional.empty();
        if (begun.isPresent()) {
            moves().resume(paths.of(begun.get().attempt()).staging(), paths.published());
        } else if (claim.isPresent() && !isWhole(paths.published())) {
            moves().resume(paths.replaced(), paths.published());
            moves().removeIfEmpty(paths.replacedRuns());
        }
        bringBack();
        return begun;
    }

    /** Tells whether files of an attempt are in the place of the run. */
    boolean hasBegun(Claim claim) throws IOException {
        for (String part : claim.parts()) {
            if (fileSystem.exists(new Path(paths.published(), part))) {
                return true;
            }
        }
        return isFinished(claim) || isOf(claim.attempt(), Manifest.UNFINISHED);
    }

    /** Tells whether an attempt is published. */
    boolean isFinished(Claim claim) throws IOException {
        return isOf(claim.attempt(), Manifest.NAME);
    }

    private boolean isOf(String attempt, String manifest) throws IOException {
        try {
            return Manifest.read(fileSystem, paths.published(), manifest)
                    .filter(found -> found.attempt().equals(attempt))
                    .isPresent();
        } catch (BadInputException damaged) {
            return false;
        }
    }

    private boolean isWhole(Path run) throws IOException {
        Optional<Manifest> manifest = Manifest.read(fileSystem, run, Manifest.NAME);
        return manifest.isPresent() && destination.damage(run, manifest.get()).isEmpty();
    }

    /** Puts an older run that was put aside back into its place, if the place is empty. */
    void bringBack() throws IOException {
        if (!fileSystem.exists(paths.published()) && fileSystem.exists(paths.replaced())) {
            moves().rename(paths.replaced(), paths.published());
            moves().removeIfEmpty(paths.replacedRuns());
        }
    }

    /**
     * Steps after the rename of the predictions: quarantined rows into place, predictions to their destination, and the
     * manifest, last, to its name.
     */
    void finish(Manifest manifest) throws IOException {
        Path staged = paths.quarantineStaging(manifest.attempt());
        if (manifest.rows().quarantined() == 0) {
            // The rows of a run that this one replaces.
            fileSystem.delete(paths.quarantine(), true);
            moves().removeIfEmpty(paths.quarantine().getParent());
        } else if (fileSystem.exists(staged)) {
            moves().replace(staged, paths.quarantine());
        }
        destination.deliver(paths.published(), manifest);
        nameManifest(manifest);
        destination.tidy(paths.published());
        tidy();
    }

    private void nameManifest(Manifest manifest) throws IOException {
        Path unfinished = new Path(paths.published(), Manifest.UNFINISHED);
        if (isOf(manifest.attempt(), Manifest.NAME)) {
            // A process that died has copied it.
            fileSystem.delete(unfinished, false);
        } else {
            moves().rename(unfinished, new Path(paths.published(), Manifest.NAME));
        }
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
     * Input files that published runs have scored, without their labels, and the directory of the run. A run that was put
     * aside counts as published as long as nothing is in its place: it will be brought back.
     *
     * @throws BadInputException if a manifest is damaged
     */
    Map<InputFile, String> scoredFiles() throws IOException {
        Map<InputFile, String> scored = new HashMap<>();
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

    /**
     * Makes sure that no published run has scored one of the files.
     *
     * @throws BadInputException if one has, or a manifest is damaged
     */
    void requireUnscored(List<InputFile> files) throws IOException {
        Map<InputFile, String> scored = scoredFiles();
        for (InputFile file : files) {
            String run = scored.get(file.alone());
            if (run != null) {
                throw new BadInputException("Cannot publish to " + paths.published() + ": " + run + " has scored "
                        + file.path() + " in the meantime; this run was not published");
            }
        }
    }

    private void addScored(Path run, Map<InputFile, String> scored) throws IOException {
        Optional<Manifest> manifest = Manifest.read(fileSystem, run, Manifest.NAME);
        (manifest.isPresent() ? manifest : unfinished(run))
                .ifPresent(complete -> complete.input().forEach(file -> scored.put(file.alone(), run.getName())));
    }

    private FileStatus[] list(Path directory) throws IOException {
        try {
            return fileSystem.listStatus(directory);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    private Claims claims() {
        return new Claims(fileSystem, paths);
    }

    private Moves moves() {
        return new Moves(fileSystem);
    }
}
