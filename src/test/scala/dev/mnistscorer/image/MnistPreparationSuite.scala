package dev.mnistscorer.image

import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.util.Random

import javax.imageio.ImageIO

import dev.mnistscorer.Mnist
import org.scalatest.funsuite.AnyFunSuite

class MnistPreparationSuite extends AnyFunSuite {
  import Pixels._

  private def prepared(image: GreyImage): GreyImage = MnistPreparation.apply(image)

  /** Ink of value 255 in the rows and columns, on 0. */
  private def assertBlock(result: GreyImage, rows: Range, columns: Range): Unit = {
    assert(result.shape == new Shape(28, 28))
    val expected = image(28, 28)((y, x) => if (rows.contains(y) && columns.contains(x)) 255 else 0)
    assert(result.pixels.toSeq == expected.pixels.toSeq)
  }

  private def blank(result: GreyImage): Boolean = result.shape == new Shape(28, 28) && result.pixels.forall(_ == 0)

  test("the box of the ink is scaled to 20 pixels with its aspect, and centred by mass") {
    def bar(y: Int, x: Int) = y >= 1 && y < 5 && x >= 7 && x < 9
    assertBlock(prepared(image(10, 11)((y, x) => if (bar(y, x)) 255 else 0)), 5 until 25, 10 until 20)
    assertBlock(prepared(image(11, 10)((y, x) => if (bar(x, y)) 255 else 0)), 10 until 20, 5 until 25)
    // Three of eight parts of 20 are 7.5: half a pixel is rounded up.
    assertBlock(prepared(image(10, 10)((y, x) => if (y < 8 && x > 3 && x < 7) 255 else 0)), 5 until 25, 11 until 19)
  }

  test("a pixel of the result is the mean of the area that it covers, rounded") {
    // 40 × 2 pixels become 20 × 1: each is the mean of four.
    val rows =
      prepared(image(60, 28)((y, x) => if (y >= 10 && y < 50 && x >= 4 && x < 6) (if (x == 4) 255 else 101) else 0))
    // The mean is 178, below 254: it becomes 255.
    assertBlock(rows, 5 until 25, 14 until 15)
    val graded = prepared(
      image(60, 28)((y, x) =>
        if (y >= 10 && y < 50 && x >= 4 && x < 6) (if (y < 30) 255 else if (x == 4) 100 else 91) else 0
      )
    )
    assert(
      (0 until 28).flatMap(y => (0 until 28).map(x => at(graded, y, x))).filter(_ > 0) ==
        Seq.fill(10)(255.0) ++ Seq.fill(10)(96.0)
    )
    // The centre of mass is above the middle of the box.
    assert(at(graded, 6, 14) == 0 && at(graded, 7, 14) == 255 && at(graded, 26, 14) == 96 && at(graded, 27, 14) == 0)
  }

  test("the colour of the paper and of the ink make no difference") {
    def cross(paper: Double, ink: Double): GreyImage =
      image(30, 34)((y, x) => if (y > 2 && y < 18 && x == 9 || y == 7 && x > 4 && x < 20) ink else paper)
    val expected = prepared(cross(0, 255))
    assert(expected.pixels.sum > 0)
    for ((paper, ink) <- Seq(255 -> 0, 200 -> 40, 120 -> 0, 120 -> 255, 100 -> 140, 17 -> 1))
      assert(prepared(cross(paper, ink)).pixels.toSeq == expected.pixels.toSeq, s"$ink on $paper")
  }

  test("an image without ink is blank") {
    assert(blank(prepared(image(5, 7)((_, _) => 90))))
    assert(blank(prepared(image(1, 1)((_, _) => 255))))
    assert(blank(prepared(image(40, 40)((y, x) => 200 + (y * 7 + x * 3) % 16))))
  }

  test("one pixel becomes a box, wherever it is") {
    assertBlock(prepared(image(9, 9)((y, x) => if (y == 6 && x == 2) 16 else 0)), 5 until 25, 5 until 25)
    assertBlock(prepared(image(300, 2)((y, x) => if (y == 0 && x == 0) 255 else 0)), 5 until 25, 5 until 25)
  }

  test("ink that touches the border is ink") {
    assertBlock(prepared(image(28, 28)((_, x) => if (x == 0) 255 else 0)), 5 until 25, 14 until 15)
    assertBlock(prepared(image(28, 28)((_, x) => if (x == 0) 10 else 240)), 5 until 25, 14 until 15)
  }

