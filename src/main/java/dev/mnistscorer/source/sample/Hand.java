package dev.mnistscorer.source.sample;

import java.util.Locale;

/**
 * Handwriting of the sample digits: the ranges from which each digit is drawn. A range is a middle and the largest distance from
 * it, in units of the digit's height unless stated otherwise.
 */
public enum Hand {
    /** Neat digits, which every network reads that was trained on MNIST. Equally many of each class, in turn. */
    NEAT(0.03, 0.72, 0.16, 0.1, 0.24, 0.06, 0.1, 0.95, 0.75, 0, 0, 0),
    /** Digits as varied as people write them, some of them ambiguous. The classes come at random. */
    HARD(0.07, 0.72, 0.2, 0.1, 0.34, 0.09, 0.16, 0.7, 1.0, 0.3, 0.08, 0.15);

    /** Random offset of each point of a stroke. */
    final double unsteadiness;

    final double width;
    final double widthSpread;
    final double slant;
    final double slantSpread;
    final double bowSpread;

    /** In radians. */
    final double rotationSpread;

    /** Half the width of a stroke, in pixels, and what may be added to it. */
    final double thinnest;

    final double thicknessSpread;

    /** Largest relative change of the width along a stroke. */
    final double pressureSpread;

    /** Probability of a gap in a digit. */
    final double gaps;

    /** Probability that the end of a stroke slips. */
    final double slips;

    Hand(
            double unsteadiness,
            double width,
            double widthSpread,
            double slant,
            double slantSpread,
            double bowSpread,
            double rotationSpread,
            double thinnest,
            double thicknessSpread,
            double pressureSpread,
            double gaps,
            double slips) {
        this.unsteadiness = unsteadiness;
        this.width = width;
        this.widthSpread = widthSpread;
        this.slant = slant;
        this.slantSpread = slantSpread;
        this.bowSpread = bowSpread;
        this.rotationSpread = rotationSpread;
        this.thinnest = thinnest;
        this.thicknessSpread = thicknessSpread;
        this.pressureSpread = pressureSpread;
        this.gaps = gaps;
        this.slips = slips;
    }

    /** The name in {@code sample:N:NAME}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
