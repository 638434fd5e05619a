package dev.mnistscorer.verify;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.NpyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** Expected probabilities in a {@code .npy} file of float32 or float64, {@code [images, classes]}. */
final class ExpectedNpy implements ExpectedRows {
    private final String uri;
    private final InputStream in;
    private final int classes;
    private final boolean wide;
    private final ByteBuffer row;
    private long left;

    private ExpectedNpy(String uri, InputStream in, NpyHeader header) {
        this.uri = uri;
        this.in = in;
        this.left = header.shape().get(0);
        this.classes = Math.toIntExact(header.shape().get(1));
        this.wide = header.type().endsWith("8");
        ByteOrder order = header.type().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        this.row = ByteBuffer.allocate(Math.multiplyExact(classes, wide ? Double.BYTES : Float.BYTES))
                .order(order);
    }

    static ExpectedNpy open(String uri, InputStream in, int classes, long images) throws IOException {
        in.mark(NpyHeader.START);
        byte[] start = in.readNBytes(NpyHeader.START);
        in.reset();
        if (start.length < NpyHeader.START) {
            throw BadInputException.in(uri, "the header of the .npy file must be complete but is cut off");
        }
        NpyHeader header = NpyHeader.parse("the array", in.readNBytes(NpyHeader.extent(start)));
        if (!header.type().matches("[<>]f[48]")) {
            throw BadInputException.in(
                    uri, "probabilities must be float32 or float64 but are of type %s", header.type());
        }
        if (header.fortran()) {
            throw BadInputException.in(
                    uri,
                    "probabilities must be in C order but are in Fortran order; save numpy.ascontiguousarray of them");
        }
        if (!header.shape().equals(List.of(images, (long) classes))) {
            throw BadInputException.in(
                    uri,
                    "probabilities must have the shape [%d, %d], images and classes, but have %s",
                    images,
                    classes,
                    header.shape());
        }
        return new ExpectedNpy(uri, in, header);
    }

    @Override
    public Optional<double[]> next() throws IOException {
        if (left == 0) {
            return Optional.empty();
        }
        if (in.readNBytes(row.array(), 0, row.capacity()) < row.capacity()) {
            throw BadInputException.in(uri, "%d more rows must follow but the file ends", left);
        }
        left--;
        double[] values = new double[classes];
        for (int k = 0; k < classes; k++) {
            values[k] = wide ? row.getDouble(k * Double.BYTES) : row.getFloat(k * Float.BYTES);
        }
        return Optional.of(values);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
