package dev.mnistscorer

import java.nio.file.{Files, Path}
import java.util.zip.GZIPInputStream

/** Runs that compare their images with those of a reference. */
class ReferenceSuite extends ScoringTest {
  private def profile(directory: Path, name: String, more: String*): Path = {
    done(score(directory, Seq(s"--report=$directory/$name", s"--output=$directory/out-$name") ++ more: _*))
    directory.resolve(name)
  }

  test("images have no drift from themselves, from the file, the directory of its report, or the sum of parts") {
    withData { directory =>
      val reference = profile(directory, "r1")
      profile(directory, "r2")
      for (uri <- Seq(s"$reference/profile.json", reference.toString, s"$directory/r[12]")) {
        val ended = done(score(directory, s"--reference=$uri", "--overwrite", "--max-drift=1e-12"))
        val count = if (uri.endsWith("]")) 120 else 60
        assert(ended.out.contains(s"\nReference $uri: $count images, $count with a label\n"))
        val metrics = json(directory.resolve("report/metrics.json"))
        val drift = metrics.path("drift")
        if (count == 60)
          for (name <- Seq("predictionPsi", "predictionJensenShannon", "confidencePsi", "confidenceJensenShannon"))
            assert(drift.path(name).asDouble == 0, name)
        assert(drift.path("inkShift").asDouble == 0 && drift.path("chiSquareP").asDouble == 1)
        assert(math.abs(drift.path("expectedAccuracy").asDouble - metrics.path("accuracy").asDouble) < 0.05)
      }
      done(score(directory, "--run-id=alone"))
      assert(json(directory.resolve("report/metrics.json")).path("drift").isMissingNode)
    }
  }

  test("without labels a reference without labels gives no expected accuracy, and the gate has failed") {
    withData { directory =>
      Files.delete(directory.resolve("data/a-labels-idx1-ubyte"))
      val reference = profile(directory, "r")
      val ended = score(directory, s"--reference=$reference", "--min-expected-accuracy=0", "--max-drift=0.1")
      assert(ended.out.contains("\nExpected accuracy: not known (the reference has no labels)\n"))
      assert(ended.err.endsWith("Quality gate failed: expected accuracy must be at least 0 but is not known\n"))
      assert(ended.status == 4)
    }
  }

  test("a reference of another network, or none, is refused before any work") {
    withData { directory =>
      val reference = profile(directory, "r")
      val other = score(directory, s"--weights=$directory/other.pkl", s"--reference=$reference", "--run-id=y")
      assert(other.status == 2 && other.out.isEmpty)
      assert(
        other.err.replaceAll("[0-9a-f]{64}", "X") ==
          s"[$reference] the reference must be of this network, sha256 X, but was of X: score the images of the reference" +
          " with these weights and --report\n"
      )
      refused(
        score(directory, s"--reference=$directory/none", "--run-id=y"),
        s"Cannot read the reference $directory/none: no such file"
      )
      refused(
        score(directory, s"--reference=$reference/metrics.json", "--run-id=y"),
        s"Cannot read the reference $reference/metrics.json: version must be 1 but was missing"
      )
      refused(
        score(directory, s"--reference=$directory/data", "--run-id=y"),
        s"Cannot read the reference $directory/data: File file:$directory/data/profile.json does not exist"
      )
    }
  }

  test("gates that need a reference, or probabilities, are refused without") {
    def refused(arguments: String*): String = {
      val ended = main("score" +: arguments: _*)
      assert(ended.status == 1)
      ended.err.stripSuffix(" (see './submit.sh score --help')\n")
    }
    assert(refused("--max-drift=0.1") == "--max-drift must go with --reference")
    assert(refused("--min-expected-accuracy=0.9") == "--min-expected-accuracy must go with --reference")
    assert(refused("--max-drift=-1", "--reference=x") == "--max-drift must be a number from 0 on but was -1.0")
    assert(
      refused("--max-drift=1", "--reference=x", "--metrics=accuracy") == "--max-drift must go with --metrics all"
    )
    assert(
      refused("--min-expected-accuracy=2", "--reference=x") == "--min-expected-accuracy must be in 0..1 but was 2.0"
    )
  }

