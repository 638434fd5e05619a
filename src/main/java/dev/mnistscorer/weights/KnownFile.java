package dev.mnistscorer.weights;

import dev.mnistscorer.network.Activation;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** Published weights files that state less than is known about their networks, by the digest of their bytes. */
enum KnownFile {
    /** {@code sample_weight.pkl} of "Deep Learning from Scratch" (K. Saito, 2016), chapter 3: pixels in 0..1. */
    BOOK(
            "b7f55a27988ba34c3777b0f1bbd464817c8a4db855723e6ff26f703501917a13",
            new ImportOptions(
                    Optional.of(Activation.SIGMOID),
                    Optional.of(Activation.SOFTMAX),
                    OptionalDouble.of(1.0 / 255),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Optional.empty(),
                    Optional.empty()));

    private final String sha256;
    private final ImportOptions properties;

    KnownFile(String sha256, ImportOptions properties) {
        this.sha256 = sha256;
        this.properties = properties;
    }

    /** Returns the user's options, completed by the properties of the file if it is a known one. */
    static ImportOptions complete(ImportOptions options, String sha256) {
        return Arrays.stream(values())
                .filter(known -> known.sha256.equals(sha256))
                .findFirst()
                .map(known -> options.or(known.properties))
                .orElse(options);
    }
}
