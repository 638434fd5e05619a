package dev.mnistscorer.publish;

import dev.mnistscorer.file.ExclusiveFiles;
import dev.mnistscorer.file.FileSystems;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;

/**
 * The right to publish a run: a file that one attempt at a time creates, before anything of it is moved to where readers
 * look. A store of objects has no other exclusive step: there, of two renames to one place both may be done.
 */
record Claims(FileSystem fileSystem, RunPaths paths) {

    /** Takes the right; false if another attempt has it. */
    boolean take(Claim claim) throws IOException {
        return ExclusiveFiles.create(fileSystem, paths.claim(), claim.json());
    }

    /** The publication that is under way, or whose process died. */
    Optional<Claim> held() throws IOException {
        Optional<byte[]> content = FileSystems.read(fileSystem, paths.claim());
        return content.isPresent() ? Claim.of(content.get()) : Optional.empty();
    }

    boolean isHeldBy(String attempt) throws IOException {
        return held().filter(claim -> claim.attempt().equals(attempt)).isPresent();
    }

    /** Ends the publication of an attempt, unless another one has the right by now. */
    void release(String attempt) throws IOException {
        if (isHeldBy(attempt)) {
            fileSystem.delete(paths.claim(), false);
        }
    }
}
