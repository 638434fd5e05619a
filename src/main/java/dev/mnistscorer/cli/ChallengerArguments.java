package dev.mnistscorer.cli;

import dev.mnistscorer.input.ModelOptions;
import dev.mnistscorer.network.Activation;
import dev.mnistscorer.run.ChallengerGate;
import dev.mnistscorer.weights.ImportOptions;
import dev.mnistscorer.weights.content.BiasColumn;
import dev.mnistscorer.weights.content.Layout;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Arguments of the comparison with a second network. */
final class ChallengerArguments {
    @Option(
            names = "--challenger",
            paramLabel = "NAME|URI",
            description = "a second network, named as --weights, that is compared with the first on the same images"
                    + " (default: none)")
    private String challenger;

    @Option(
            names = "--challenger-activation",
            paramLabel = "NAME",
            converter = ImportArguments.Activations.class,
            description = "--activation for the challenger")
    private Activation activation;

    @Option(
            names = "--challenger-output-activation",
            paramLabel = "NAME",
            converter = ImportArguments.Activations.class,
            description = "--output-activation for the challenger")
    private Activation outputActivation;

    @Option(
            names = "--challenger-scale",
            paramLabel = "NUMBER",
            converter = ImportArguments.Fraction.class,
            description = "--scale for the challenger")
    private Double scale;

    @Option(
            names = "--challenger-mean",
            paramLabel = "NUMBER",
            converter = ImportArguments.Fraction.class,
            description = "--mean for the challenger")
    private Double mean;

    @Option(
            names = "--challenger-std",
            paramLabel = "NUMBER",
            converter = ImportArguments.Fraction.class,
            description = "--std for the challenger")
    private Double std;

    @Option(
            names = "--challenger-layout",
            paramLabel = "LAYOUT",
            converter = ImportArguments.Layouts.class,
            description = "--layout for the challenger")
    private Layout layout;

    @Option(
            names = "--challenger-bias-column",
            paramLabel = "PLACE",
            converter = ImportArguments.BiasColumns.class,
            description = "--bias-column for the challenger")
    private BiasColumn biasColumn;

    @Option(
            names = "--challenger-predictions",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "true|false",
            description = "write the predictions of the challenger too (default: ${DEFAULT-VALUE})")
    private boolean predictions;

    @Option(
            names = "--challenger-must",
            paramLabel = "OUTCOME",
            converter = Requirements.class,
            description =
                    "publish nothing, and end with status 4, unless the challenger is significantly more accurate (win), or"
                            + " if it is significantly less accurate (not-lose) (default: no gate)")
    private ChallengerGate.Requirement requirement;

    @Option(
            names = "--significance",
            paramLabel = "P",
            defaultValue = "0.05",
            description = "p-value of McNemar's exact test below which a difference is significant (default:"
                    + " ${DEFAULT-VALUE})")
    private double significance;

    /** The text form of a required outcome. */
    static final class Requirements implements ITypeConverter<ChallengerGate.Requirement> {
        @Override
        public ChallengerGate.Requirement convert(String value) {
            return ImportArguments.converted(ChallengerGate.Requirement::parse, value);
        }
    }

    /** The challenger that is named. */
    Optional<ModelOptions> named() {
        ImportOptions importing = new ImportOptions(
                Optional.ofNullable(activation),
                Optional.ofNullable(outputActivation),
                Arguments.optional(scale),
                Arguments.optional(mean),
                Arguments.optional(std),
                Optional.ofNullable(layout),
                Optional.ofNullable(biasColumn));
        if (challenger == null && !importing.equals(ImportOptions.AS_STORED)) {
            throw new IllegalArgumentException(importing.arguments().replaceAll("--([a-z-]+)=\\S*", "--challenger-$1")
                    + " must go with --challenger");
        }
        return Arguments.uri("--challenger", challenger).map(uri -> new ModelOptions(uri, importing));
    }

    boolean isDelivered() {
        return predictions;
    }

    Optional<ChallengerGate> gate() {
        return Optional.ofNullable(requirement).map(outcome -> new ChallengerGate(outcome, significance));
    }
}
