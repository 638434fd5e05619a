package dev.mnistscorer.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JVM with the options and the class path of this one. */
final class ChildJvm {
    /** Beginning of the line of figures that a child prints. */
    static final String RESULT = "RESULT ";

    private ChildJvm() {}

    /** Runs a main class; returns the figures that it prints. */
    static double[] run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return figures(command);
    }

    /** Runs a command; returns the figures that it prints. */
    static double[] figures(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        double[] figures;
        try (BufferedReader lines = process.inputReader()) {
            figures = lines.lines()
                    .filter(line -> line.startsWith(RESULT))
                    .flatMap(line ->
                            Arrays.stream(line.substring(RESULT.length()).split(" ")))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
        if (process.waitFor() != 0 || figures.length == 0) {
            throw new IOException("Status " + process.exitValue() + " of " + String.join(" ", command));
        }
        return figures;
    }
}
