package dev.mnistscorer.cli;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.ExitStatus;
import dev.mnistscorer.job.GateFailedException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: finds the command, and turns whatever happens into a message and an exit status. */
@Command(
        name = "submit.sh",
        synopsisHeading = "Usage: ",
        customSynopsis = "./submit.sh [SPARK-ARGS --] [COMMAND] [JOB-ARGS]",
        description = {"Scores MNIST with a dense network on Apache Spark.", ""},
        commandListHeading = "Commands:%n",
        footer = {
            "",
            "Without a command, score runs. './submit.sh COMMAND --help' lists the arguments of a command.",
            "",
            "Exit status: 0 done, 1 bad command line, 2 bad input, labels, weights or configuration,",
            "3 a fault of ours or of the cluster, 4 a quality gate failed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class)
public final class RootCommand {
    static final String STACKTRACE = "--stacktrace";

    private static final String DEFAULT_COMMAND = "score";

    private final CommandLine commands;
    private final PrintStream out;
    private final PrintStream err;

    /** A command line that prints results to {@code out} and messages to {@code err}. */
    public RootCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
        commands = new CommandLine(this)
                .addSubcommand(new ScoreCommand(out, err))
                .addSubcommand(new TrainCommand(out, err))
                .addSubcommand(new InspectCommand(out, err))
                .addSubcommand(new FetchCommand(out, err))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler((e, arguments) -> refuse(e))
                .setExecutionExceptionHandler((e, line, result) -> fail(e, result));
    }

    /** Runs the command that the arguments name, and returns the exit status. */
    public int execute(String... arguments) {
        try {
            commands.getSubcommands()
                    .get(DEFAULT_COMMAND)
                    .setDefaultValueProvider(
                            ConfigFiles.read(arguments, () -> new ScoreCommand(out, err), ScoreCommand::options));
        } catch (BadInputException e) {
            err.println(e.getMessage());
            return ExitStatus.BAD_INPUT;
        }
        return commands.execute(withCommand(arguments));
    }

    private String[] withCommand(String... arguments) {
        boolean named = arguments.length > 0
                && (commands.getSubcommands().containsKey(arguments[0])
                        || commands.getCommandSpec().optionsMap().containsKey(arguments[0])
                        || !arguments[0].startsWith("-"));
        if (named) {
            return arguments;
        }
        List<String> all = new ArrayList<>(List.of(DEFAULT_COMMAND));
        all.addAll(Arrays.asList(arguments));
        return all.toArray(String[]::new);
    }

    private int refuse(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName(" ");
        err.println(message(e) + " (./" + command + " --help lists what there is)");
        return ExitStatus.BAD_COMMAND_LINE;
    }

    /** What is wrong with the arguments, in a line. */
    static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            String kind = word.startsWith("-") ? "argument" : "word";
            String hint = unmatched.getSuggestions().stream()
                    .filter(suggestion -> suggestion.startsWith("-") == word.startsWith("-"))
                    .findFirst()
                    .map(suggestion -> "; did you mean " + suggestion + "?")
                    .orElse("");
            return "Unknown " + kind + " " + word + hint;
        }
        if (e instanceof MissingParameterException) {
            return e.getMessage() + "; give it one";
        }
        if (e instanceof OverwrittenOptionException again) {
            return ((OptionSpec) again.getOverwritten()).longestName() + " must be given once but was given again";
        }
        return e.getMessage();
    }

    private int fail(Exception thrown, ParseResult result) {
        boolean traced = result.subcommand().hasMatchedOption(STACKTRACE);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadInputException || cause instanceof GateFailedException) {
                err.println(cause.getMessage());
                if (traced) {
                    thrown.printStackTrace(err);
                }
                return cause instanceof GateFailedException ? ExitStatus.GATE_FAILED : ExitStatus.BAD_INPUT;
            }
        }
        err.println("Cannot finish: " + BadInputException.reason(thrown));
        thrown.printStackTrace(err);
        return ExitStatus.FAULT;
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {"mnist-scorer " + (version == null ? "(not packaged)" : version)};
        }
    }
}
