package dev.mnistscorer.cli;

import dev.mnistscorer.error.BadInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Values of arguments from files: that of {@code --config}, and after it {@code scoring.properties} in the directory
 * {@code $MNIST_SCORER_CONF}. The command line overrides both.
 */
final class ConfigFiles implements IDefaultValueProvider {
    static final String CONFIG = "--config";

    /** Whitespace at the end of a line that is not escaped, which is easily left there and part of no value. */
    private static final Pattern TRAILING_SPACE = Pattern.compile("(?m)(?<!\\\\)[ \\t]+$");

    private static final String DIRECTORY_VARIABLE = "MNIST_SCORER_CONF";
    private static final String FILE_NAME = "scoring.properties";
    private static final String COMMAND_LINE = "command line";
    private static final String DEFAULT = "default";

    /** Arguments that have no meaning in a file. */
    static final List<String> COMMAND_LINE_ONLY =
            List.of(CONFIG, "--print-config", "--quiet", "--json", RootCommand.STACKTRACE, "--help", "--version");

    /** Defaults of arguments that other commands have without one. */
    private static final Map<String, String> DEFAULTS = Map.of("--weights", ScoreCommand.DEFAULT_WEIGHTS);

    private final List<ConfigFile> files;

    private record ConfigFile(Path path, Properties values) {}

    private ConfigFiles(List<ConfigFile> files) {
        this.files = files;
    }

    /**
     * Reads the files, and checks each as a command line of its own.
     *
     * @param command makes a command that takes the values
     * @param check further check of a command whose values are set
     * @throws BadInputException if a file cannot be read, or has a key or a value that the command does not take
     */
    static <T> ConfigFiles read(String[] arguments, Supplier<T> command, Consumer<T> check) {
        List<ConfigFile> files = new ArrayList<>();
        named(arguments).map(ConfigFiles::load).ifPresent(files::add);
        String directory = System.getenv(DIRECTORY_VARIABLE);
        if (directory != null && Files.exists(Path.of(directory, FILE_NAME))) {
            files.add(load(Path.of(directory, FILE_NAME)));
        }
        files.forEach(file -> check(file, command.get(), check));
        return new ConfigFiles(files);
    }

    private static Optional<Path> named(String... arguments) {
        Optional<Path> found = Optional.empty();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith(CONFIG + "=")) {
                found = Optional.of(Path.of(arguments[i].substring(CONFIG.length() + 1)));
            } else if (arguments[i].equals(CONFIG) && i + 1 < arguments.length) {
                found = Optional.of(Path.of(arguments[i + 1]));
            }
        }
        return found;
    }

    private static ConfigFile load(Path path) {
        Properties values = new Properties();
        try {
            values.load(new StringReader(
                    TRAILING_SPACE.matcher(Files.readString(path)).replaceAll("")));
        } catch (NoSuchFileException e) {
            throw new BadInputException("Cannot read " + path + ": no such file", e);
        } catch (IOException | IllegalArgumentException e) {
            throw BadInputException.cannot("read", path, e);
        }
        return new ConfigFile(path, values);
    }

    private static <T> void check(ConfigFile file, T command, Consumer<T> check) {
        String[] arguments = new TreeSet<>(file.values().stringPropertyNames())
                .stream()
                        .map(key -> "--" + key + "=" + file.values().getProperty(key))
                        .toArray(String[]::new);
        try {
            for (String argument : arguments) {
                String name = argument.substring(0, argument.indexOf('='));
                if (COMMAND_LINE_ONLY.contains(name)) {
                    throw BadInputException.in(file.path(), "%s must be on the command line", name);
                }
            }
            new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
            check.accept(command);
        } catch (ParameterException e) {
            throw new BadInputException("[" + file.path() + "] " + RootCommand.message(e), e);
        }
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        // picocli replaces variables in default values, unless a dollar is doubled.
        return argument instanceof OptionSpec option
                ? file(option)
                        .map(file -> value(file, option).replace("$", "$$"))
                        .orElse(DEFAULTS.get(option.longestName()))
                : null;
    }

    private Optional<ConfigFile> file(OptionSpec option) {
        return files.stream().filter(file -> value(file, option) != null).findFirst();
    }

    private static String value(ConfigFile file, OptionSpec option) {
        return file.values().getProperty(name(option));
    }

    /** Prints each argument that a file may give with its value, as a file that gives the same, under the origin of each. */
    void print(CommandLine command, PrintStream out) {
        Map<String, List<OptionSpec>> origins = new LinkedHashMap<>();
        origins.put(COMMAND_LINE, new ArrayList<>());
        files.forEach(file -> origins.put(file.path().toString(), new ArrayList<>()));
        origins.put(DEFAULT, new ArrayList<>());
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!COMMAND_LINE_ONLY.contains(option.longestName())) {
                String origin = command.getParseResult().hasMatchedOption(option)
                        ? COMMAND_LINE
                        : file(option).map(file -> file.path().toString()).orElse(DEFAULT);
                origins.get(origin).add(option);
            }
        }
        origins.values().removeIf(List::isEmpty);
        origins.forEach((origin, options) -> {
            out.println("# " + origin);
            options.forEach(option -> out.println(line(option)));
        });
    }

    private static String line(OptionSpec option) {
        Object value = option.getValue();
        if (value == null) {
            return "#" + name(option) + "=";
        }
        return name(option) + "=" + escaped(value instanceof Enum<?> word ? Arguments.text(word) : value.toString());
    }

    private static String name(OptionSpec option) {
        return option.longestName().substring(2);
    }

    /** A value in the syntax of a properties file. */
    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char next = value.charAt(i);
            boolean atEnd = i == 0 || i == value.length() - 1;
            if (next == '\\' || next == ' ' && atEnd) {
                text.append('\\').append(next);
            } else if (Character.isISOControl(next)) {
                text.append(String.format("\\u%04x", (int) next));
            } else {
                text.append(next);
            }
        }
        return text.toString();
    }
}
