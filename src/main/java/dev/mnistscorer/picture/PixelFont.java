package dev.mnistscorer.picture;

import java.util.Map;

/** A font of digits and a few signs, 3 × 5 pixels each: AWT's fonts need libraries that a server often lacks. */
final class PixelFont {
    static final int HEIGHT = 5;
    private static final int WIDTH = 3;
    private static final int SPACING = 1;

    /** Five rows of three bits each, from the top left. */
    private static final Map<Character, Integer> SHAPES = Map.ofEntries(
            Map.entry('0', 0b111_101_101_101_111),
            Map.entry('1', 0b010_110_010_010_111),
            Map.entry('2', 0b111_001_111_100_111),
            Map.entry('3', 0b111_001_111_001_111),
            Map.entry('4', 0b101_101_111_001_001),
            Map.entry('5', 0b111_100_111_001_111),
            Map.entry('6', 0b111_100_111_101_111),
            Map.entry('7', 0b111_001_010_010_010),
            Map.entry('8', 0b111_101_111_101_111),
            Map.entry('9', 0b111_101_111_001_111),
            Map.entry(' ', 0),
            Map.entry('.', 0b000_000_000_000_010),
            Map.entry(':', 0b000_010_000_010_000),
            Map.entry('-', 0b000_000_111_000_000),
            Map.entry('>', 0b100_010_001_010_100),
            Map.entry('?', 0b111_001_010_000_010));

    /** Receives the pixels that are ink. */
    interface Ink {
        void at(int x, int y);
    }

    private PixelFont() {}

    static int width(String text) {
        return Math.max(0, text.length() * (WIDTH + SPACING) - SPACING);
    }

    static void draw(String text, Ink ink) {
        for (int i = 0; i < text.length(); i++) {
            Integer shape = SHAPES.get(text.charAt(i));
            if (shape == null) {
                throw new IllegalArgumentException("there is no shape for '" + text.charAt(i) + "'");
            }
            for (int bit = 0; bit < WIDTH * HEIGHT; bit++) {
                if ((shape >> (WIDTH * HEIGHT - 1 - bit) & 1) == 1) {
                    ink.at(i * (WIDTH + SPACING) + bit % WIDTH, bit / WIDTH);
                }
            }
        }
    }
}
