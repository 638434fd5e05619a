package dev.mnistscorer.run

import java.nio.file.{Files, Path}

import dev.mnistscorer.Pickles.Array32
import dev.mnistscorer.{Arguments, Idx, Mnist, Pickles, SparkTest}

/** A confidence that the accuracy contradicts is pointed out; results of networks that are imported rightly are not. */
class ImportWarningsSuite extends SparkTest {

  /** Scores blank images with a network that always gives class 0 the logit, and the others 0. */
  private def scored(logit: Float, labels: Seq[Int], more: String*)(directory: Path): String = {
    val biases = logit +: Seq.fill(9)(0f)
    val weights = Seq("W1" -> Array32(Seq(784, 10), Seq.fill(7840)(0f)), "b1" -> Array32(Seq(10), biases))
    Files.write(directory.resolve("w"), Pickles.dict(weights))
    Files.write(directory.resolve("x-labels-idx1-ubyte"), Idx.labels(labels))
    val pixels = new Array[Byte](784 * labels.length)
    Files.write(directory.resolve("x-images-idx3-ubyte"), Idx.bytes(Seq(labels.length, 28, 28), pixels))
    val usual = Seq(
      s"--input=$directory/x-images-idx3-ubyte",
      s"--weights=$directory/w",
      "--scale=1/255",
      s"--report=$directory/report"
    )
    val ended = main("score" +: Arguments.merge(usual, more): _*)
    assert(ended.status == 0, ended.err)
    ended.err.replace(directory.toString, "DIR")
  }

  private def warning(finding: String): String =
    s"Warning: $finding: see whether the weights are imported as they were trained, with './submit.sh inspect" +
      " --weights=DIR/w --input=DIR/x-images-idx3-ubyte'"

  /** Half of the images have the class that is always predicted, the others have all of the others. */
  private val halfRight = Seq.tabulate(200)(i => if (i % 2 == 0) 0 else 1 + i / 2 % 9)

  test("a mean confidence far above the accuracy, on standard error and in run.json") {
    withDirectory { directory =>
      val expected = warning("the mean confidence of 1.0000 contradicts the accuracy of 0.5000")
      assert(scored(20, halfRight)(directory) == s"$expected\n")
      val run = Files.readString(directory.resolve("report/run.json")).replace(directory.toString, "DIR")
      assert(run.contains("\"warnings\" : [ \"" + expected + "\" ]"))
    }
  }

  test("a mean confidence far below the accuracy") {
    withDirectory { directory =>
      val expected = warning("the mean confidence of 0.1548 contradicts the accuracy of 1.0000")
      assert(scored(0.5f, Seq.fill(200)(0))(directory) == s"$expected\n")
    }
  }

  test("0.25 beyond the confidence interval of the accuracy") {
    withDirectory { directory =>
      // 95 % CI 0.4313 to 0.5687; 9 / (e^logit + 9) is the rest of the confidence.
      assert(scored(3.7f, halfRight)(directory) == "") // confidence 0.8180
      val expected = warning("the mean confidence of 0.8195 contradicts the accuracy of 0.5000")
      assert(scored(3.71f, halfRight)(directory) == s"$expected\n")
    }
  }

  test("few images, images without labels and metrics without probabilities give no reason for a warning") {
    withDirectory { directory =>
      assert(scored(20, Seq(0, 1, 0, 1))(directory) == "")
      assert(scored(20, halfRight, "--metrics=accuracy")(directory) == "")
    }
  }

  test("an accuracy close to guessing has its own warning only") {
    withDirectory { directory =>
      val expected = warning("the accuracy of 0.1000 is hardly better than guessing")
      assert(scored(20, Seq.tabulate(1000)(_ % 10))(directory) == s"$expected\n")
    }
  }

  test("the book's and the built-in network on MNIST and on sample digits give none") {
    val home = Mnist.assumePresent()
    for (weights <- Seq("book", "builtin"); input <- Seq("mnist", "sample")) {
      val ended = main("score", s"--weights=$weights", s"--input=$input")
      assert(ended.status == 0 && ended.err == "", s"$weights on $input")
    }
    withDirectory { directory =>
      val weights = Files.copy(home.resolve("sample_weight.pkl"), directory.resolve("w"))
      val misread = Seq("--activation=sigmoid", "--mean=0.5", "--std=0.5")
      val ended = main(Seq("score", s"--weights=$weights", "--input=mnist") ++ misread: _*)
      assert(ended.err.startsWith("Warning: the mean confidence of 0.7707 contradicts the accuracy of 0.4982: see "))
    }
  }
}
