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
    },
    /** Prepared as the digits of MNIST were, see {@link MnistPreparation}; images may have any size. */
    MNIST {
        @Override
        GreyImage apply(GreyImage image) {
            return MnistPreparation.apply(image);
        }

        @Override
        Shape shape(Shape image) {
            return new Shape(MnistPreparation.SIDE, MnistPreparation.SIDE);
        }
    },
    /** Reduced to the size of a prepared image, to be shown beside it; images may have any size. */
    PREVIEW {
        @Override
        GreyImage apply(GreyImage image) {
            return Preview.apply(image);
        }

        @Override
        Shape shape(Shape image) {
            return MNIST.shape(image);
        }
    };

    /** Returns the changed image. */
    abstract GreyImage apply(GreyImage image);

    /** Returns the shape of a changed image. */
    abstract Shape shape(Shape image);
}
