package dev.mnistscorer

import java.nio.file.{Files, Path}

import com.fasterxml.jackson.databind.ObjectMapper

/** The figures that an independent computation gives for MNIST and the book's weights. */
class MnistSuite extends SparkTest {
  private def score(input: String, more: String*): String = {
    Mnist.assumePresent()
    val ended = main(Seq("score", "--input", input, "--weights", "book") ++ more: _*)
    assert(ended.status == 0, ended.err)
    ended.out
  }

  test("the book's weights score 0.9352 on the test images, with the known confusion matrix") {
    val out = score("mnist")
    assert(out.contains("Accuracy: 0.9352 (9,352 of 10,000)\n"))
    assert(out.contains("\n      5   10     1     4    34*    5   793    14     5    18     8\n"))
    assert(out.contains("\n      8    5     4     6    19    10    13    14    11   888     4\n"))
    assert(out.contains("\n   macro avg     0.9346    0.9343    0.9343     10000\n"))
  }

  test("the book's weights have 56,146 of the 60,000 training images right") {
    assert(score("mnist-train").contains("Accuracy: 0.9358 (56,146 of 60,000)\n"))
  }

  test("figures that follow from probabilities are those of an independent computation in float64") {
    val expected = Seq(
      ("mnist", 0.2245442, 0.0991582, 0.9728, 0.0256302, 0.9343317, 0.9961810112, 0.9791188388),
      ("mnist-train", 0.2240038, 0.0984379, 0.9751667, 0.0274243, 0.9350239, 0.9961090643, 0.97938295999)
    )
    for ((input, logLoss, brier, top2, ece, f1, auc, averagePrecision) <- expected) withDirectory { directory =>
      score(input, s"--report=$directory")
      val metrics = new ObjectMapper().readTree(Files.readString(directory.resolve("metrics.json")))
      def assertClose(pointer: String, value: Double, within: Double = 2e-6): Unit =
        assert(math.abs(metrics.at(pointer).asDouble - value) < within, s"$input $pointer")
      assertClose("/logLoss", logLoss)
      assertClose("/brier", brier)
      assertClose("/topKAccuracy/2", top2)
      assertClose("/calibration/ece", ece)
      assertClose("/macro/f1", f1)
      assertClose("/macro/auc", auc, 1e-4)
      assertClose("/macro/averagePrecision", averagePrecision, 1e-4)
    }
  }

  test("test image 9999 has the published probabilities") {
    withDirectory { directory =>
      score("mnist", s"--output=$directory", "--probabilities", "--batch-size=64")
      val row = spark.read.parquet(directory.toString).where("index = 9999").collect().head
      val published = Seq(4.2882893e-04, 2.0043037e-06, 2.5405698e-03, 2.0168918e-06, 5.5917783e-04, 3.1262074e-04,
        9.9614763e-01, 4.3499412e-07, 6.3756929e-06, 3.7751445e-07)
      row.getAs[scala.collection.Seq[Float]]("probability").zip(published).foreach { case (ours, theirs) =>
        assert(math.abs(ours - theirs) < 2e-6)
      }
      assert(row.getAs[Int]("label") == 6 && row.getAs[Int]("prediction") == 6)
    }
  }

  test("raw files give the same bytes as gzip, for any partitioning") {
    val home = Mnist.assumePresent()
    withDirectory { directory =>
      for (name <- Seq("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")) {
        val in = new java.util.zip.GZIPInputStream(Files.newInputStream(home.resolve(s"$name.gz")))
        try Files.copy(in, directory.resolve(name))
        finally in.close()
      }
      def metrics(input: String, partitions: Int): String = {
        score(input, s"--report=$directory/report", s"--partitions=$partitions")
        // The worst mistakes hold the name of the file.
        Files.readString(Path.of(s"$directory/report/metrics.json")).replaceAll("file:[^\"]*/t10k[^\"]*", "t10k")
      }
      val expected = metrics("mnist", 1)
      assert(metrics("mnist", 20) == expected)
      assert(metrics(s"$directory/t10k-images-idx3-ubyte", 1) == expected)
      assert(metrics(s"$directory/t10k-images-idx3-ubyte", 20) == expected)
    }
  }

  test("inspect --digest prints the golden digest of the book's network") {
    Mnist.assumePresent()
    val ended = main("inspect", "--input=mnist", "--weights=book", "--digest")
    assert(
      ended.out.endsWith(
        "\nsha256 of all probabilities: 7c33bfb4235fd746b5f7128f6ca993a55279dd3e9432e3a95b2f0f93fb81ff38\n"
      )
    )
  }
}
