package dev.mnistscorer.run;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.error.GateFailedException;
import dev.mnistscorer.evaluation.Drift;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.evaluation.Profile;
import dev.mnistscorer.evaluation.Tally;
import dev.mnistscorer.image.ImageSample;
import dev.mnistscorer.input.ImageInput;
import dev.mnistscorer.input.JobSession;
import dev.mnistscorer.publish.RowCounts;
import dev.mnistscorer.report.JsonReport;
import dev.mnistscorer.spark.FileOutput;
import dev.mnistscorer.spark.HadoopConf;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** A scoring run: resolve, plan, score, judge, report, deliver. */
public final class ScoringRun {
    private final ScoreOptions options;
    private final PrintStream out;
    private final Optional<PrintStream> document;
    private final PrintStream err;

    /**
     * A run that prints messages for people.
     *
     * @param out stream for results
     * @param document stream for one document of JSON, whether the run succeeds or not
     * @param err stream for progress and messages
     */
    public ScoringRun(ScoreOptions options, PrintStream out, Optional<PrintStream> document, PrintStream err) {
        this.options = options;
        this.out = out;
        this.document = document;
        this.err = err;
    }

    /**
     * Runs.
     *
     * @throws BadInputException if something that was given cannot be used
     * @throws GateFailedException if a gate failed; the report is written, nothing is published
     * @throws IOException if results cannot be written
     */
    public void run() throws IOException {
        try (JobSession session = JobSession.open()) {
            SparkSession spark = session.spark();
            Configuration configuration = HadoopConf.of(spark);
            RunRecord record = new RunRecord(options, spark.version());
            try (RunJournal journal = new RunJournal(record, configuration, spark.sparkContext(), document, err)) {
                journal.run(() -> run(spark, configuration, record, journal));
            }
        }
    }

    private void run(SparkSession spark, Configuration configuration, RunRecord record, RunJournal journal)
            throws Exception {
        Planner planner = new Planner(options, spark, record, journal.report(), out, err);
        Resolved resolved = planner.resolve(configuration);
        record.endStage("resolve");
        Optional<ScoringPlan> planned = planner.plan(resolved);
        record.endStage("plan");
        if (planned.isEmpty()) {
            return;
        }
        try (ScoringPlan plan = planned.get()) {
            journal.withdrawOnInterrupt(plan);
            Scored scored = score(plan, record, journal);
            Verdict verdict = judge(plan, scored, record);
            report(plan, scored, verdict, record, journal);
            journal.deliver(() -> deliver(plan, verdict, record));
            new RunSummary(plan.delivery(), verdict, options.output().report()).print(out);
            verdict.requireAccepted();
        }
    }

    /** Scored rows, not judged yet. */
    private record Scored(Tally tally, ImageSample sample, RowCounts rows) {}

    private Scored score(ScoringPlan plan, RunRecord record, RunJournal journal) throws IOException {
        ScoringTask task = plan.begin(options.rows().policy());
        record.partitions = plan.rows().partitions();
        Tally tally = plan.evaluator().emptyTally();
        ImageSample sample = new ImageSample(plan.shape());
        AtomicLong invalid = new AtomicLong();
        List<FileOutput.Commit> commits = new ArrayList<>();
        TaskKernels kernels = new TaskKernels();
        try {
            plan.rows().forEachPartition(task, result -> {
                tally.merge(result.tally());
                sample.merge(result.sample());
                invalid.addAndGet(result.invalid());
                commits.addAll(result.commits());
                kernels.add(result.kernel());
            });
        } catch (Exception e) {
            journal.awaitTasks();
            throw e;
        }
        Resolved resolved = plan.resolved();
        resolved.input().requireUnchanged(resolved.files(), resolved.configuration());
        plan.delivery().complete(commits);
        RowCounts rows = RowCounts.of(
                plan.size().count(),
                tally.count(),
                invalid.get(),
                options.rows().policy());
        record.rows = Optional.of(rows);
        record.kernel = Optional.of(kernels.names());
        record.warnings.addAll(kernels.warnings(options.execution().kernel()));
        record.endStage("score");
        return new Scored(tally, sample, rows);
    }

    private Verdict judge(ScoringPlan plan, Scored scored, RunRecord record) {
        options.rows().limit().ifPresent(limit -> scored.rows()
                .requireWithin(limit, plan.resolved().input().uri()));
        Resolved resolved = plan.resolved();
        Profile profile = Profile.of(
                resolved.network().sha256(), scored.tally(), scored.sample().sums());
        Optional<Drift> drift = resolved.reference().map(reference -> Drift.of(reference.profile(), profile));
        Evaluation evaluation = Evaluation.of(scored.tally(), plan.names(), drift);
        record.evaluation = Optional.of(evaluation);
        record.warnings.addAll(warnings(plan, evaluation, scored.sample()));
        record.warnings.forEach(err::println);
        record.gates = QualityGate.results(options.gates(), GateMetrics.of(evaluation), resolved.configuration());
        record.endStage("judge");
        return new Verdict(evaluation, profile, scored.rows(), record.failedGates());
    }

    private List<String> warnings(ScoringPlan plan, Evaluation evaluation, ImageSample sample) {
        ImageInput input = plan.resolved().input();
        List<String> warnings =
                new ArrayList<>(new LooksWrong(sample.figures(), plan.shape(), input.format()).warnings(evaluation));
        boolean imagesLookWrong = !warnings.isEmpty();
        LooksWrong.fewClasses(evaluation).ifPresent(warnings::add);
        ImportWarnings.of(evaluation, options.model().weights(), input.name(), imagesLookWrong)
                .ifPresent(warnings::add);
        return warnings.stream().map(text -> "Warning: " + text).toList();
    }

    /** The report is written before the predictions become visible: who sees them finds their metrics. */
    private void report(ScoringPlan plan, Scored scored, Verdict verdict, RunRecord record, RunJournal journal)
            throws IOException {
        record.predictions = plan.delivery().summary(verdict.accepted()).predictions();
        journal.report()
                .write(
                        verdict.evaluation(),
                        verdict.profile(),
                        new ReportPage(record, plan, scored.sample().figures()).facts());
        record.endStage("report");
    }

    private void deliver(ScoringPlan plan, Verdict verdict, RunRecord record) throws IOException {
        if (verdict.accepted()) {
            record.tableVersion = plan.delivery()
                    .publish(
                            plan.identity(),
                            verdict.rows(),
                            plan.resolved().files(),
                            JsonReport.of(verdict.evaluation()));
        } else {
            plan.delivery().reject();
        }
        record.endStage("deliver");
    }
}
