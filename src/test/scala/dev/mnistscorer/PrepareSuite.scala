package dev.mnistscorer

import java.nio.file.{Files, Path}
import java.util.Random
import java.util.zip.GZIPInputStream

class PrepareSuite extends SparkTest {

  /** 20 pages of 50 × 70 with a dark bar at some place of light paper, which the label says. */
  private def withPages(body: Path => Unit): Unit = withDirectory { directory =>
    val pixels = Array.tabulate(20 * 50 * 70) { i =>
      val (page, y, x) = (i / 3500, i / 70 % 50, i % 70)
      val isBar = y >= page && y < page + 30 && x >= 2 * page && x < 2 * page + 3
      (if (isBar) 20 else 230).toByte
    }
    Files.write(directory.resolve("x-images-idx3-ubyte"), Idx.bytes(Seq(20, 50, 70), pixels))
    Files.write(directory.resolve("x-labels-idx1-ubyte"), Idx.labels(Seq.fill(20)(1)))
    body(directory)
  }

  test("--prepare=mnist scores pages of any size") {
    withPages { directory =>
      val ended = main("score", s"--input=$directory/x-images-idx3-ubyte", "--prepare=mnist", "--metrics=accuracy")
      assert(ended == Ended(0, ended.out, ""))
      assert(ended.out.contains("\nAccuracy: 1.0000 (20 of 20)\n"))
      val unprepared = main("score", s"--input=$directory/x-images-idx3-ubyte")
      assert(
        unprepared.status == 2 && unprepared.err.endsWith(
          "but have 50 × 70 = 3500; --prepare=mnist makes 28 × 28 of pictures of digits of any size\n"
        )
      )
    }
  }

  test("inspect --prepare=mnist shows each image before and after it, side by side") {
    withPages { directory =>
      val out = main("inspect", s"--input=$directory/x-images-idx3-ubyte", "--prepare=mnist", "--index=5").out
      val lines = out.linesIterator.toSeq
      assert(lines.head == s"Image 5 of $directory/x-images-idx3-ubyte, label 1")
      assert(lines.last == "           before                          1")
      val (before, after) = lines.slice(2, 16).map(_.padTo(58, ' ').splitAt(30)).unzip
      // 50 × 70 pixels are shown as 20 × 28 in the middle: the bar is 12 rows high, in one column.
      val paper = "█" * 28 + "  "
      val bar = "████ " + "█" * 23 + "  "
      assert(before == Seq.fill(3)(paper) ++ Seq.fill(6)(bar) ++ Seq.fill(5)(paper))
      assert(after.map(_.strip) == Seq("", "", "▄▄") ++ Seq.fill(9)("██") ++ Seq("▀▀", ""))
    }
  }

  test("bytes of another range are scaled as --pixel-range says, and others are invalid") {
    withDirectory { directory =>
      val pixels = Idx.images(40).drop(16)
      def write(name: String, divisor: Int): Unit = {
        val divided = pixels.map(pixel => ((pixel & 0xff) / divisor).toByte)
        Files.write(directory.resolve(s"$name-images-idx3-ubyte"), Idx.bytes(Seq(40, 28, 28), divided))
        Files.write(directory.resolve(s"$name-labels-idx1-ubyte"), Idx.labels(Seq.tabulate(40)(_ % 10)))
        ()
      }
      write("whole", 1)
      write("bits", 255)
      val scaled = Array.from(pixels.map(pixel => if (pixel == -1) -1.toByte else 0.toByte))
      Files.write(directory.resolve("same-images-idx3-ubyte"), Idx.bytes(Seq(40, 28, 28), scaled))
      Files.copy(directory.resolve("bits-labels-idx1-ubyte"), directory.resolve("same-labels-idx1-ubyte"))
      def matrix(name: String, more: String*): String =
        main(Seq("score", s"--input=$directory/$name-images-idx3-ubyte") ++ more: _*).out.replace(name, "x")
      assert(matrix("bits", "--pixel-range=0..1") == matrix("same"))
      assert(matrix("bits") != matrix("same"))
      val refused = main("score", s"--input=$directory/whole-images-idx3-ubyte", "--pixel-range=0..1")
      assert(refused.status == 2)
      assert(
        refused.err.matches(
          "(?s)\\[file:.*/whole-images-idx3-ubyte\\] pixel \\d+ must be in 0..1 but was \\d+ \\(image 0\\)\n"
        )
      )
    }
  }

  test("the book's network reads MNIST's test images as well after the preparation") {
    Mnist.assumePresent()
    val ended = main("score", "--input=mnist", "--weights=book", "--prepare=mnist")
    assert(ended.err == "" && ended.out.contains("\nAccuracy: 0.9352 (9,352 of 10,000)\n"))
  }

  test("digits of MNIST on pages, dark on light and 2.5 times as large, are read almost as well as the originals") {
    val home = Mnist.assumePresent()
    withDirectory { directory =>
      val count = 2000
      def read(name: String): Array[Byte] = {
        val in = new GZIPInputStream(Files.newInputStream(home.resolve(name)))
        try in.readAllBytes()
        finally in.close()
      }
      val digits = read("t10k-images-idx3-ubyte.gz").slice(16, 16 + count * 784)
      val labels = read("t10k-labels-idx1-ubyte.gz").slice(8, 8 + count)
      val random = new Random(1)
      val pages = new Array[Byte](count * 14000)
      for (i <- 0 until count) {
        val (top, left) = (random.nextInt(40), random.nextInt(80))
        for (at <- 0 until 14000) {
          val (y, x) = ((at / 140 - top) * 2 / 5, (at % 140 - left) * 2 / 5)
          val isDigit = at / 140 >= top && at % 140 >= left && y < 28 && x < 28
          val ink = if (isDigit) digits(i * 784 + y * 28 + x) & 0xff else 0
          pages(i * 14000 + at) = math.max(0, math.min(255, 215 - ink * 3 / 4 + 8 * random.nextGaussian())).toByte
        }
      }
      Files.write(directory.resolve("pages-images-idx3-ubyte"), Idx.bytes(Seq(count, 100, 140), pages))
      Files.write(directory.resolve("plain-images-idx3-ubyte"), Idx.bytes(Seq(count, 28, 28), digits))
      for (name <- Seq("pages", "plain"))
        Files.write(directory.resolve(s"$name-labels-idx1-ubyte"), Idx.bytes(Seq(count), labels))
      def accuracy(name: String, more: String*): String = {
        val ended = main(Seq("score", s"--input=$directory/$name-images-idx3-ubyte", "--weights=book") ++ more: _*)
        assert(ended.err == "")
        "Accuracy: .*".r.findFirstIn(ended.out).get
      }
      assert(accuracy("plain") == "Accuracy: 0.9155 (1,831 of 2,000)")
      assert(accuracy("pages", "--prepare=mnist") == "Accuracy: 0.9105 (1,821 of 2,000)")
    }
  }
}
