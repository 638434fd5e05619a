package dev.mnistscorer.job;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.source.Datasets;
import java.io.IOException;
import java.io.PrintStream;

/** A scoring run from files to figures. All that is given is checked before a task starts. */
public final class ScoringJob {
    private final ScoreOptions options;
    private final PrintStream out;
    private final PrintStream progress;

    /** A run that prints its results to {@code out}, and the progress of a download to {@code progress}. */
    public ScoringJob(ScoreOptions options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs.
     *
     * @throws BadInputException if something that was given cannot be used
     * @throws GateFailedException if the figures are not good enough; the report is written, nothing is published
     * @throws IOException if results cannot be written
     */
    public void run() throws IOException {
        Datasets datasets = Datasets.ofEnvironment(JobSession.isLocal(), progress);
        ImageInput input = options.input()
                .map(name -> new ImageInput(datasets, name, options.labels()))
                .orElseGet(() -> ImageInput.byDefault(datasets, options.labels(), this::explain));
        try (JobSession session = JobSession.open()) {
            new ScoringRun(options, out, session.spark(), datasets, input).run();
        }
    }

    private void explain(String whyNotMnist) {
        out.println("Scoring the built-in sample instead of MNIST. " + whyNotMnist);
    }
}
