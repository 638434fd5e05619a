package dev.mnistscorer.image;

/** Takes the valid images of a partition as they are decoded. */
@FunctionalInterface
public interface ImageSink {
    /** Takes nothing. */
    ImageSink NONE = (images, place) -> {};

    /**
     * Takes image {@code place} of a mini-batch.
     *
     * @param images to be read before this returns
     */
    void take(MiniBatch images, int place);
}
