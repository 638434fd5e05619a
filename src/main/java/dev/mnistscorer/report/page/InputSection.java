package dev.mnistscorer.report.page;

import dev.mnistscorer.image.ImageFigures;
import java.util.List;
import java.util.Optional;

/**
 * Figures of the images beside those of MNIST, or the remark that there are none.
 *
 * @param images number of images that were measured
 * @param rows the figures; none if the numbers of the images are no pixels
 */
record InputSection(String images, List<Row> rows) implements Section {

    /** A figure of the images, and of MNIST's test images. */
    record Row(String name, String value, String mnist) {}

    static InputSection of(Optional<ImageFigures> figures) {
        return figures.map(InputSection::of).orElseGet(() -> new InputSection("", List.of()));
    }

    private static InputSection of(ImageFigures figures) {
        return new InputSection(
                Texts.count(figures.images(), "image"),
                List.of(
                        new Row("largest pixel", Integer.toString(figures.largest()), "255"),
                        new Row("mean pixel", Texts.decimals(figures.mean(), 1), "33.3"),
                        new Row("mean pixel at the border", Texts.decimals(figures.border(), 1), "0.0"),
                        new Row("mean of the smallest pixels", Texts.decimals(figures.smallest(), 1), "0.0"),
                        new Row("ink with ink on its right, %", Texts.percent(figures.adjacent()), "75.0"),
                        new Row(
                                "distance of the centre of mass from the middle, pixels",
                                Texts.decimals(figures.distance(), 1),
                                "0.4"),
                        new Row("longer side of the ink, pixels", Texts.decimals(figures.side(), 1), "20.0"),
                        new Row("taller than wide, %", Texts.percent(figures.tall()), "92.0")));
    }

    @Override
    public String id() {
        return "input";
    }

    @Override
    public String title() {
        return "Images";
    }
}
