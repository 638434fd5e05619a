package dev.mnistscorer.source.idx;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts data into even parts of whole images. All files together are one sequence of images, in the order of the files;
 * a partition is a section of it, which may begin in one file and end in another.
 *
 * <p>A gzip file, or a compressed member of a {@code .npz} file, can only be read from its beginning, so a part in its middle unpacks what comes before it too. That
 * costs no time where a core would else be idle: 60,000 images in one gzip file took 218 ms in two parts on two cores and
 * 235 ms in one (with probabilities written as Parquet 295 and 335), but 247 in four. So there are no more parts than
 * cores, and no more than a few a file, beyond which only the wasted work grows.
 */
final class IdxSplits {
    /** Bytes of pixels in a task below which it takes longer to start than to run. */
    static final long SMALLEST = 1L << 20;

    /** Bytes of pixels in a task above which it is divided, for balance and for retries. */
    static final long LARGEST = 1L << 27;

    /** Largest number of parts of a gzip file, on average. */
    static final long GZIP_PARTS = 4;

    private IdxSplits() {}

    /** All the images of {@code pairs}. */
    static List<IdxSlice> all(List<IdxPair> pairs) {
        return pairs.stream().map(pair -> new IdxSlice(pair, 0, pair.count())).toList();
    }

    /** The first {@code limit} images of {@code slices}. */
    static List<IdxSlice> first(List<IdxSlice> slices, long limit) {
        List<IdxSlice> first = new ArrayList<>();
        long left = limit;
        for (IdxSlice slice : slices) {
            int count = (int) Math.min(slice.count(), left);
            if (count > 0) {
                first.add(new IdxSlice(slice.pair(), slice.from(), slice.from() + count));
            }
            left -= count;
        }
        return first;
    }

    /** Number of images. */
    static long count(List<IdxSlice> slices) {
        return slices.stream().mapToLong(IdxSlice::count).sum();
    }

    /** Number of bytes of pixels. */
    static long bytes(List<IdxSlice> slices) {
        return slices.stream()
                .mapToLong(slice ->
                        (long) slice.count() * slice.pair().images().header().itemLength())
                .sum();
    }

    /** Best number of parts: a multiple of the number of cores, unless the parts would be too small. */
    static int partitions(List<IdxSlice> slices, int cores) {
        long bytes = bytes(slices);
        long rounds = -Math.floorDiv(-bytes, Math.multiplyExact(LARGEST, cores));
        long parts = Math.max(1, Math.min(rounds * cores, bytes / SMALLEST));
        if (slices.stream().anyMatch(slice -> !slice.pair().images().content().isSplittable())) {
            long files = slices.size();
            parts = Math.min(parts, Math.max(files, Math.min(cores, files * GZIP_PARTS)));
        }
        return (int) Math.min(parts, Integer.MAX_VALUE);
    }

    /** Cuts the sequence into {@code parts}, or as many as there are images, whose lengths differ by 1 at most. */
    static List<IdxPartition> cut(List<IdxSlice> slices, int parts) {
        long count = count(slices);
        List<IdxPartition> partitions = new ArrayList<>();
        int current = 0;
        long currentStart = 0;
        long wanted = Math.min(parts, count);
        for (long part = 0; part < wanted; part++) {
            long from = boundary(part, count, wanted);
            long to = boundary(part + 1, count, wanted);
            List<IdxSlice> section = new ArrayList<>();
            while (from < to) {
                IdxSlice slice = slices.get(current);
                long end = currentStart + slice.count();
                long stop = Math.min(to, end);
                long shift = slice.from() - currentStart;
                section.add(new IdxSlice(slice.pair(), (int) (from + shift), (int) (stop + shift)));
                from = stop;
                if (stop == end) {
                    current++;
                    currentStart = end;
                }
            }
            partitions.add(new IdxPartition(List.copyOf(section)));
        }
        return partitions;
    }

    private static long boundary(long part, long count, long parts) {
        return count / parts * part + Math.min(part, count % parts);
    }
}
