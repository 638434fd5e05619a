package dev.mnistscorer.report.page;

import dev.mnistscorer.evaluation.Example;
import dev.mnistscorer.evaluation.ScoredImage;
import dev.mnistscorer.picture.ContactSheet;
import dev.mnistscorer.table.ClassNames;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An image on the page.
 *
 * @param png PNG in base64; empty if the numbers of the image are no pixels
 * @param alt description for those who do not see it
 * @param label name of the true class; empty if it is not known
 * @param prediction name of the predicted class
 * @param confidence confidence of the prediction
 * @param file file that it is from
 * @param position {@code #7}, its position in the file; empty if it is not known
 */
record Picture(
        String png, String alt, String label, String prediction, String confidence, String file, String position) {

    /** Draws images. */
    record Painter(Optional<ContactSheet> sheet, ClassNames names) {
        Painter(PageFacts facts, ClassNames names) {
            this(
                    facts.figures()
                            .map(figures -> new ContactSheet(
                                    facts.size().height(), facts.size().width(), 1)),
                    names);
        }

        List<Picture> pictures(List<Example> examples) {
            return examples.stream().map(this::picture).toList();
        }

        private Picture picture(Example example) {
            String prediction = names.of(example.prediction());
            boolean labelled = example.label() != ScoredImage.NO_LABEL;
            String label = labelled ? names.of(example.label()) : "";
            String position = example.index() == ScoredImage.NO_INDEX ? "" : "#" + example.index();
            String alt = !labelled || label.equals(prediction)
                    ? "Predicted " + prediction
                    : "A " + label + " predicted as " + prediction;
            return new Picture(
                    sheet.map(drawn -> Base64.getEncoder().encodeToString(drawn.png(example.pixels())))
                            .orElse(""),
                    position.isEmpty() ? alt : alt + ", image " + position,
                    label,
                    prediction,
                    Texts.decimals(example.confidence(), 3),
                    example.origin(),
                    position);
        }
    }
}
