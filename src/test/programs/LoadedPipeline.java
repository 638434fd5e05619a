import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Loads a saved pipeline, scores a Parquet table with it, and prints the SHA-256 of classes, logits and probabilities in the
 * order of column {@code index}. Arguments: the pipeline, the table.
 */
public class LoadedPipeline {
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.log.level", "ERROR")
                .getOrCreate();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        PipelineModel pipeline = PipelineModel.load(arguments[0]);
        for (Row row : pipeline.transform(spark.read().parquet(arguments[1]))
                .orderBy("index")
                .select("prediction", "rawPrediction", "probability")
                .collectAsList()) {
            sha256.update(bytes(row.getDouble(0)));
            sha256.update(bytes(((Vector) row.getAs(1)).toArray()));
            sha256.update(bytes(((Vector) row.getAs(2)).toArray()));
        }
        System.out.println(spark.version() + " " + HexFormat.of().formatHex(sha256.digest()));
        spark.stop();
    }

    private static byte[] bytes(double... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.length);
        for (double number : numbers) {
            bytes.putDouble(number);
        }
        return bytes.array();
    }
}
