package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.ExclusiveFiles;
import dev.mnistscorer.file.FileSystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Turn of an incremental run to look which files are scored and to publish its own, which other incremental runs of the
 * output wait for: a file of which one run at a time is the owner.
 *
 * @param fileSystem file system of the output
 * @param file the file; its directory exists
 * @param runId ID of this run
 */
record IncrementalTurn(FileSystem fileSystem, Path file, String runId) {
    private static final long LONGEST_WAIT_MILLIS = 30_000;
    private static final long POLL_MILLIS = 50;

    /** Far above what a publication takes: an owner of that age is a run that died. */
    private static final long EXPIRY_MILLIS = 600_000;

    /**
     * Waits for the turn.
     *
     * @throws BadInputException if another run has it for too long
     */
    static IncrementalTurn await(FileSystem fileSystem, Path file, String runId) throws IOException {
        IncrementalTurn turn = new IncrementalTurn(fileSystem, file, runId);
        long deadline = System.currentTimeMillis() + LONGEST_WAIT_MILLIS;
        while (!ExclusiveFiles.create(fileSystem, file, (runId + "\n").getBytes(StandardCharsets.UTF_8))) {
            Optional<String> owner = turn.owner();
            if (owner.equals(Optional.of(runId)) || turn.isExpired()) {
                fileSystem.delete(file, false);
            } else if (System.currentTimeMillis() > deadline) {
                throw new BadInputException("Cannot publish run " + runId + ": run " + owner.orElse("of another ID")
                        + " has been publishing to the same output for too long; run again, or remove " + file
                        + " if that run has died");
            } else {
                pause();
            }
        }
        return turn;
    }

    private Optional<String> owner() throws IOException {
        return FileSystems.read(fileSystem, file).map(content -> new String(content, StandardCharsets.UTF_8).strip());
    }

    private boolean isExpired() throws IOException {
        try {
            return System.currentTimeMillis() - fileSystem.getFileStatus(file).getModificationTime() > EXPIRY_MILLIS;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Ends the turn. */
    void end() throws IOException {
        if (owner().equals(Optional.of(runId))) {
            fileSystem.delete(file, false);
        }
        new Moves(fileSystem).removeIfEmpty(file.getParent());
    }
}
