package dev.mnistscorer.run;

import dev.mnistscorer.publish.RunIdentity;
import dev.mnistscorer.weights.WeightsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Everything that the predictions of a run and the metrics kept with them depend on. */
final class RunSettings {
    private RunSettings() {}

    static RunIdentity identity(ScoreOptions options, Resolved resolved) {
        WeightsFile weights = resolved.weights();
        List<String> settings = new ArrayList<>(List.of(
                options.output().delivery().format().toString().toLowerCase(Locale.ROOT),
                options.output().delivery().probabilities() ? "probabilities" : "confidence",
                options.rows().policy().toString().toLowerCase(Locale.ROOT),
                weights.network().toString()));
        settings.addAll(resolved.input().settings());
        options.input().classNames().ifPresent(names -> settings.addAll(names.names()));
        options.output().delivery().table().ifPresent(table -> settings.add("table=" + table.name()));
        if (options.output().delivery().stamp()) {
            settings.add("stamp");
        }
        resolved.challenger()
                .ifPresent(file -> settings.add("challenger=" + file.network().sha256()));
        if (options.output().delivery().challenger()) {
            settings.add("challenger-predictions");
        }
        resolved.reference().ifPresent(reference -> settings.add("reference=" + reference.sha256()));
        return RunIdentity.of(
                resolved.files(), weights.sha256(), weights.network().sha256(), settings);
    }
}
