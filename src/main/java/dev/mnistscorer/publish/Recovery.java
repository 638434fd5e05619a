package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileReplacement;
import dev.mnistscorer.source.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The steps of a publication, of which each changes nothing if it was done: so the run that has begun one, or the next one
 * after its death, takes all of them, and an output directory is as if no run had died.
 */
record Recovery(FileSystem fileSystem, RunPaths paths, Destination destination) {

    /**
     * Completes what a dead run of this ID has begun.
     *
     * @throws BadInputException if files of it are missing
     */
    void run() throws IOException {
        Optional<Claim> begun = begun();
        if (begun.isPresent()) {
            complete(begun.get());
        }
    }

    /** Takes back what a dead run of this ID has begun, if it cannot be completed. */
    void runOrTakeBack() throws IOException {
        try {
            run();
        } catch (BadInputException | IllegalStateException incomplete) {
            Optional<Claim> begun = begun();
            if (begun.isPresent()) {
                remove(begun.get().parts());
                claims().release(begun.get().attempt());
            }
        }
    }

    private Optional<Claim> begun() throws IOException {
        Optional<Claim> claim = claims().held();
        return claim.isPresent() && hasBegun(claim.get()) ? claim : Optional.empty();
    }

    /** Tells whether files of an attempt are where readers look. */
    boolean hasBegun(Claim claim) throws IOException {
        for (String part : claim.parts()) {
            if (fileSystem.exists(new Path(paths.output(), part))) {
                return true;
            }
        }
        return isPublished(claim);
    }

    private boolean isPublished(Claim claim) throws IOException {
        return Manifest.isOf(fileSystem, paths.published(), claim.attempt());
    }

    /**
     * Publishes an attempt that has the right to it: its files come to those that it replaces, if there are any; its manifest
     * takes the place of theirs; and they go.
     *
     * @return false if another attempt has taken the right: then the files of this one are removed
     * @throws BadInputException if files of it are missing
     */
    boolean complete(Claim claim) throws IOException {
        RunPaths of = paths.of(paths.runId(), claim.attempt());
        moves().moveFiles(of.quarantineStaging(), paths.quarantine());
        moves().moveFiles(of.staging(), paths.published());
        // A directory that is renamed to one which has just been made gets a place in it.
        moves().moveFiles(new Path(paths.published(), claim.attempt()), paths.published());
        if (!claims().isHeldBy(claim.attempt()) && !isPublished(claim)) {
            remove(claim.parts());
            return false;
        }
        requireWhole(claim.manifest());
        destination.deliver(paths.published(), claim.manifest());
        put(Manifest.METRICS, claim.metrics());
        put(Manifest.NAME, claim.manifest().json());
        remove(claim.replaced());
        moves().removeIfEmpty(paths.quarantine(), paths.quarantine().getParent());
        destination.tidy(paths.published());
        claims().release(claim.attempt());
        tidy();
        return true;
    }

    private void requireWhole(Manifest manifest) throws IOException {
        Optional<String> damage = manifest.missing(Manifest.filesIn(fileSystem, paths.published()));
        if (damage.isPresent()) {
            throw new BadInputException(
                    "Cannot publish to " + paths.published() + ": of a run that was being published, " + damage.get()
                            + "; give another --run-id or --overwrite");
        }
    }

    private void put(String name, String text) throws IOException {
        Path file = new Path(paths.published(), name);
        FileReplacement.stage(fileSystem, file, text.getBytes(StandardCharsets.UTF_8))
                .commit();
    }

    private void remove(List<String> files) throws IOException {
        for (String file : files) {
            fileSystem.delete(new Path(paths.output(), file), false);
        }
    }

    /** Removes staging directories that are empty. */
    void tidy() {
        moves().removeIfEmpty(paths.attempts(), paths.stagedRuns());
    }

    /**
     * Input files that published runs have scored, without their labels, and the directory of the run. A run that is being
     * published, or died meanwhile, counts from its first file on.
     *
     * @throws BadInputException if a manifest is damaged
     */
    Map<InputFile, String> scoredFiles() throws IOException {
        Map<InputFile, String> scored = new HashMap<>();
        for (FileStatus run : moves().list(paths.output())) {
            if (run.getPath().getName().startsWith(RunPaths.RUN)) {
                Manifest.read(fileSystem, run.getPath()).ifPresent(manifest -> add(manifest, scored));
            }
        }
        for (FileStatus staged : moves().list(paths.stagedRuns())) {
            if (staged.isDirectory()) {
                RunPaths other = paths.of(staged.getPath().getName(), paths.attempt());
                new Recovery(fileSystem, other, destination).begun().ifPresent(claim -> add(claim.manifest(), scored));
            }
        }
        return scored;
    }

    private static void add(Manifest manifest, Map<InputFile, String> scored) {
        manifest.input().forEach(file -> scored.put(file.alone(), RunPaths.RUN + manifest.runId()));
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

    private Claims claims() {
        return new Claims(fileSystem, paths);
    }

    private Moves moves() {
        return new Moves(fileSystem);
    }
}
