package dev.mnistscorer.weights;

import java.util.Arrays;

/** Formats that are recognised only to say what to do. */
enum UnreadFormat {
    NPY(
            "a weights file must hold several arrays but this one is a single .npy: save them with numpy.savez",
            0x93,
            'N',
            'U',
            'M',
            'P',
            'Y'),
    /** Pickled magic number of torch.save before version 1.6. */
    TORCH_LEGACY(
            "a PyTorch file must be the zip file that torch.save writes since 1.6 but is of the format before it: load it"
                    + " with torch.load and save its state_dict() again",
            0x80,
            0x02,
            0x8a,
            0x0a,
            0x6c,
            0xfc,
            0x9c,
            0x46,
            0xf9),
    GZIP("a weights file must not be compressed but is a gzip file: unpack it", 0x1f, 0x8b);

    private final String refusal;
    private final byte[] signature;

    UnreadFormat(String refusal, int... signature) {
        this.refusal = refusal;
        this.signature = new byte[signature.length];
        for (int i = 0; i < signature.length; i++) {
            this.signature[i] = (byte) signature[i];
        }
    }

    /**
     * Checks the first bytes of a file.
     *
     * @throws IllegalArgumentException if they are the signature of one of these formats
     */
    static void refuse(byte[] head) {
        for (UnreadFormat format : values()) {
            byte[] signature = format.signature;
            if (head.length >= signature.length
                    && Arrays.equals(head, 0, signature.length, signature, 0, signature.length)) {
                throw new IllegalArgumentException(format.refusal);
            }
        }
    }
}
