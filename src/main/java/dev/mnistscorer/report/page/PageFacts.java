package dev.mnistscorer.report.page;

import dev.mnistscorer.image.ImageFigures;
import dev.mnistscorer.report.GateResult;
import dev.mnistscorer.table.ImageSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Facts of a run that the page shows beside its metrics. None of them depends on the time, so that the same input gives the same
 * page.
 *
 * @param images name of the images
 * @param weights name of the network
 * @param decision decision on the predictions
 * @param remark reason of the decision, or place of the predictions
 * @param gates quality gates that were judged
 * @param leastAccuracy accuracy that a gate demands
 * @param rows row accounting
 * @param warnings results that are unlikely to be meant
 * @param size size of an image
 * @param figures figures of the images; empty if their numbers are no pixels: then there are no pictures either
 * @param card lines of the model card
 * @param command command that repeats the run
 */
public record PageFacts(
        String images,
        String weights,
        Decision decision,
        String remark,
        List<GateResult> gates,
        OptionalDouble leastAccuracy,
        String rows,
        List<String> warnings,
        ImageSize size,
        Optional<ImageFigures> figures,
        List<Map.Entry<String, String>> card,
        String command) {

    /** The same facts of a run that failed after all. */
    public PageFacts failed(String reason) {
        return new PageFacts(
                images,
                weights,
                Decision.FAILED,
                reason,
                gates,
                leastAccuracy,
                rows,
                warnings,
                size,
                figures,
                card,
                command);
    }
}
