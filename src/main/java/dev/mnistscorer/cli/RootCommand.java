package dev.mnistscorer.cli;

import dev.mnistscorer.error.ExitStatus;
import dev.mnistscorer.error.Outcome;
import dev.mnistscorer.error.Secrets;
import dev.mnistscorer.error.Suggestion;
import dev.mnistscorer.picture.Terminal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: finds the command, and prints how it ended. */
@Command(
        name = "./submit.sh",
        synopsisHeading = "Usage: ",
        customSynopsis = "./submit.sh [SPARK-ARGS --] [COMMAND] [JOB-ARGS]",
        description = {"Scores MNIST with a dense network on Apache Spark.", ""},
        commandListHeading = "Commands:%n",
        footer = {
            "",
            "Without a command, score runs. './submit.sh help COMMAND' lists the arguments of a command.",
            "",
            "Exit status: 0 done, 1 bad command line, 2 bad input, labels, weights or configuration, 3 internal or cluster"
                    + " failure, 4 a quality gate failed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class)
public final class RootCommand {
    static final String STACKTRACE = "--stacktrace";

    private static final String DEFAULT_COMMAND = "score";
    private static final String HELP_OPTION = "--help";
    private static final String VERSION_OPTION = "--version";
    private static final List<String> HELP = List.of(HELP_OPTION, "-h", VERSION_OPTION, "-V");

    /** The values of an option in picocli's messages, which are names of constants. */
    private static final Pattern CONSTANTS = Pattern.compile("(?<=expected one of )\\[(.*)] \\(case-insensitive\\)");

    /** Least width that picocli takes. */
    private static final int LEAST_HELP_WIDTH = 55;

    /** Longer lines are hard to read. */
    private static final int LARGEST_HELP_WIDTH = 120;

    private final CommandLine commands;
    private final PrintStream out;
    private final PrintStream err;

    /** A command line that prints results to {@code out}, drawn for a terminal, and messages to {@code err}. */
    public RootCommand(PrintStream out, PrintStream err, Terminal terminal) {
        this.out = out;
        this.err = err;
        commands = new CommandLine(this)
                .addSubcommand(new ScoreCommand(out, err))
                .addSubcommand(new TrainCommand(out, err))
                .addSubcommand(new InspectCommand(out, err, terminal))
                .addSubcommand(new VerifyCommand(out, err))
                .addSubcommand(new FetchCommand(out, err))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(Math.max(LEAST_HELP_WIDTH, Math.min(LARGEST_HELP_WIDTH, terminal.columns())))
                .setParameterExceptionHandler((e, arguments) -> refuse(e));
        for (CommandLine command : commands.getSubcommands().values()) {
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedOptions());
            command.setResourceBundle(
                    new Defaults(command.<JobCommand>getCommand().defaults()));
        }
    }

    /** Defaults of arguments that several commands take, for their descriptions. */
    private static final class Defaults extends ListResourceBundle {
        private final Map<String, String> texts;

        Defaults(Map<String, String> texts) {
            this.texts = texts;
        }

        @Override
        protected Object[][] getContents() {
            return texts.entrySet().stream()
                    .map(text -> new Object[] {text.getKey(), text.getValue()})
                    .toArray(Object[][]::new);
        }
    }

    /** Runs the command that the arguments name, and returns the exit status. */
    public int execute(String... arguments) {
        // picocli hands exceptions of a command to this handler, and lets errors pass.
        Throwable[] thrown = {null};
        commands.setExecutionExceptionHandler((e, line, result) -> {
            thrown[0] = e;
            return ExitStatus.FAULT.code();
        });
        int status = ExitStatus.FAULT.code();
        try {
            String[] all = withCommand(withOptions(arguments));
            configure(all);
            status = commands.execute(all);
        } catch (Throwable e) {
            thrown[0] = e;
        }
        return thrown[0] == null ? status : fail(thrown[0], List.of(arguments).contains(STACKTRACE));
    }

    /** Reads configuration files for the command that takes values from them, unless only its help is wanted. */
    private void configure(String... arguments) {
        List<String> words = List.of(arguments);
        if (words.get(0).equals(DEFAULT_COMMAND) && words.stream().noneMatch(HELP::contains)) {
            commands.getSubcommands()
                    .get(DEFAULT_COMMAND)
                    .setDefaultValueProvider(
                            ConfigFiles.read(arguments, () -> new ScoreCommand(out, err), ScoreCommand::options));
        }
    }

    /** The arguments with the option that a first word {@code help} or {@code version} stands for. */
    private String[] withOptions(String... arguments) {
        if (arguments.length == 0) {
            return arguments;
        }
        List<String> words = new ArrayList<>(Arrays.asList(arguments));
        if (words.get(0).equals("help")) {
            words.remove(0);
            if (words.isEmpty() || commands.getSubcommands().containsKey(words.get(0))) {
                words.add(HELP_OPTION);
            }
        } else if (words.get(0).equals("version")) {
            words.set(0, VERSION_OPTION);
        }
        return words.toArray(String[]::new);
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
        err.println(Secrets.mask(message(e)) + " (see '" + command + " --help')");
        return ExitStatus.BAD_COMMAND_LINE.code();
    }

    /** Reason why arguments are invalid, in one line. */
    static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            String kind = word.startsWith("-") ? "argument" : "word";
            Set<String> known = word.startsWith("-")
                    ? e.getCommandLine().getCommandSpec().optionsMap().keySet()
                    : e.getCommandLine().getSubcommands().keySet();
            String name = word.replaceAll("=.*", "");
            return "Unknown " + kind + " " + word
                    + ForeignArguments.hint(name).orElseGet(() -> Suggestion.of(name, known));
        }
        if (e instanceof MissingParameterException missing
                && missing.getMissing().size() == 1) {
            ArgSpec argument = missing.getMissing().get(0);
            if (argument instanceof OptionSpec option) {
                return argument.required()
                                && option.getValue() == null
                                && e.getMessage().contains("required option")
                        ? "Missing argument " + option.longestName()
                        : "Missing value for option '" + option.longestName() + "'";
            }
        }
        if (e instanceof OverwrittenOptionException again) {
            return ((OptionSpec) again.getOverwritten()).longestName() + " must be given once but was given again";
        }
        return CONSTANTS.matcher(e.getMessage()).replaceFirst(found -> found.group(1)
                .toLowerCase(Locale.ROOT));
    }

    private int fail(Throwable thrown, boolean traced) {
        Outcome outcome = Outcome.of(thrown);
        outcome.reason().map(Secrets::mask).ifPresent(err::println);
        if (traced || outcome.exitStatus() == ExitStatus.FAULT) {
            thrown.printStackTrace(err);
        }
        return outcome.exitStatus().code();
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
