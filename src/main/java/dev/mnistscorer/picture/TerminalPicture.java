package dev.mnistscorer.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Images as text: half-block characters, two rows of pixels in a line of text. With colours each cell sets both its
 * colours, so that it looks the same on a light and on a dark terminal; without, ink has the terminal's text colour.
 */
public final class TerminalPicture {
    /** Smallest value of a pixel that is drawn where there are no shades. */
    private static final int THRESHOLD = 96;

    /** First of the 24 greys of the 256-colour palette, from almost black to almost white. */
    private static final int FIRST_GREY = 232;

    private static final int GREYS = 24;
    private static final String RESET = "\u001b[0m";

    private TerminalPicture() {}

    /**
     * Draws one image as lines of {@code width} characters each.
     *
     * @param pixels {@code [height, width]}, row-major, unsigned bytes
     * @param colour true for a terminal with 256 colours
     */
    public static List<String> of(byte[] pixels, int height, int width, boolean colour) {
        List<String> lines = new ArrayList<>();
        for (int y = 0; y < height; y += 2) {
            StringBuilder line = new StringBuilder();
            for (int x = 0; x < width; x++) {
                int upper = pixels[y * width + x] & 0xff;
                int lower = y + 1 < height ? pixels[(y + 1) * width + x] & 0xff : 0;
                line.append(colour ? shaded(upper, lower) : plain(upper >= THRESHOLD, lower >= THRESHOLD));
            }
            lines.add(colour ? line + RESET : line.toString());
        }
        return lines;
    }

    /** Joins the lines of several images side by side, two spaces between them. */
    public static List<String> row(List<List<String>> images) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < images.get(0).size(); i++) {
            int line = i;
            lines.add(String.join(
                    "  ", images.stream().map(image -> image.get(line)).toList()));
        }
        return lines;
    }

    private static String shaded(int upper, int lower) {
        return "\u001b[38;5;" + grey(upper) + ";48;5;" + grey(lower) + "m▀";
    }

    private static int grey(int ink) {
        return FIRST_GREY + (255 - ink) * (GREYS - 1) / 255;
    }

    private static char plain(boolean upper, boolean lower) {
        if (upper) {
            return lower ? '█' : '▀';
        }
        return lower ? '▄' : ' ';
    }
}
