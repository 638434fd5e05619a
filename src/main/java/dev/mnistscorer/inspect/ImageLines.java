package dev.mnistscorer.inspect;

import dev.mnistscorer.image.DecodedImages;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.picture.ContactSheet;
import dev.mnistscorer.picture.Terminal;
import dev.mnistscorer.picture.TerminalPicture;
import dev.mnistscorer.scoring.ForwardPass;
import dev.mnistscorer.table.ClassNames;
import dev.mnistscorer.table.ImageSize;
import dev.mnistscorer.table.ScoreColumn;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints images to a terminal: as pictures, as numbers, and with their scores. */
final class ImageLines {
    private static final int CLASS_WIDTH = 7;

    private final Terminal terminal;
    private final ImageSize size;
    private final ClassNames names;
    private final PrintStream out;
    private final TerminalLines lines;

    ImageLines(Terminal terminal, ImageSize size, ClassNames names, PrintStream out) {
        this.terminal = terminal;
        this.size = size;
        this.names = names;
        this.out = out;
        this.lines = new TerminalLines(out, terminal.columns());
    }

    /** Prints the images as pictures, as many side by side as the terminal is wide. */
    void pictures(List<ShownImage> shown) {
        List<ContactSheet.Picture> pictures =
                shown.stream().flatMap(each -> each.pictures(names)).toList();
        int columns = Math.max(1, (terminal.columns() + 2) / (size.width() + 2));
        for (int from = 0; from < pictures.size(); from += columns) {
            List<ContactSheet.Picture> row = pictures.subList(from, Math.min(pictures.size(), from + columns));
            TerminalPicture.row(row.stream()
                            .map(each ->
                                    TerminalPicture.of(each.pixels(), size.height(), size.width(), terminal.colour()))
                            .toList())
                    .forEach(out::println);
            out.println(row.stream()
                    .map(each -> centred(each.caption(), size.width()))
                    .collect(Collectors.joining("  "))
                    .stripTrailing());
        }
    }

    private static String centred(String text, int width) {
        String left = " ".repeat(Math.max(0, width - text.length()) / 2) + text;
        return left + " ".repeat(Math.max(0, width - left.length()));
    }

    /** Prints the pixels of an image as numbers. */
    void pixels(ShownImage shown) {
        byte[] image = shown.pixels();
        out.println();
        for (int y = 0; y < size.height(); y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < size.width(); x++) {
                row.append(String.format(Locale.ROOT, "%4d", image[y * size.width() + x] & 0xff));
            }
            out.println(row);
        }
    }

    /** Prints the probability of each class of an image. */
    void scores(DenseNetwork network, ShownImage image) {
        ForwardPass pass = new ForwardPass(network, KernelChoice.AUTO.create(), 1, Set.of(ScoreColumn.PROBABILITY));
        DecodedImages.set(image.row(), 1, pass.images());
        pass.run(1);
        float[] scores = pass.scores(0);
        String format = "%" + names.width(CLASS_WIDTH) + "s %9.6f  %s%s";
        out.println();
        for (int k = 0; k < scores.length; k++) {
            lines.line(format, names.numbered(k), scores[k], lines.bar(scores[k]), k == pass.prediction(0) ? " <" : "");
        }
    }
}
