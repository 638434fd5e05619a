package dev.mnistscorer.source.idx;

import dev.mnistscorer.error.BadInputException;
import dev.mnistscorer.file.NpyHeader;
import dev.mnistscorer.image.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Format {@code .npy} of NumPy: arrays of numbers, in either byte order, the last index changing fastest. */
final class NpyFormat implements ArrayFormat {
    private static final Pattern TYPE = Pattern.compile("([<>|=])([a-z]\\d+)");
    private static final String ARRAY = "the array";

    @Override
    public ArrayHeader read(ArrayHeader.Kind kind, String file, byte[] start, InputStream rest) throws IOException {
        NpyHeader header = header(file, start, rest);
        if (header.fortran()) {
            throw BadInputException.in(
                    file, "the array must be in C order but is in Fortran order; save numpy.ascontiguousarray of it");
        }
        Matcher type = TYPE.matcher(header.type());
        ElementType elements = Optional.of(type)
                .filter(Matcher::matches)
                .flatMap(matcher -> ElementType.ofNumpy(matcher.group(2)))
                .orElseThrow(() -> BadInputException.in(
                        file,
                        "the element type must be one of %s but was %s%s",
                        ElementType.names(),
                        header.type(),
                        remedy(header.type())));
        int[] lengths = kind == ArrayHeader.Kind.IMAGES ? images(file, header.shape()) : labels(file, header.shape());
        boolean little = !type.group(1).equals(">");
        return new ArrayHeader(kind, elements, little, header.length(), lengths[0], lengths[1], lengths[2]);
    }

    private static NpyHeader header(String file, byte[] start, InputStream rest) throws IOException {
        byte[] bytes = extended(start, NpyHeader.START, rest);
        if (bytes.length == NpyHeader.START) {
            bytes = extended(bytes, NpyHeader.extent(bytes), rest);
        }
        try {
            return NpyHeader.parse(ARRAY, bytes);
        } catch (IllegalArgumentException e) {
            throw BadInputException.in(file, "%s", e.getMessage());
        }
    }

    /** Bytes and those that follow, {@code length} in all; fewer if there are no more. */
    private static byte[] extended(byte[] start, int length, InputStream rest) throws IOException {
        byte[] bytes = Arrays.copyOf(start, Math.max(length, start.length));
        int found = start.length + rest.readNBytes(bytes, start.length, bytes.length - start.length);
        return Arrays.copyOf(bytes, found);
    }

    private static String remedy(String type) {
        return switch (type) {
            case "|O" -> ", an array of objects, which is a pickle; save an array of numbers";
            case "|b1" -> ", truth values; save 255 for true as u1";
            default -> "";
        };
    }

    private static int[] images(String file, List<Long> shape) {
        boolean channelFirst = shape.size() == 4 && shape.get(1) == 1;
        boolean channelLast = shape.size() == 4 && shape.get(3) == 1;
        if (shape.size() != 2 && shape.size() != 3 && !channelFirst && !channelLast) {
            throw refused(
                    file,
                    "(count, height, width), (count, pixels), (count, 1, height, width) or (count, height, width, 1) for"
                            + " images",
                    shape);
        }
        int[] lengths = lengths(file, shape);
        if (shape.size() == 2) {
            Shape image = Shape.ofPixels(lengths[1]);
            return new int[] {lengths[0], image.height(), image.width()};
        }
        return channelFirst ? new int[] {lengths[0], lengths[2], lengths[3]} : lengths;
    }

    private static int[] labels(String file, List<Long> shape) {
        if (shape.size() != 1 && (shape.size() != 2 || shape.get(1) != 1)) {
            throw refused(file, "(count) or (count, 1) for labels", shape);
        }
        return new int[] {lengths(file, shape)[0], 1, 1};
    }

    private static int[] lengths(String file, List<Long> shape) {
        int[] lengths = new int[shape.size()];
        for (int d = 0; d < lengths.length; d++) {
            lengths[d] = ArrayFormat.dimension(file, String.valueOf(d), shape.get(d));
        }
        return lengths;
    }

    private static BadInputException refused(String file, String expected, List<Long> shape) {
        return BadInputException.in(
                file,
                "the shape must be %s but was %s",
                expected,
                shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")")));
    }
}
