package dev.mnistscorer.run;

import dev.mnistscorer.evaluation.Evaluation;
import dev.mnistscorer.image.ImageFigures;
import dev.mnistscorer.image.PixelRange;
import dev.mnistscorer.image.PreparationStep;
import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.image.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detects images that differ from MNIST's in a way that an argument mends. Nothing is said of labelled images that the network
 * reads well, as it was trained on such; only a range of pixels that nobody uses is pointed out in any case.
 *
 * <p>The thresholds were chosen on MNIST's test and training images, on copies of the test images, and on the sample:
 *
 * <pre>
 * images                          largest  border   smallest  adjacent  distance  longer  tall
 *                                   pixel  /largest /largest       ink              side
 * test, training                      255    0.00     0.00      0.75      0.37    20.0    0.92
 * values halved                       127    0.00     0.00      0.75      0.38    20.0    0.86
 * values 0..15, 0..1               15, 1     0.00     0.00      0.75      0.43    20.0    0.89
 * inverted                            255    1.00     0.00      0.92      0.82    28.0    0.05
 * on grey paper, value 40             244    0.16     0.16      0.77      0.45    20.0    0.92
 * transposed                          255    0.00     0.00      0.77      0.37    20.0    0.08
 * side halved                         255    0.00     0.00      0.54      0.39     9.6    0.91
 * scaled by 1.4, by 2                 255    0.28     0.00      0.82      0.98    26.1    0.70
 * shifted by (1, 1)                   255    0.00     0.00      0.74      1.46    20.0    0.92
 * shifted by (0, 2), by up to 3       255    0.01     0.00      0.76      2.02    20.0    0.88
 * noise, no digits                    255    0.09     0.00      0.09      1.17    28.0    0.44
 * </pre>
 */
final class LooksWrong {
    /** Accuracy that the upper end of the 95 % CI must not reach. */
    private static final double READ_WELL = 0.8;

    // Fractions of the largest pixel: that the border and the mean exceed, and the smallest pixel of an image.
    private static final double INVERTED = 0.5;
    private static final double GREY_PAPER = 0.05;

    /** Largest pixel below which the range of pixels is another one: three quarters of 255. */
    private static final int DARK = 192;

    /** Largest pixel up to which the range is one that networks are trained for, such as 0..1 and 0..16. */
    private static final int USUAL_RANGE = 16;

    /** Least number of images, and least side of an image, whose shapes are judged. */
    private static final int FEW = 10;

    private static final int SMALL = 20;

    /** Least fraction of adjacent ink of images that consist of strokes or areas rather than of noise. */
    private static final double STROKES = 0.35;

    // Fractions of the side of an image: of the distance, and of the longer side of the ink.
    private static final double SHIFTED = 1.0 / 28;
    private static final double SMALLER = 16.0 / 28;
    private static final double LARGER = 24.0 / 28;

    /** Fraction of tall images below which they are transposed. Of zeros alone, MNIST's least tall digits, 0.69 are. */
    private static final double TALL = 0.35;

    /** Images for each class from which on a class that never occurs says something. */
    private static final int LABELS_PER_CLASS = 20;

    private final ImageFigures figures;
    private final Shape shape;
    private final RowFormat format;

    LooksWrong(ImageFigures figures, Shape shape, RowFormat format) {
        this.figures = figures;
        this.shape = shape;
        this.format = format;
    }

    /** Returns a warning for each difference, which names the figures and the argument. */
    List<String> warnings(Evaluation evaluation) {
        List<String> warnings = new ArrayList<>();
        if (!isReadWell(evaluation) || figures.largest() > USUAL_RANGE) {
            range().ifPresent(warnings::add);
        }
        if (!isReadWell(evaluation)) {
            warnings.addAll(paper().map(List::of).orElseGet(this::strokes));
        }
        return warnings;
    }

