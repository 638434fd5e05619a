package dev.mnistscorer.image;

/** The image of a row is invalid; the message is the reason. */
final class InvalidImageException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidImageException(String reason) {
        super(reason);
    }
}