  test("the whole box stays in the image where its mass is far from its middle") {
    // A strong square at the end of a faint line.
    val result = prepared(image(28, 28)((y, x) => if (y < 4 && x < 4) 255 else if (x == 0 && y < 20) 1 else 0))
    assert((0 until 28).map(y => at(result, y, 13)).count(_ > 0) == 20)
    assert(at(result, 27, 13) == 1 && at(result, 7, 13) == 0)
    assert(at(result, 8, 13) == 255)
  }

  private lazy val digits = idx(Mnist.assumePresent().resolve("t10k-images-idx3-ubyte.gz"), 10000)

  /** Longer side of the box of all ink. */
  private def side(digit: GreyImage): Int = {
    val rows = (0 until 28).filter(y => (0 until 28).exists(x => at(digit, y, x) > 0))
    val columns = (0 until 28).filter(x => (0 until 28).exists(y => at(digit, y, x) > 0))
    math.max(rows.last - rows.head, columns.last - columns.head) + 1
  }

  test("all but 20 images of MNIST come out as they are, of which 16 had been cut off at the edge") {
    val train = idx(Mnist.assumePresent().resolve("train-images-idx3-ubyte.gz"), 60000)
    val changed = Seq(digits, train).map(_.filterNot(digit => prepared(digit).pixels.sameElements(digit.pixels)))
    assert(changed.map(_.length) == Seq(4, 16))
    assert(
      changed.flatten.map(side).groupBy(identity).map { case (side, all) => side -> all.length } ==
        Map(19 -> 16, 20 -> 4)
    )
  }

  private def meanDifference(change: GreyImage => GreyImage, count: Int = 500): Double =
    digits.take(count).map(image => difference(prepared(change(image)), image)).sum / count

  test("place and ground make no difference to a digit of MNIST") {
    val random = new Random(1)
    def moved(digit: GreyImage): GreyImage = {
      val (top, left) = (random.nextInt(60), random.nextInt(60))
      image(88, 88)((y, x) => at(digit, y - top, x - left))
    }
    def corner(digit: GreyImage): GreyImage = {
      val top = (0 until 28).indexWhere(y => (0 until 28).exists(x => at(digit, y, x) > 0))
      val left = (0 until 28).indexWhere(x => (0 until 28).exists(y => at(digit, y, x) > 0))
      image(28, 28)((y, x) => at(digit, y + top, x + left))
    }
    assert(meanDifference(corner) == 0)
    assert(meanDifference(_.inverted) == 0)
    assert(meanDifference(digit => corner(digit).inverted) == 0)
    assert(meanDifference(moved) < 0.8)
    assert(meanDifference(digit => moved(digit).inverted) < 0.8)
    assert(meanDifference(digit => image(28, 28)((y, x) => math.rint(210 - at(digit, y, x) * 0.7))) < 0.3)
  }

  /** A digit enlarged 2.5 times, dark on light somewhere on a page, with noise. */
  private def page(digit: GreyImage, random: Random, noise: Double): GreyImage = {
    val (top, left) = (random.nextInt(42) - 6, random.nextInt(82) - 6)
    image(100, 140) { (y, x) =>
      val ink =
        (0 until 4).map(i => at(digit, math.floorDiv((y - top) * 4 + i, 10), math.floorDiv((x - left) * 4 + i, 10)))
      math.rint(math.max(0, math.min(255, 220 - ink.sum / 4 * 0.8 + noise * random.nextGaussian())))
    }
  }

  test("size makes little difference to a digit of MNIST, and noise not much more") {
    assert(meanDifference(digit => image(84, 84)((y, x) => at(digit, y / 3, x / 3))) < 0.8)
    val random = new Random(2)
    assert(meanDifference(page(_, random, 0)) < 4.5)
    assert(meanDifference(page(_, random, 10)) < 7)
  }

  test("a photograph as JPEG differs little from the original") {
    val random = new Random(3)
    def photograph(digit: GreyImage): GreyImage = {
      val page = this.page(digit, random, 2)
      val picture = new BufferedImage(page.width, page.height, BufferedImage.TYPE_BYTE_GRAY)
      picture.getRaster.setPixels(0, 0, page.width, page.height, page.pixels)
      val out = new ByteArrayOutputStream
      assert(ImageIO.write(picture, "jpeg", out))
      new PictureReader().read(PictureFormat.JPEG, out.toByteArray)
    }
    assert(meanDifference(photograph) < 5)
  }
}