    private static boolean isReadWell(Evaluation evaluation) {
        return evaluation.evaluated() && evaluation.accuracyInterval().high() >= READ_WELL;
    }

    private Optional<String> range() {
        if (figures.images() > 0 && figures.inked() == 0 && format.isMnist()) {
            return Optional.of(
                    "no image has ink: the largest difference from the paper is below 16 of 255; state the range"
                            + " of the pixels, as --pixel-range=0..1");
        }
        if (figures.inked() == 0 || figures.largest() >= DARK) {
            return Optional.empty();
        }
        PixelRange stated = Optional.ofNullable(format.range()).orElse(PixelRange.BYTES);
        double high = stated.low() + (stated.high() - stated.low()) * figures.largest() / 255;
        return said(
                "the pixels look scaled down: the largest is %d (MNIST: 255); add --pixel-range=%s, or --prepare=mnist if"
                        + " the images are pictures",
                figures.largest(), new PixelRange(stated.low(), high));
    }

    private Optional<String> paper() {
        if (figures.inked() == 0) {
            return Optional.empty();
        }
        if (Math.min(figures.border(), figures.mean()) > INVERTED * figures.largest()) {
            return said(
                    "the images look inverted: the mean pixel is %.1f, at the border %.1f (MNIST: 33.3 and 0.0); %s",
                    figures.mean(), figures.border(), toggled(PreparationStep.INVERT, "--invert"));
        }
        if (figures.smallest() > GREY_PAPER * figures.largest()) {
            return said(
                    "the images look as on grey paper: the smallest pixel of an image is %.1f on average, at the border the"
                            + " mean is %.1f (MNIST: 0.0 and 0.0); add --prepare=mnist",
                    figures.smallest(), figures.border());
        }
        return Optional.empty();
    }

    private List<String> strokes() {
        if (figures.inked() < FEW
                || shape.height() != shape.width()
                || shape.height() < SMALL
                || figures.adjacent() < STROKES) {
            return List.of();
        }
        return Stream.of(transposed(), size().or(this::shifted))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> transposed() {
        return figures.tall() < TALL
                ? said(
                        "the images look transposed: %.0f %% of the digits are taller than wide (MNIST: 90 %%); %s",
                        100 * figures.tall(), toggled(PreparationStep.TRANSPOSE, "--transpose"))
                : Optional.empty();
    }

    private Optional<String> size() {
        String word = figures.side() < SMALLER * shape.height()
                ? "smaller"
                : figures.side() > LARGER * shape.height() ? "larger" : "";
        return word.isEmpty()
                ? Optional.empty()
                : said(
                        "the digits look %s than MNIST's: their longer side is %.1f of %d pixels on average (MNIST: 20.0 of"
                                + " 28); add --prepare=mnist",
                        word, figures.side(), shape.height());
    }

    private Optional<String> shifted() {
        return figures.distance() > SHIFTED * shape.height()
                ? said(
                        "the digits look shifted: their centre of mass is %.1f pixels from the middle on average (MNIST:"
                                + " 0.4); add --prepare=mnist",
                        figures.distance())
                : Optional.empty();
    }

    /** Returns a warning if labels use few of the network's classes, and it does not read them well. */
    static Optional<String> fewClasses(Evaluation evaluation) {
        int classes = evaluation.classes().size();
        long used =
                evaluation.classes().stream().filter(each -> each.support() > 0).count();
        return !isReadWell(evaluation)
                        && evaluation.confusion().total() >= (long) LABELS_PER_CLASS * classes
                        && 2 * used <= classes
                ? said(
                        "the labels use %d of the network's %d classes: see whether the network was trained for this data",
                        used, classes)
                : Optional.empty();
    }

    private String toggled(PreparationStep step, String argument) {
        return (format.steps().contains(step) ? "leave out " : "add ") + argument;
    }

    private static Optional<String> said(String text, Object... figures) {
        return Optional.of(String.format(Locale.ROOT, text, figures));
    }
}
