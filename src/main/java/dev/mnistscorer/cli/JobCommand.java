package dev.mnistscorer.cli;

import dev.mnistscorer.error.ExitStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Parts that all commands share. */
@Command(sortOptions = false, abbreviateSynopsis = true, mixinStandardHelpOptions = true)
abstract class JobCommand implements Callable<Integer> {
    /** Takes results. */
    protected final PrintStream out;

    /** Takes messages. */
    protected final PrintStream err;

    @Spec
    private CommandSpec spec;

    // Read by RootCommand, which reports errors.
    @Option(names = RootCommand.STACKTRACE, description = "show the stack trace of an error")
    private boolean stacktrace;

    JobCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public final Integer call() throws IOException {
        run();
        return ExitStatus.DONE.code();
    }

    /** Defaults of arguments that several commands take, in words for their descriptions. */
    Map<String, String> defaults() {
        return Map.of();
    }

    /** Does the work. */
    abstract void run() throws IOException;

    /** The command line that this command was parsed from. */
    CommandSpec spec() {
        return spec;
    }

    /** Builds the options; an invalid combination is reported as a bad command line. */
    <T> T checked(Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
