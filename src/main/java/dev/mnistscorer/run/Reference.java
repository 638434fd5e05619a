package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.evaluation.Profile;
import dev.mnistscorer.file.FileSystems;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.report.ProfileJson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Images that those of a run are compared with.
 *
 * @param uri URI of the profiles
 * @param sha256 SHA-256 of their texts
 * @param profile sum of the profiles
 */
record Reference(String uri, String sha256, Profile profile) {
    /** Largest number of bytes of a profile; one of 256 classes has less than 20,000. */
    private static final int LARGEST = 1 << 20;

    /**
     * Reads profiles: a file, the directory of a report, or a glob of such. What a network makes of images is compared with
     * what the same network made of others: the profile of another network is refused.
     *
     * @throws BadInputException if there is none, or one cannot be used
     */
    static Reference read(String uri, DenseNetwork network, Configuration configuration) {
        try {
            Path path = new Path(uri);
            FileSystem files = FileSystems.of(path, configuration);
            List<String> texts = new ArrayList<>();
            for (FileStatus status : FileSystems.matches(path, files)) {
                texts.add(text(status, files));
            }
            Profile profile = texts.stream()
                    .map(text -> parsed(text, uri, network))
                    .reduce(Profile::plus)
                    .orElseThrow(() -> new FileNotFoundException("no such file"));
            return new Reference(uri, DigestUtils.sha256Hex(String.join("", texts)), profile);
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw BadInputException.cannot("read the reference", uri, e);
        }
    }

    private static String text(FileStatus found, FileSystem files) throws IOException {
        FileStatus status =
                found.isDirectory() ? files.getFileStatus(new Path(found.getPath(), ReportFiles.PROFILE)) : found;
        if (status.getLen() > LARGEST) {
            throw new IOException("a profile.json must have at most " + LARGEST + " bytes but has " + status.getLen());
        }
        try (InputStream in = files.open(status.getPath())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Profile parsed(String text, String uri, DenseNetwork network) {
        Profile profile = ProfileJson.parse(text);
        if (!profile.network().equals(network.sha256()) || profile.classes() != network.classes()) {
            throw BadInputException.in(
                    uri,
                    "the reference must be of this network, sha256 %s, but was of %s: score the images of the reference with"
                            + " these weights and --report",
                    network.sha256(),
                    profile.network());
        }
        return profile;
    }
}
