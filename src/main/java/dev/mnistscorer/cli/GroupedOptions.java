package dev.mnistscorer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** Lists the options of a command under a heading for each class that declares arguments. */
final class GroupedOptions implements IHelpSectionRenderer {
    private static final String OTHERS = "General";

    private static final Map<Class<?>, String> HEADINGS = Map.of(
            InputArguments.class, "Input",
            WeightsArguments.class, "Model",
            ImportArguments.class, "Model",
            ExecutionArguments.class, "Tuning",
            OutputArguments.class, "Output",
            UnattendedArguments.class, "Unattended");

    @Override
    public String render(Help help) {
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        help.commandSpec().options().forEach(option -> groups.computeIfAbsent(
                        heading(option), name -> new ArrayList<>())
                .add(option));
        List<OptionSpec> others = Optional.ofNullable(groups.remove(OTHERS)).orElse(List.of());
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
        return option.userObject() instanceof java.lang.reflect.Field field
                ? HEADINGS.getOrDefault(field.getDeclaringClass(), OTHERS)
                : OTHERS;
    }

    private static String list(Help help, List<OptionSpec> options) {
        Help.Layout layout = help.createDefaultLayout();
        layout.addOptions(options, help.createDefaultParamLabelRenderer());
        return layout.toString();
    }
}
