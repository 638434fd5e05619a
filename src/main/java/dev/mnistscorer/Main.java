package dev.mnistscorer;

import dev.mnistscorer.cli.RootCommand;
import dev.mnistscorer.error.ExitStatus;
import dev.mnistscorer.picture.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Entry point for spark-submit. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        // UTF-8 also where a scheduler starts the process without a locale.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int status = run(out, err, arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    /**
     * Runs a command. Whatever is thrown, errors of the JVM included, ends here as an exit status and a message.
     *
     * @param out takes results
     * @param err takes messages
     * @return the exit status: 0 done, 1 invalid command line, 2 invalid input, 3 internal or cluster failure, 4 a quality
     *     gate failed
     */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        // A console is there only if both standard input and standard output are a terminal.
        Terminal terminal = Terminal.of(System.getenv(), System.console() != null);
        int status = new RootCommand(out, err, terminal).execute(arguments);
        if (status == ExitStatus.DONE.code() && out.checkError()) {
            err.println("Cannot write to standard output: it is full or closed");
            return ExitStatus.FAULT.code();
        }
        return status;
    }
}
