package dev.mnistscorer.weights;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.weights.content.NamedTensors;
import dev.mnistscorer.weights.content.ParsedWeights;
import dev.mnistscorer.weights.content.StepChain;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/** A weights file, read and parsed once, to be imported with one or several sets of options. */
public final class WeightsImport {
    /** The name of the weights that come with the job. */
    public static final String BUILT_IN = "builtin";

    private static final String RESOURCE = "/dev/mnistscorer/builtin.safetensors";
    private static final long BYTES_PER_MEGABYTE = 1 << 20;

    private final String uri;
    private final String format;
    private final String sha256;
    private final ParsedWeights parsed;

    private WeightsImport(String uri, WeightsFormat<?> format, ParsedWeights parsed, String sha256) {
        this.uri = uri;
        this.format = format.label();
        this.sha256 = sha256;
        this.parsed = parsed;
    }

    /**
     * Network that one set of options gives.
     *
     * @param options options that state all properties
     * @param file the network
     */
    public record Candidate(ImportOptions options, WeightsFile file) {}

    /**
     * Parses a file, or a directory in one of the {@linkplain DirectoryFormat formats of directories}.
     *
     * @throws BadInputException if it cannot be read, or has no known format
     */
    public static WeightsImport read(String uri, Configuration configuration) {
        Storage storage = new Storage(uri, configuration);
        if (!storage.isDirectory()) {
            byte[] head = storage.head(StoredFile.HEAD);
            return of(uri, new StoredFile(head, storage::bytes, storage::beside));
        }
        StoredDirectory directory = new StoredDirectory(storage);
        return refusing(uri, () -> {
            DirectoryFormat format = WeightsFormat.of(DirectoryFormat.values(), directory, "a directory of weights");
            return new WeightsImport(uri, format, format.read(directory), directory.sha256());
        });
    }

    /**
     * Parses a file from its bytes, without access to files beside it.
     *
     * @param uri name of the file in messages
     * @throws BadInputException if the bytes have no known format
     */
    public static WeightsImport of(String uri, byte[] bytes) {
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, StoredFile.HEAD));
        return of(uri, new StoredFile(head, () -> bytes, name -> {
            throw new IllegalArgumentException("the file beside it, " + name + ", must exist but does not");
        }));
    }

    /** Parses the weights that come with the job. */
    public static WeightsImport builtIn() {
        try (InputStream in = WeightsImport.class.getResourceAsStream(RESOURCE)) {
            return of(BUILT_IN, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WeightsImport of(String uri, StoredFile file) {
        return refusing(uri, () -> {
            UnreadFormat.refuse(file.head());
            FileFormat format = WeightsFormat.of(FileFormat.values(), file, "a weights file");
            return new WeightsImport(uri, format, format.read(file), file.sha256());
        });
    }

    /**
     * Builds the network.
     *
     * @throws BadInputException if the file holds no chain of dense layers, leaves a property open that the options do not
     *     state, or states one that they contradict
     */
    public WeightsFile network(ImportOptions options) {
        return refusing(uri, () -> build(options));
    }

    private WeightsFile build(ImportOptions options) {
        NetworkBuilder.Built built = NetworkBuilder.build(parsed, KnownFile.complete(options, sha256));
        ParsedWeights used =
                parsed instanceof NamedTensors named && named.tensors().isEmpty() ? named.withOthers() : parsed;
        return new WeightsFile(
                uri,
                format,
                sha256,
                parsed.metadata(),
                used.tensors(),
                used.ignored().stream().map(WeightsImport::plain).toList(),
                built.steps(),
                built.network(),
                built.assumptions());
    }

    /**
     * Builds a network for each combination of the usual values of the properties that are open or assumed; one network if
     * there are none.
     *
     * @throws BadInputException if the file holds no chain of dense layers, or states a property that the options contradict
     */
    public List<Candidate> candidates(ImportOptions options) {
        return refusing(uri, () -> OpenProperty.candidates(open(options), options).stream()
                .map(each -> new Candidate(each, build(each)))
                .toList());
    }

    private List<OpenProperty> open(ImportOptions options) {
        try {
            NetworkBuilder.Built built = NetworkBuilder.build(parsed, KnownFile.complete(options, sha256));
            boolean pixels = parsed instanceof StepChain && !built.assumptions().isEmpty() && !options.scales();
            return pixels ? List.of(OpenProperty.PIXEL_RANGE) : List.of();
        } catch (OpenProperty.Unstated e) {
            return e.open();
        }
    }

    private static <T> T refusing(String uri, Supplier<T> imported) {
        try {
            return imported.get();
        } catch (ArithmeticException e) {
            throw new BadInputException(
                    "[" + uri + "] sizes in the file must be such that they can be multiplied but are too large ("
                            + e.getMessage() + ")",
                    e);
        } catch (OpenProperty.Unstated e) {
            throw new BadInputException(
                    "[" + uri + "] " + plain(e.getMessage()) + "; './submit.sh inspect --weights=" + uri
                            + " --input=DATA' tries them",
                    e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("[" + uri + "] " + plain(String.valueOf(e.getMessage())), e);
        } catch (OutOfMemoryError e) {
            // What was read is unreachable now. Limits keep regular files from getting here.
            throw new BadInputException(
                    "[" + uri + "] the weights take more memory than the driver has ("
                            + Runtime.getRuntime().maxMemory() / BYTES_PER_MEGABYTE + " MB): raise --driver-memory",
                    e);
        }
    }

    /** Replaces characters that would break the line or control the terminal: names come from the file. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
