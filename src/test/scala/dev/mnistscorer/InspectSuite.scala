package dev.mnistscorer

import java.nio.file.Files

import javax.imageio.ImageIO

import dev.mnistscorer.cli.RootCommand
import dev.mnistscorer.picture.Terminal

class InspectSuite extends SparkTest {
  private def inspect(arguments: String*): String = {
    val ended = main("inspect" +: arguments: _*)
    assert(ended.status == 0, ended.err)
    ended.out
  }

  test("a data set is shown with its shape, its labels and its first digits") {
    withDirectory { directory =>
      Files.write(
        directory.resolve("x-images-idx3-ubyte"),
        Idx.bytes(Seq(3, 2, 3), Array[Byte](-1, 0, -1, 0, -1, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1))
      )
      Files.write(directory.resolve("x-labels-idx1-ubyte"), Idx.labels(Seq(7, 2, 7)))
      assert(
        inspect(s"--input=$directory/x-images-idx3-ubyte") ==
          s"""$directory/x-images-idx3-ubyte
             |3 images of 2 × 3 unsigned bytes
             |mean 127.50 (0.5000 of white), 50.0 % of the pixels are not zero
             |
             |      2         1  ████████████████████
             |      7         2  ████████████████████████████████████████
             |
             |▀▄▀       ███
             | 7    2    7
             |""".stripMargin
      )
    }
  }

  test("with colours each cell says both its colours") {
    withDirectory { directory =>
      Files.write(directory.resolve("x"), Idx.bytes(Seq(1, 2, 2), Array[Byte](-1, 0, 0, -1)))
      val out = inspect(s"--input=$directory/x", "--color=always")
      assert(
        out.contains(
          "\u001b[38;5;232;48;5;255m▀\u001b[38;5;255;48;5;232m▀\u001b[0m\n?\n".replace("?\n", "? \n").stripTrailing
        )
      )
    }
  }

  private def inspectAt(columns: Int, arguments: String*): Seq[String] = {
    val out = new java.io.ByteArrayOutputStream
    val print = new java.io.PrintStream(out, true, "UTF-8")
    spark
    val command = new RootCommand(print, print, new Terminal(columns, true))
    assert(command.execute("inspect" +: arguments: _*) == 0)
    out.toString("UTF-8").linesIterator.toSeq
  }

  test("pictures and bars are as wide as the terminal") {
    for ((columns, inRow, bar) <- Seq((20, 1, 1), (44, 1, 23), (80, 2, 40), (130, 4, 40))) {
      val lines = inspectAt(columns, "--input=sample:400", "--count=5", "--color=never")
      assert(lines.forall(_.length <= math.max(columns, 100)))
      assert(lines.filter(_.contains('█')).take(10).map(_.count(_ == '█')).max == bar)
      assert(lines.last.split(" +").count(_.nonEmpty) == (if (5 % inRow == 0) inRow else 5 % inRow))
      if (columns >= 44) assert(lines.filterNot(_.startsWith("mean")).forall(_.length <= columns))
    }
  }

  test("colours are those of the terminal unless --color says otherwise") {
    def coloured(arguments: String*): Boolean =
      inspectAt(80, "--input=sample:20" +: "--count=1" +: arguments: _*).exists(_.contains('\u001b'))
    assert(coloured() && !coloured("--color=never"))
    assert(!inspect("--input=sample:20").contains("\u001b"))
  }

  test("one image is shown with its label, its numbers and the probability of each class") {
    withDirectory { directory =>
      Pickles.write(directory.resolve("w"), 784, 10)
      val out = inspect("--input=sample:30", "--index=12", "--pixels", s"--weights=$directory/w", "--scale=1/255")
      val lines = out.linesIterator.toSeq
      assert(lines.head == "Image 12 of sample:30, label 2")
      assert(lines.count(_.matches("( +\\d+){28}")) == 28)
      val bars = lines.filter(_.matches(" +\\d +[01]\\.\\d{6}.*"))
      assert(bars.length == 10 && bars.count(_.endsWith(" <")) == 1)
      assert(math.abs(bars.map(_.trim.split(" +")(1).toDouble).sum - 1) < 1e-5)
    }
  }

