package dev.mnistscorer

import java.nio.file.{Files, Path}
import java.util.zip.GZIPInputStream

import scala.jdk.CollectionConverters._

import com.fasterxml.jackson.databind.json.JsonMapper
import dev.mnistscorer.source.sample.SampleDigits

/** Copies of MNIST's first 2,000 test images that differ from them in one way each. */
class LooksWrongSuite extends SparkTest {
  private type Image = (Int, Int) => Int

  private def read(name: String): Array[Byte] = {
    val in = new GZIPInputStream(Files.newInputStream(Mnist.assumePresent().resolve(name)))
    try in.readAllBytes()
    finally in.close()
  }

  private lazy val pixels = read("t10k-images-idx3-ubyte.gz").drop(16)
  private lazy val labels = read("t10k-labels-idx1-ubyte.gz").slice(8, 2008)

  private def original(i: Int): Image = (y, x) =>
    if (y < 0 || x < 0 || y > 27 || x > 27) 0 else pixels(i * 784 + y * 28 + x) & 0xff

  /** Scores copies with the book's network. */
  private def score(change: Image => Image, labelled: Boolean, more: String*)(check: (Ended, Path) => Unit): Unit =
    withDirectory { directory =>
      val copies = Array.tabulate(2000)(i => change(original(i)))
      val changed = Array.tabulate(2000 * 784)(at => copies(at / 784)(at / 28 % 28, at % 28).toByte)
      Files.write(directory.resolve("x-images-idx3-ubyte"), Idx.bytes(Seq(2000, 28, 28), changed))
      if (labelled) Files.write(directory.resolve("x-labels-idx1-ubyte"), Idx.bytes(Seq(2000), labels))
      val usual = Seq(s"--input=$directory/x-images-idx3-ubyte", "--weights=book", s"--report=$directory/report")
      val ended = main("score" +: Arguments.merge(usual, more): _*)
      assert(ended.status == 0, ended.err)
      check(ended, directory)
    }

  private def warned(change: Image => Image, warning: String, more: String*): Unit =
    for (labelled <- Seq(true, false)) score(change, labelled, more: _*) { (ended, directory) =>
      val warnings = ended.err.linesIterator.toSeq
      assert(warnings.head == s"Warning: $warning", s"labelled: $labelled")
      // A second one points to the first, and not to the network.
      assert(warnings.tail.forall(_.endsWith(": the reason may be the images, as the warning above says")), warnings)
      assert(warnings.length <= (if (labelled) 2 else 1))
      val run = new JsonMapper().readTree(directory.resolve("report/run.json").toFile)
      assert(run.get("warnings").elements.asScala.map(_.asText).toSeq == ended.err.linesIterator.toSeq)
      val page = Files.readString(directory.resolve("report/report.html"))
      val escaped = warning.replace("'", "&#39;").replace("=", "&#x3D;")
      assert(page.contains(s"<strong>Warning</strong>: $escaped</p>"))
    }

  private def silent(change: Image => Image, labelled: Boolean, more: String*): Unit =
    score(change, labelled, more: _*)((ended, _) => assert(ended.err == ""))

  private def transposed(image: Image): Image = (y, x) => image(x, y)
  private def inverted(image: Image): Image = (y, x) => 255 - image(y, x)

  test("inverted copies are told, with --invert") {
    warned(
      inverted,
      "the images look inverted: the mean pixel is 223.7, at the border 255.0 (MNIST: 33.3 and 0.0); add --invert"
    )
    silent(inverted, labelled = false, "--invert")
    warned(
      identity,
      "the images look inverted: the mean pixel is 223.7, at the border 255.0 (MNIST: 33.3 and 0.0); leave out --invert",
      "--invert"
    )
  }

  test("transposed copies are told, with --transpose") {
    warned(
      transposed,
      "the images look transposed: 11 % of the digits are taller than wide (MNIST: 90 %); add --transpose"
    )
    silent(transposed, labelled = false, "--transpose")
  }

  test("shifted copies are told, with --prepare") {
    warned(
      image => (y, x) => image(y, x - 2),
      "the digits look shifted: their centre of mass is 2.1 pixels from the middle on average (MNIST: 0.4); add" +
        " --prepare=mnist"
    )
    silent(image => (y, x) => image(y, x - 2), labelled = false, "--prepare=mnist")
  }

  private def scaledDown(largest: Int): String =
    s"the pixels look scaled down: the largest is $largest (MNIST: 255); add --pixel-range=0..$largest, or" +
      " --prepare=mnist if the images are pictures"

