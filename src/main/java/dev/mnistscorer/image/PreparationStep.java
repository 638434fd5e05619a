package dev.mnistscorer.image;

/** A change of decoded images before they are scored; more than one are applied in this order. */
public enum PreparationStep {
    /** Rows and columns are exchanged: EMNIST's files store images so. */
    TRANSPOSE {
        @Override
        GreyImage apply(GreyImage image) {
            return image.transposed();
        }

        @Override
        Shape shape(Shape image) {
            return image.transposed();
        }
    },
    /** Each pixel {@code p} becomes {@code 255 − p}: dark ink on light paper becomes light ink on dark paper. */
    INVERT {
        @Override
        GreyImage apply(GreyImage image) {
            return image.inverted();
        }

        @Override
        Shape shape(Shape image) {
            return image;
        }
    };

    /** Returns the changed image. */
    abstract GreyImage apply(GreyImage image);

    /** Returns the shape of a changed image. */
    abstract Shape shape(Shape image);
}
