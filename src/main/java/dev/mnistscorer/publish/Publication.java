package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The steps that make the staged files of one attempt a published run, while other runs of the same ID may do the same. */
final class Publication {
    private static final String METRICS = "_metrics.json";

    private final FileSystem fileSystem;
    private final RunPaths paths;
    private final Moves moves;
    private final Recovery recovery;
    private final Claims claims;
    private Optional<String> replacing = Optional.empty(); // attempt that wrote the run to be overwritten
    private Optional<String> stalled = Optional.empty(); // attempt that was being published before this one scored
    private Optional<String> aside = Optional.empty(); // attempt that wrote the run that was already put aside

    Publication(FileSystem fileSystem, RunPaths paths, Recovery recovery) {
        this.fileSystem = fileSystem;
        this.paths = paths;
        this.moves = new Moves(fileSystem);
        this.recovery = recovery;
        this.claims = new Claims(fileSystem, paths);
    }

    /** Remembers which attempt is being published, before this one scores. */
    void begin() throws IOException {
        stalled = claims.held().map(Claim::attempt);
    }

    /** Allows that the run which is published now is overwritten, and no other. */
    void replacePresent() throws IOException {
        replacing = attempt(paths.published());
        aside = attempt(paths.replaced());
    }

    /** Text of the metrics kept with a published run. */
    Optional<String> metrics() throws IOException {
        Path file = new Path(paths.published(), METRICS);
        if (!fileSystem.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = fileSystem.open(file)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /**
     * Publishes the staged files.
     *
     * @throws BadInputException if another run of this ID was published in the meantime
     * @throws IOException if it could not be done, or cannot be told whether it was
     */
    void publish(Manifest manifest, String metrics) throws IOException {
        Claim claim = new Claim(manifest, moves.files(paths.staging()));
        write(METRICS, metrics);
        write(Manifest.UNFINISHED, manifest.json());
        take(claim);
        putAside();
        try {
            moves.rename(paths.staging(), paths.published());
        } catch (IOException e) {
            bringBack(claim, e);
            throw e;
        }
        requireOurs(claim);
        removeForeign(manifest);
        recovery.finish(manifest);
        claims.release();
        recovery.tidy();
    }

    /** Takes the right to publish; from an attempt only if that has had it since before this one scored, and did nothing. */
    private void take(Claim claim) throws IOException {
        Optional<Claim> other = claims.held();
        if (other.isPresent() && other.map(Claim::attempt).equals(stalled) && !recovery.hasBegun(other.get())) {
            claims.release();
        }
        if (!claims.take(claim)) {
            throw lost();
        }
    }

    private void write(String name, String text) throws IOException {
        try (OutputStream out = fileSystem.create(new Path(paths.staging(), name), false)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Puts the run to be overwritten aside. Any other one in the place was published in the meantime. */
    private void putAside() throws IOException {
        if (!attempt(paths.published()).equals(replacing)) {
            throw lost();
        }
        if (replacing.isEmpty()) {
            return;
        }
        if (!attempt(paths.replaced()).equals(aside)) {
            // Another run is about to overwrite it, too.
            throw lost();
        }
        try {
            moves.replace(paths.published(), paths.replaced());
        } catch (IOException e) {
            if (attempt(paths.published()).equals(replacing)) {
                throw e;
            }
            throw lost();
        }
        takeBackUnless(replacing, paths.replaced());
    }

    /** If the run that was moved is another one, it was published in the meantime, and gets its place again. */
    private void takeBackUnless(Optional<String> expected, Path moved) throws IOException {
        Path into = new Path(moved, paths.published().getName());
        boolean movedInto = fileSystem.exists(into);
        if (movedInto || !attempt(moved).equals(expected)) {
            Path taken = movedInto ? into : moved;
            try {
                moves.rename(taken, paths.published());
            } catch (IOException e) {
                // Whoever else publishes may have taken it back.
                if (fileSystem.exists(taken)) {
                    throw e;
                }
            }
            throw lost();
        }
    }

    private void bringBack(Claim claim, IOException why) {
        try {
            recovery.takeBack();
            if (!recovery.hasBegun(claim)) {
                claims.release();
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * A rename of two runs at once may put one directory into the other, where no reader sees it, or the files of both into
     * one place. The other run is one that has taken the right to publish, as this one's process seemed to be dead.
     */
    private void requireOurs(Claim claim) throws IOException {
        boolean ours = attempt(paths.published()).equals(Optional.of(paths.attempt()));
        if (ours && (claims.isHeldBy(paths.attempt()) || recovery.isFinished(claim))) {
            return;
        }
        fileSystem.delete(new Path(paths.published(), paths.attempt()), true);
        for (String part : claim.parts()) {
            fileSystem.delete(new Path(paths.published(), part), false);
        }
        throw lost();
    }

    /** Removes what runs whose processes died have left in the place. */
    private void removeForeign(Manifest manifest) throws IOException {
        for (String name : Manifest.filesIn(fileSystem, paths.published()).keySet()) {
            if (!manifest.files().containsKey(name)) {
                fileSystem.delete(new Path(paths.published(), name), false);
            }
        }
    }

    /** The attempt that wrote a run, by its manifest; empty if there is no such directory. */
    private Optional<String> attempt(Path run) throws IOException {
        if (!fileSystem.exists(run)) {
            return Optional.empty();
        }
        try {
            Optional<Manifest> manifest = Manifest.read(fileSystem, run, Manifest.UNFINISHED);
            if (manifest.isEmpty()) {
                manifest = Manifest.read(fileSystem, run, Manifest.NAME);
            }
            return Optional.of(manifest.map(Manifest::attempt).orElse("none: no manifest"));
        } catch (BadInputException damaged) {
            return Optional.of("none: damaged manifest");
        }
    }

    private BadInputException lost() throws IOException {
        if (claims.isHeldBy(paths.attempt())) {
            claims.release();
        }
        withdraw();
        moves.removeIfEmpty(paths.replacedRuns());
        return new BadInputException("Cannot publish to " + paths.published()
                + ": another run with this ID was published in the meantime; this run was not published");
    }

    /** Removes the runs that this one has replaced. */
    void removeReplaced() throws IOException {
        // Another run that overwrites may have put this one there, for a moment.
        if (attempt(paths.replaced()).equals(replacing)) {
            recovery.dropReplaced();
        }
        fileSystem.delete(paths.rejected(), true);
        moves.removeIfEmpty(paths.rejected().getParent());
    }

    /** Removes what this attempt has staged. */
    void withdraw() throws IOException {
        fileSystem.delete(paths.staging(), true);
        fileSystem.delete(paths.quarantineStaging(paths.attempt()), true);
        recovery.tidy();
    }
}
