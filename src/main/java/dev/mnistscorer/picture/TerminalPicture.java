package dev.mnistscorer.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Images as text: half-block characters, two rows of pixels in a line of text. With colours each cell says both its
 * colours, so that it looks the same on a light and on a dark terminal; without, ink is whatever the terminal writes with.
 */
public final class TerminalPicture {
    /** Ink from here on is shown where there are no shades. */
    private static final int HALF = 96;

    /** The greys of the 256-colour palette: 24, from almost black to almost white. */
    private static final int FIRST_GREY = 232;

    private static final int GREYS = 24;
    private static final String RESET = "\u001b[0m";

    private TerminalPicture() {}

    /**
     * One image as lines of {@code width} characters each.
     *
     * @param pixels {@code [height, width]}, row-major, unsigned bytes
     * @param colour whether the terminal takes colours
     */
    public static List<String> of(byte[] pixels, int height, int width, boolean colour) {
        List<String> lines = new ArrayList<>();
        for (int y = 0; y < height; y += 2) {
            StringBuilder line = new StringBuilder();
            for (int x = 0; x < width; x++) {
                int upper = pixels[y * width + x] & 0xff;
                int lower = y + 1 < height ? pixels[(y + 1) * width + x] & 0xff : 0;
                line.append(colour ? shaded(upper, lower) : plain(upper >= HALF, lower >= HALF));
            }
            lines.add(colour ? line + RESET : line.toString());
        }
        return lines;
    }

    /** Images beside each other, two spaces between them. */
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
