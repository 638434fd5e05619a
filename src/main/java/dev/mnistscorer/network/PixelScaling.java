package dev.mnistscorer.network;

import java.io.Serializable;

/**
 * What a network was trained to see of a pixel {@code p} in 0..255: {@code (p · scale − mean) / std}.
 *
 * @param scale what a pixel is multiplied by
 * @param mean what is subtracted after that
 * @param std what the difference is divided by
 */
public record PixelScaling(double scale, double mean, double std) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Pixels in 0..1, as the book and most training code have them. */
    public static final PixelScaling UNIT = new PixelScaling(1.0 / 255, 0, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if they are not finite, or would divide by nothing
     */
    public PixelScaling {
        if (!Double.isFinite(scale) || scale == 0) {
            throw new IllegalArgumentException("scale must be a finite number other than 0 but was " + scale);
        }
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean must be a finite number but was " + mean);
        }
        if (!Double.isFinite(std) || std <= 0) {
            throw new IllegalArgumentException("std must be a finite number above 0 but was " + std);
        }
    }

    /** The same as a function of a pixel. */
    public Affine affine() {
        return Affine.of(scale / std, 0 - mean / std);
    }
}
