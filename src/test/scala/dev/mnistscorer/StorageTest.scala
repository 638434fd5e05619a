package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.util.Try

import dev.mnistscorer.source.sample.SampleDigits

/** Labelled images and weights as files, and the line that a run of them must print. */
final case class GoldenData(images: Path, labels: Path, weights: Path, accuracy: String) {
  def files: Seq[Path] = Seq(images, labels, weights)
}

/** A test of runs on a storage that is a service: labelled images and weights as files, with the accuracy of the run. */
trait StorageTest extends SparkTest with ProcessTest {

  /** MNIST with the book's weights where the environment has them, else digits of the sample with the built-in ones. */
  def withGolden[T](body: GoldenData => T): T = Try(Mnist.assumePresent()).toOption match {
    case Some(home) =>
      val Seq(images, labels, weights) =
        Seq("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", "sample_weight.pkl").map(home.resolve)
      body(GoldenData(images, labels, weights, "Accuracy: 0.9352 (9,352 of 10,000)"))
    case None =>
      withDirectory { directory =>
        val digits = SampleDigits.read(spark, 1000, 1).select("image", "label").orderBy("index").collect()
        val images = Idx.bytes(Seq(1000, 28, 28), digits.flatMap(_.getAs[Array[Byte]](0)))
        val labels = Idx.labels(digits.map(_.getInt(1)).toSeq)
        body(
          GoldenData(
            Files.write(directory.resolve("t10k-images-idx3-ubyte.gz"), Idx.gzip(images)),
            Files.write(directory.resolve("t10k-labels-idx1-ubyte.gz"), Idx.gzip(labels)),
            Files.copy(
              Path.of("src/main/resources/dev/mnistscorer/builtin.safetensors"),
              directory.resolve("weights.safetensors")
            ),
            "Accuracy: 1.0000 (1,000 of 1,000)"
          )
        )
      }
  }

  /** All by URI below a directory of the storage. */
  def scoring(root: String, data: GoldenData, more: String*): Seq[String] = Arguments.merge(
    Seq(
      s"--input=$root/data/${data.images.getFileName}",
      s"--labels=$root/data/${data.labels.getFileName}",
      s"--weights=$root/data/${data.weights.getFileName}",
      s"--output=$root/out",
      s"--report=$root/report",
      s"--history=$root/history",
      "--run-id=x"
    ),
    more
  )

  def done(ended: Ended): Ended = {
    assert(ended.status == 0, ended.err)
    ended
  }

  /** Ends with status 2 and one line, which matches a regular expression. */
  def refused(ended: Ended, line: String): Unit = {
    val said = messages(ended.err)
    assert(said.length == 1 && said.head.matches(line), ended.err)
    assert(ended.status == 2)
    ()
  }

  /** Messages but what Java itself says, and those of a first start. */
  def messages(err: String): Seq[String] =
    err
      .replaceAll("\u001b\\[0?m", "")
      .linesIterator
      .filterNot(_.matches("WARNING: Using incubator.*|Preparing faster starts.*|Building .*"))
      .toSeq

  /** Waits until `condition` holds while `alive`. */
  def waitFor(alive: => Boolean)(condition: => Boolean): Unit = {
    val deadline = System.nanoTime() + 120L * 1000 * 1000 * 1000
    while (!condition) {
      assert(alive && System.nanoTime() < deadline, "the run ended before the condition held")
      Thread.sleep(5)
    }
  }
}