  test("copies with halved values, and of other ranges, are told, with --pixel-range") {
    warned(image => (y, x) => image(y, x) / 2, scaledDown(127))
    warned(image => (y, x) => image(y, x) / 16, scaledDown(15))
    warned(image => (y, x) => image(y, x) / 128, scaledDown(1))
    silent(image => (y, x) => image(y, x) / 2, labelled = false, "--pixel-range=0..127")
    warned(
      image => (y, x) => image(y, x) / 128,
      "no image has ink: the largest difference from the paper is below 16 of 255; state the range of the pixels, as" +
        " --pixel-range=0..1",
      "--prepare=mnist"
    )
  }

  test("digits of half the size, or twice the size, are told, with --prepare") {
    def halved(image: Image): Image = (y, x) => {
      val (top, left) = (2 * y - 14, 2 * x - 14)
      (image(top, left) + image(top + 1, left) + image(top, left + 1) + image(top + 1, left + 1)) / 4
    }
    warned(
      halved,
      "the digits look smaller than MNIST's: their longer side is 9.7 of 28 pixels on average (MNIST: 20.0 of 28); add" +
        " --prepare=mnist"
    )
    warned(
      image => (y, x) => image((y + 14) / 2, (x + 14) / 2),
      "the digits look larger than MNIST's: their longer side is 28.0 of 28 pixels on average (MNIST: 20.0 of 28); add" +
        " --prepare=mnist"
    )
    silent(halved, labelled = false, "--prepare=mnist")
  }

  test("grey paper is told, with --prepare") {
    def grey(image: Image): Image = (y, x) => 40 + image(y, x) * 4 / 5
    warned(
      grey,
      "the images look as on grey paper: the smallest pixel of an image is 40.0 on average, at the border the mean is" +
        " 40.0 (MNIST: 0.0 and 0.0); add --prepare=mnist"
    )
    silent(grey, labelled = false, "--prepare=mnist")
  }

  test("nothing is said of MNIST, of the sample, and of images that the network reads well") {
    Mnist.assumePresent()
    for (input <- Seq("mnist", "mnist-train", "sample"); weights <- Seq("book", "builtin"))
      assert(main("score", s"--input=$input", s"--weights=$weights").err == "", s"$input $weights")
    silent(identity, labelled = false)
    // The built-in network was trained with shifted copies.
    silent(image => (y, x) => image(y, x - 2), labelled = true, "--weights=builtin")
  }

  test("nothing is said of the sample without labels") {
    withDirectory { directory =>
      val digits = SampleDigits.read(spark, 2000, 1).select("image").collect().flatMap(_.getAs[Array[Byte]](0))
      Files.write(directory.resolve("x-images-idx3-ubyte"), Idx.bytes(Seq(2000, 28, 28), digits))
      assert(main("score", s"--input=$directory/x-images-idx3-ubyte").err == "")
    }
  }

  test("an accuracy near chance is put down to images that look wrong, and else to the network") {
    def warnings(change: Image => Image, more: String*): Seq[String] = {
      var err = ""
      score(change, labelled = true, more: _*)((ended, _) => err = ended.err)
      err.linesIterator.toSeq
    }
    val Seq(image, accuracy) = warnings(inverted)
    assert(image.startsWith("Warning: the images look inverted: "))
    assert(
      accuracy.matches(
        "Warning: the accuracy of 0\\.\\d{4} is hardly better than guessing: the reason may be the images, as the warning" +
          " above says"
      ),
      accuracy
    )
    withDirectory { directory =>
      val weights = Pickles.write(directory.resolve("w"), 784, 20, 10)
      val Seq(other) = warnings(identity, s"--weights=$weights" +: Pickles.stated: _*)
      assert(other.contains(s": see whether the weights are imported as they were trained, with './submit.sh inspect "))
    }
  }

  test("the figures do not depend on the number of partitions") {
    val shifted: Image => Image = image => (y, x) => image(y, x - 2)
    val seen = for (partitions <- Seq(1, 7, 64)) yield {
      var err = ""
      score(shifted, labelled = false, s"--partitions=$partitions")((ended, _) => err = ended.err)
      err
    }
    assert(seen.distinct.length == 1)
  }

  test("labels that use few of the network's classes are told") {
    withDirectory { directory =>
      Files.write(directory.resolve("x-images-idx3-ubyte"), Idx.images(200))
      Files.write(directory.resolve("x-labels-idx1-ubyte"), Idx.labels(Seq.tabulate(200)(_ % 5)))
      Pickles.write(directory.resolve("w"), 784, 20, 10)
      val arguments = Seq(s"--input=$directory/x-images-idx3-ubyte", s"--weights=$directory/w") ++ Pickles.stated
      val warnings = main("score" +: arguments: _*).err.linesIterator.toSeq
      assert(
        warnings.head == "Warning: the labels use 5 of the network's 10 classes: see whether the network was trained for" +
          " this data"
      )
      assert(warnings.length == 2 && warnings(1).contains("hardly better than guessing"))
    }
  }
}
