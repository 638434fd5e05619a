package dev.mnistscorer.network;

import java.io.Serializable;

/**
 * Scaling of a pixel {@code p} in 0..255 that a network was trained with: {@code (p · scale − mean) / std}.
 *
 * @param scale factor of the pixel
 * @param mean number subtracted from the product
 * @param std divisor of the difference
 */
public record PixelScaling(double scale, double mean, double std) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Scaling to 0..1, as in the book and most training code. */
    public static final PixelScaling UNIT = new PixelScaling(1.0 / 255, 0, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite, {@code scale} is 0 or {@code std} is not positive
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

    /** Returns the scaling as a function of a pixel. */
    public Affine affine() {
        return Affine.of(scale / std, 0 - mean / std);
    }
}
