package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.ConfidenceInterval;
import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.report.GateResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Head of the page: the decision, the accuracy, and the gates.
 *
 * @param title heading of the page
 * @param kind CSS class of the decision
 * @param word the decision in a word
 * @param reason reason of the decision
 * @param remark place of the predictions, or reason of a failure
 * @param headline accuracy in words
 * @param scale accuracy, its CI and the gate as a picture; null without labels
 * @param gates the gates
 * @param cards other metrics
 * @param rows row accounting
 * @param warnings warnings of the run
 */
record VerdictSection(
        String title,
        String kind,
        String word,
        String reason,
        String remark,
        String headline,
        Scale scale,
        List<GateResult> gates,
        List<Card> cards,
        String rows,
        List<String> warnings)
        implements Section {

    /** A metric with half a sentence about it. */
    record Card(String name, String value, String note) {}

    static VerdictSection of(Evaluation evaluation, PageFacts facts) {
        return new VerdictSection(
                facts.images() + " · " + facts.weights(),
                facts.decision().kind(),
                facts.decision().word(),
                reason(facts),
                facts.remark(),
                headline(evaluation),
                evaluation.evaluated() ? Scale.of(evaluation, facts.leastAccuracy()) : null,
                facts.gates(),
                cards(evaluation),
                facts.rows(),
                facts.warnings());
    }

    @Override
    public String id() {
        return "verdict";
    }

    private static String reason(PageFacts facts) {
        int all = facts.gates().size();
        long failed = facts.gates().stream().filter(gate -> !gate.passed()).count();
        if (facts.decision() == Decision.FAILED) {
            return "the run failed after scoring; nothing was published";
        }
        if (all == 0) {
            return "no quality gate was set";
        }
        return failed == 0
                ? "passed " + (all == 1 ? "the quality gate" : "all " + all + " quality gates")
                : "failed " + failed + " of " + Texts.count(all, "quality gate") + "; nothing was published";
    }

    private static String headline(Evaluation evaluation) {
        if (!evaluation.evaluated()) {
            return "Not evaluated: none of " + Texts.count(evaluation.count(), "image") + " has a label";
        }
        ConfidenceInterval interval = evaluation.accuracyInterval();
        long total = evaluation.confusion().total();
        return Texts.percent(evaluation.accuracy()) + " % right (95 % CI " + Texts.percent(interval.low()) + " to "
                + Texts.percent(interval.high()) + "): " + Texts.grouped(total - evaluation.correct()) + " of "
                + Texts.count(total, "image") + " wrong";
    }

    private static List<Card> cards(Evaluation evaluation) {
        List<Card> cards = new ArrayList<>();
        if (!evaluation.evaluated()) {
            return cards;
        }
        cards.add(new Card("Accuracy", Texts.four(evaluation.accuracy()), "fraction of correct predictions"));
        cards.add(new Card("Macro F1", Texts.four(evaluation.macro().f1()), "each class counts the same"));
        cards.add(new Card("MCC", Texts.four(evaluation.agreement().mcc()), "0 is guessing, 1 is perfect"));
        evaluation.probabilities().ifPresent(metrics -> {
            double guessing = StrictMath.log(evaluation.classes().size());
            cards.add(new Card(
                    "Log-loss", Texts.four(metrics.logLoss()), "0 is perfect, guessing " + Texts.four(guessing)));
            cards.add(new Card(
                    "ECE", Texts.four(metrics.calibration().ece()), "mean distance of confidence and accuracy"));
            cards.add(new Card("Macro AUC", Texts.four(metrics.macroAuc()), "0.5 is guessing, 1 is perfect"));
        });
        return cards;
    }
}
