package dev.mnistscorer.scoring;

import dev.mnistscorer.image.RowFormat;
import dev.mnistscorer.kernel.KernelChoice;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.table.Columns;
import dev.mnistscorer.table.NetworkRole;
import dev.mnistscorer.table.ScoreColumn;
import dev.mnistscorer.table.ScoreField;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Digest of a network's output on images, the same on every machine: sha256 of the bits of all probabilities as 32-bit
 * big-endian floats, images in the order of their files and positions, classes in order.
 */
public final class ProbabilityDigest {
    private static final int BATCH = 100;

    private final MessageDigest sha256 = DigestUtils.getSha256Digest();

    /** Returns the digest of a network on all images of a format. */
    public static String of(Dataset<Row> images, RowFormat format, DenseNetwork network) {
        ProbabilityDigest digest = new ProbabilityDigest();
        Iterator<Row> rows =
                scored(images, format, network).select(Columns.PROBABILITY).toLocalIterator();
        while (rows.hasNext()) {
            digest.add(rows.next().getList(0));
        }
        return digest.hex();
    }

    /** Scores images of a format, in the order of their files and positions. */
    public static Dataset<Row> scored(Dataset<Row> images, RowFormat format, DenseNetwork network) {
        return new Scorer(
                        Map.of(NetworkRole.BASE, network),
                        BATCH,
                        KernelChoice.AUTO,
                        ScoreField.of(NetworkRole.BASE, Set.of(ScoreColumn.PROBABILITY)),
                        format)
                .transform(images)
                .orderBy(Columns.ORIGIN, Columns.INDEX);
    }

    /** Adds the probabilities of the next image. */
    public void add(List<Float> probabilities) {
        ByteBuffer bits = ByteBuffer.allocate(Float.BYTES * probabilities.size());
        probabilities.forEach(bits::putFloat);
        sha256.update(bits.array());
    }

    /** Returns the digest of all probabilities so far, in hexadecimal digits; no more may be added. */
    public String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