  test("an index beyond the end is refused") {
    assert(
      main("inspect", "--input=sample:30", "--index=30") ==
        Ended(2, "", "[sample:30] --index must be below 30 but was 30\n")
    )
  }

  test("the contact sheet is a PNG with every image, and a label under each") {
    withDirectory { directory =>
      val out = inspect("--input=sample:50", "--count=25", s"--png=$directory/sheet.png")
      assert(out.endsWith(s"\nPicture: $directory/sheet.png\n"))
      val image = ImageIO.read(directory.resolve("sheet.png").toFile)
      assert((image.getWidth, image.getHeight) == ((10 * (28 * 3 + 8) + 8, 3 * (28 * 3 + 8 + 10 + 8) + 8)))
      // The last of 25 is in the fifth cell of the third row; the sixth is empty paper.
      def inked(column: Int): Boolean =
        (0 until 84).exists(x =>
          (0 until 84).exists(y => (image.getRGB(8 + column * 92 + x, 8 + 2 * 110 + y) & 0xff) < 100)
        )
      assert(inked(4) && !inked(5))
    }
  }

  test("a weights file is shown with its format, tensors, layers and sha256") {
    withDirectory { directory =>
      Files.write(
        directory.resolve("w"),
        Pickles.dict(
          Seq(
            "W1" -> Pickles.Array32(Seq(2, 2), Seq(-1f, 0.5f, 0.25f, 2f)),
            "b1" -> Pickles.Array32(Seq(2), Seq(0f, 0.125f))
          )
        )
      )
      assert(
        inspect(s"--weights=$directory/w", "--layout=in-out", "--output-activation=gelu", "--scale=1/255")
          .replaceAll("sha256 {6}[0-9a-f]{64}\n", "sha256 …\n") ==
          s"""$directory/w
             |format      NumPy pickle
             |sha256 …
             |network     2-2 (gelu)
             |parameters  6
             |
             |tensor   shape                 lowest       highest
             |W1       [2, 2]             -1.000000      2.000000
             |b1       [2]                 0.000000      0.125000
             |
             |step   understood as
             |pixels times 0.00392156862745098
             |W1     dense 2 to 2
             |W1     gelu
             |
             |layer         in     out  activation
             |1              2       2  gelu
             |""".stripMargin
      )
      val refused = main("inspect", s"--weights=$directory/w")
      assert(refused.status == 2)
      assert(
        refused.err == s"[$directory/w] the file does not state the pixel range and the layout of W1 [2, 2]: add --scale=1/255 (pixels" +
          " in 0..1), --scale=1 (0..255), or --mean and --std (of pixels in 0..1) and --layout=in-out|out-in;" +
          s" './submit.sh inspect --weights=$directory/w --input=DATA' tries them\n"
      )
    }
  }

  test("arguments that make no sense together are refused") {
    def refused(arguments: String*): String = {
      val ended = main("inspect" +: arguments: _*)
      assert(ended.status == 1)
      ended.err.stripSuffix(" (see './submit.sh inspect --help')\n")
    }
    assert(refused() == "--input or --weights must say what to look at")
    assert(refused("--input=sample", "--pixels") == "--pixels must go with --index")
    assert(refused("--weights=builtin", "--index=3") == "--index, --png and --labels must go with --input")
    assert(refused("--input=sample", "--count=0") == "--count must be in 1..1000 but was 0")
  }

  test("--digest prints the sha256 of all probabilities, which is the same on every machine") {
    val ended = main("inspect", "--input=sample:1000", "--weights=builtin", "--digest")
    assert(ended.status == 0, ended.err)
    assert(
      ended.out.endsWith(
        "\nsha256 of all probabilities: 36d341371b4da2f6971e366a952a662e75b4ca68492a4e5b2d2a7967b538831a\n"
      )
    )
    val alone = main("inspect", "--weights=builtin", "--digest")
    assert(alone.status == 1 && alone.err.startsWith("--digest must go with --input and --weights"))
  }
}
