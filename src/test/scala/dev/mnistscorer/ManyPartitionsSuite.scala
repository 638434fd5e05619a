package dev.mnistscorer

import java.io.RandomAccessFile
import java.nio.file.Files

import org.scalatest.tags.Slow

/** Results of tasks are merged as they come: the driver's memory does not bound their number. */
@Slow
class ManyPartitionsSuite extends ScoringTest with ProcessTest {
  private val environment = Map("JAVA_HOME" -> System.getProperty("java.home"), "SPARK_LOCAL_IP" -> "127.0.0.1") ++
    SubmitScript.Optimised

  test("1,000,000 images without labels in 10,000 partitions are scored with a driver of 512 MB") {
    withData { directory =>
      val images = Files.write(directory.resolve("many"), Idx.bytes(Seq(1000000, 28, 28), Array()))
      val file = new RandomAccessFile(images.toFile, "rw")
      try file.setLength(16 + 1000000L * 784)
      finally file.close()
      val ended = SubmitScript.run(
        Seq("--master", "local[2]", "--driver-memory", "512m", "--", "score", s"--input=$images") ++
          Seq(s"--weights=$directory/weights.pkl", s"--report=$directory/report", "--partitions=10000") ++
          Pickles.stated,
        environment
      )
      done(ended)
      assert(json(directory.resolve("report/metrics.json")).get("count").asInt == 1000000)
    }
  }
}
