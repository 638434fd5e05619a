package dev.mnistscorer.cli;

import dev.mnistscorer.input.InputOptions;
import dev.mnistscorer.table.ClassNames;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Arguments about the classes, for commands that show them. */
final class ClassArguments {
    @Option(
            names = "--class-names",
            paramLabel = "NAMES",
            description =
                    "names of the classes for people, from class 0 on, with commas (default: those of the data set)")
    private String names;

    /** Options of images with the names of their classes. */
    InputOptions named(InputOptions images) {
        return names == null ? images : images.withClassNames(Optional.of(ClassNames.parse(names)));
    }
}
