package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.FileSystems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Publication of one attempt at a run, while other runs of the same ID may be published. */
final class Publication {
    private final FileSystem fileSystem;
    private final RunPaths paths;
    private final Moves moves;
    private final Recovery recovery;
    private final Claims claims;
    private Optional<String> present = Optional.empty(); // attempt that wrote the run to be overwritten
    private Optional<String> stalled = Optional.empty(); // attempt that had the right to publish before this one scored

    Publication(FileSystem fileSystem, RunPaths paths, Recovery recovery) {
        this.fileSystem = fileSystem;
        this.paths = paths;
        this.moves = new Moves(fileSystem);
        this.recovery = recovery;
        this.claims = new Claims(fileSystem, paths);
    }

    /**
     * Remembers, before this attempt scores, what it will find as it is now.
     *
     * @param overwrite the run that is published now may be overwritten, and no other
     */
    void begin(boolean overwrite) throws IOException {
        stalled = claims.held().map(Claim::attempt);
        present = overwrite ? attemptInPlace() : Optional.empty();
    }

    /** Text of the metrics kept with a published run. */
    Optional<String> metrics() throws IOException {
        return FileSystems.read(fileSystem, new Path(paths.published(), Manifest.METRICS))
                .map(content -> new String(content, StandardCharsets.UTF_8));
    }

    /**
     * Publishes the staged files.
     *
     * @throws BadInputException if another run of this ID was published in the meantime
     * @throws IOException if it could not be done, or cannot be told whether it was
     */
    void publish(Manifest manifest, String metrics) throws IOException {
        Claim claim = new Claim(manifest, metrics, parts(), filesInPlace());
        take(claim);
        if (!attemptInPlace().equals(present)) {
            throw lost();
        }
        try {
            if (!recovery.complete(claim)) {
                throw lost();
            }
        } catch (IOException e) {
            throw failed(claim, e);
        }
    }

    private List<String> parts() throws IOException {
        List<String> parts = below(paths.quarantine(), moves.files(paths.quarantineStaging()));
        for (String place : below(paths.published(), moves.files(paths.staging()))) {
            if (!place.contains("/" + RunPaths.QUARANTINE + "/")) {
                parts.add(place);
            }
        }
        return parts;
    }

    /** The files in the place of the run, but those that are replaced under their names. */
    private List<String> filesInPlace() throws IOException {
        List<String> files = below(paths.published(), moves.files(paths.published()));
        files.removeIf(place -> place.endsWith("/" + Manifest.NAME) || place.endsWith("/" + Manifest.METRICS));
        files.addAll(below(paths.quarantine(), moves.files(paths.quarantine())));
        return files;
    }

    /** Places of files in a directory, relative to the output. */
    private List<String> below(Path directory, List<String> names) {
        String place = paths.output().toUri().relativize(directory.toUri()).getPath();
        List<String> places = new ArrayList<>();
        names.forEach(name -> places.add(place + "/" + name));
        return places;
    }

    /** Takes the right to publish; from an attempt only if that has had it since before this one scored, and did nothing. */
    private void take(Claim claim) throws IOException {
        Optional<Claim> other = claims.held();
        if (other.isPresent() && other.map(Claim::attempt).equals(stalled) && !recovery.hasBegun(other.get())) {
            claims.release(other.get().attempt());
        }
        if (!claims.take(claim)) {
            throw lost();
        }
    }

    /** Gives the right to publish back, unless files are where readers look. */
    private IOException failed(Claim claim, IOException why) {
        try {
            if (recovery.hasBegun(claim)) {
                return new IOException(
                        BadInputException.reason(why) + "; the next run of this ID completes its publication", why);
            }
            claims.release(claim.attempt());
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        return why;
    }

    /** The attempt that wrote the run in the place, by its manifest; empty if there is no such directory. */
    private Optional<String> attemptInPlace() throws IOException {
        if (!fileSystem.exists(paths.published())) {
            return Optional.empty();
        }
        try {
            Optional<Manifest> manifest = Manifest.read(fileSystem, paths.published());
            return Optional.of(manifest.map(Manifest::attempt).orElse("none: no manifest"));
        } catch (BadInputException damaged) {
            return Optional.of("none: damaged manifest");
        }
    }

    private BadInputException lost() throws IOException {
        claims.release(paths.attempt());
        withdraw();
        return new BadInputException("Cannot publish to " + paths.published()
                + ": another run with this ID was published in the meantime; this run was not published");
    }

    /** Removes predictions of an older run that failed a gate. */
    void removeRejected() throws IOException {
        fileSystem.delete(paths.rejected(), true);
        moves.removeIfEmpty(paths.rejected().getParent());
    }

    /** Removes what this attempt has staged. */
    void withdraw() throws IOException {
        fileSystem.delete(paths.staging(), true);
        recovery.tidy();
    }
}