  /** The images and labels of MNIST's test set. */
  private lazy val test: (Seq[Array[Byte]], Seq[Int]) = {
    val home = Mnist.assumePresent()
    def read(name: String): Array[Byte] = {
      val in = new GZIPInputStream(Files.newInputStream(home.resolve(name)))
      try in.readAllBytes()
      finally in.close()
    }
    val images = read("t10k-images-idx3-ubyte.gz").drop(16).grouped(784).toSeq
    images -> read("t10k-labels-idx1-ubyte.gz").drop(8).map(_.toInt).toSeq
  }

  test("MNIST's test images pass all gates against its training images, and changed ones fail the right ones") {
    val (images, labels) = test
    withDirectory { directory =>
      def run(more: String*): Ended = main(Seq("score", "--weights=book") ++ more: _*)
      done(run("--input=mnist-train", s"--report=$directory/train"))
      val gates = Seq(s"--reference=$directory/train", "--max-drift=0.1", "--min-expected-accuracy=0.93")
      val passed = done(run(Seq("--input=mnist", s"--report=$directory/night") ++ gates: _*))
      val page = Files.readString(directory.resolve("night/report.html"))
      assert(page.contains("Expected accuracy without labels: 0.9375 (95 % CI 0.9332 to 0.9418), if a prediction"))
      assert(
        passed.out.contains(
          """Drift from a reference of 60,000 images
            |
            | predictions  PSI 0.0006 (no shift: below 0.1), Jensen-Shannon distance 0.0105
            |  confidence  PSI 0.0024 (no shift: below 0.1), Jensen-Shannon distance 0.0209
            |
            |Predictions: chi-square p 0.8110, Cramér's V 0.0087 (0.1 small, 0.3 medium, 0.5 large)
            |Ink: +0.0352 standard deviations (0.2 small, 0.5 medium, 0.8 large)
            |Expected accuracy 0.9375 (95 % CI 0.9332 to 0.9418), if a confidence is right as often as in the reference
            |""".stripMargin
        )
      )
      val drift = json(directory.resolve("night/metrics.json")).path("drift")
      // By NumPy and SciPy, from the rows of both runs and from the files of the images.
      for (
        (name, value) <- Seq(
          "predictionPsi" -> 0.0006137697956060072,
          "predictionJensenShannon" -> 0.010521283622552658,
          "confidencePsi" -> 0.0024302501849860795,
          "confidenceJensenShannon" -> 0.020905087681593142,
          "chiSquareP" -> 0.8110246684304532,
          "cramersV" -> 0.00866899633253925,
          "inkShift" -> 0.035163860658966095,
          "expectedAccuracy" -> 0.9374686792611033
        )
      ) assert(math.abs(drift.path(name).asDouble - value) < 1e-9, name)

      /** Which of the two gates fail for unlabelled images. */
      def failures(name: String, night: Seq[Array[Byte]]): Seq[String] = {
        val file = directory.resolve(s"$name-images-idx3-ubyte")
        Files.write(file, Idx.bytes(Seq(night.length, 28, 28), night.toArray.flatten))
        val ended = run(Seq(s"--input=$file") ++ gates: _*)
        Seq("PSI of predictions and confidence must", "expected accuracy must").filter(ended.err.contains)
      }
      val psi = "PSI of predictions and confidence must"
      val expected = "expected accuracy must"
      assert(failures("same", images) == Nil)
      assert(failures("inverted", images.map(_.map(pixel => (255 - (pixel & 0xff)).toByte))) == Seq(psi, expected))
      assert(
        failures("shifted", images.map(image => Array.fill[Byte](3 * 28 + 3)(0) ++ image.dropRight(87))) == Seq(
          psi,
          expected
        )
      )
      val labelled = images.zip(labels)
      assert(failures("no-3", labelled.filter(_._2 != 3).map(_._1)) == Seq(psi))
      val skewed = labelled.filter { case (_, label) => label >= 5 } ++
        labelled.filter(_._2 < 5).zipWithIndex.filter(_._2 % 4 == 0).map(_._1)
      assert(failures("skewed", skewed.map(_._1)) == Seq(psi))
    }
  }
}
