package dev.mnistscorer.cli;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** Lists the options of a command under a heading for each class that declares arguments; those of all commands come last. */
final class GroupedOptions implements IHelpSectionRenderer {
    private static final String OTHERS = "General";

    private static final Map<Class<?>, String> HEADINGS = Map.ofEntries(
            Map.entry(InputArguments.class, "Input"),
            Map.entry(ClassArguments.class, "Input"),
            Map.entry(WeightsArguments.class, "Model"),
            Map.entry(ImportArguments.class, "Model"),
            Map.entry(ChallengerArguments.class, "Comparison"),
            Map.entry(ReferenceArguments.class, "Comparison"),
            Map.entry(ExecutionArguments.class, "Tuning"),
            Map.entry(OutputArguments.class, "Output"),
            Map.entry(TrainCommand.class, "Training"),
            Map.entry(InspectCommand.class, "Pictures"),
            Map.entry(UnattendedArguments.class, "Unattended"));

    @Override
    public String render(Help help) {
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        help.commandSpec().options().forEach(option -> groups.computeIfAbsent(
                        heading(option), name -> new ArrayList<>())
                .add(option));
        List<OptionSpec> others = Optional.ofNullable(groups.remove(OTHERS)).orElse(new ArrayList<>());
        Class<?> own = help.commandSpec().userObject().getClass();
        others.sort(Comparator.comparing(
                option -> declaring(option).filter(own::equals).isEmpty()));
        StringBuilder text = new StringBuilder();
        groups.forEach((heading, options) -> text.append(heading)
                .append(":%n".formatted())
                .append(list(help, options))
                .append("%n".formatted()));
        return text.append(groups.isEmpty() ? "" : OTHERS + ":%n".formatted())
                .append(list(help, others))
                .toString();
    }

    private static String heading(OptionSpec option) {
        return declaring(option).map(HEADINGS::get).orElse(OTHERS);
    }

    private static Optional<Class<?>> declaring(OptionSpec option) {
        return option.userObject() instanceof Field field ? Optional.of(field.getDeclaringClass()) : Optional.empty();
    }

    private static String list(Help help, List<OptionSpec> options) {
        Help.Layout layout = help.createDefaultLayout();
        layout.addOptions(options, help.createDefaultParamLabelRenderer());
        return layout.toString();
    }
}
