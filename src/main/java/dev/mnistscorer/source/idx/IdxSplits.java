package dev.mnistscorer.source.idx;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts data into even parts of whole images. All files together are one sequence of images, in the order of the files;
 * a partition is a stretch of it, which may begin in one file and end in another.
 *
 * <p>A gzip file can only be read from its beginning, so a part in its middle unpacks what comes before it too. On the
 * reader's side that is wasted work, but it runs where a core would else be idle: as there are never more cuts than
 * partitions, many files are hardly ever cut, and one file keeps all cores busy.
 */
final class IdxSplits {
    /** A task of less than this takes longer to start than to run. */
    static final long SMALLEST = 1L << 20;

    /** A task of more than this is worth dividing for balance and for retries. */
    static final long LARGEST = 1L << 27;

    private IdxSplits() {}

    /** All the images of {@code pairs}, or the first {@code limit}. */
    static List<IdxSlice> first(List<IdxPair> pairs, long limit) {
        List<IdxSlice> slices = new ArrayList<>();
        long left = limit;
        for (IdxPair pair : pairs) {
            int count = (int) Math.min(pair.count(), left);
            if (count > 0) {
                slices.add(new IdxSlice(pair, 0, count));
            }
            left -= count;
        }
        return slices;
    }

    /** How many images the slices hold. */
    static long count(List<IdxSlice> slices) {
        return slices.stream().mapToLong(IdxSlice::count).sum();
    }

    /** How many bytes of pixels the slices hold. */
    static long bytes(List<IdxSlice> slices) {
        return slices.stream()
                .mapToLong(slice ->
                        (long) slice.count() * slice.pair().images().header().itemLength())
                .sum();
    }

    /** A multiple of the number of cores, unless the parts would be too small. */
    static int partitions(long bytes, int cores) {
        long rounds = Math.max(1, -Math.floorDiv(-bytes, Math.multiplyExact(LARGEST, cores)));
        long smallEnough = Math.max(1, bytes / SMALLEST);
        return (int) Math.min(Math.min(rounds * cores, smallEnough), Integer.MAX_VALUE);
    }

    /** Cuts the sequence into {@code parts} whose lengths differ by 1 at most; empty ones are left out. */
    static List<IdxPartition> cut(List<IdxSlice> slices, int parts) {
        long count = count(slices);
        List<IdxPartition> partitions = new ArrayList<>();
        int current = 0;
        long currentStart = 0;
        for (long part = 0; part < parts; part++) {
            long from = boundary(part, count, parts);
            long to = boundary(part + 1, count, parts);
            List<IdxSlice> stretch = new ArrayList<>();
            while (from < to) {
                IdxSlice slice = slices.get(current);
                long end = currentStart + slice.count();
                long stop = Math.min(to, end);
                stretch.add(new IdxSlice(slice.pair(), (int) (from - currentStart), (int) (stop - currentStart)));
                from = stop;
                if (stop == end) {
                    current++;
                    currentStart = end;
                }
            }
            if (!stretch.isEmpty()) {
                partitions.add(new IdxPartition(List.copyOf(stretch)));
            }
        }
        return partitions;
    }

    private static long boundary(long part, long count, int parts) {
        return count / parts * part + Math.min(part, count % parts);
    }
}
