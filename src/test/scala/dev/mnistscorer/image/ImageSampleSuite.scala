package dev.mnistscorer.image

import java.util.Random

import org.scalatest.funsuite.AnyFunSuite

class ImageSampleSuite extends AnyFunSuite {
  private val shape = new Shape(28, 28)

  private def sample(images: Seq[Array[Float]], size: Shape = shape): ImageSample = {
    val sampler = new ImageSampler(size)
    val batch = new MiniBatch(4, size.pixels)
    images.foreach { image =>
      batch.set(2, image)
      sampler.take(batch, 2)
    }
    sampler.sample()
  }

  private def merged(parts: Seq[Seq[Array[Float]]]): ImageFigures = {
    val all = new ImageSample(shape)
    parts.foreach(part => all.merge(sample(part)))
    all.figures
  }

  private def random(count: Int): Seq[Array[Float]] = {
    val random = new Random(7)
    // Many agree in most of their bytes.
    Seq.fill(count)(Array.tabulate(784)(i => if (i == 300 + random.nextInt(20)) random.nextInt(256).toFloat else 0f))
  }

  test("figures do not depend on the order of the images and on how they are divided into parts") {
    val images = random(3000)
    val expected = merged(Seq(images))
    assert(expected.images == 128)
    assert(merged(Seq(images.reverse)) == expected)
    assert(merged(images.grouped(1).toSeq) == expected)
    assert(merged(images.grouped(700).toSeq.reverse) == expected)
    assert(merged(Seq(Nil, images, Nil)) == expected)
    assert(merged(Seq(images.take(100))).images == 100)
    assert(merged(Nil).images == 0)
  }

  test("figures of an image are as defined") {
    val bar = Array.tabulate(784)(i => if (i % 28 == 14 && i / 28 >= 10 && i / 28 < 20) 200f else 0f)
    val figures = merged(Seq(Seq(bar)))
    assert(figures == new ImageFigures(1, 1, 200, 0, 653.0 / 256, 0, 0, 0.5, 10, 1))
    assert(merged(Seq(Seq(new Array[Float](784)))) == new ImageFigures(1, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    val white = sample(Seq(Array.fill(6)(255f)), new Shape(3, 2)).figures
    assert((white.border, white.mean, white.smallest, white.adjacent) == ((255.0, 255.0, 255.0, 0.5)))
    assert(sample(Seq(Array(255f)), new Shape(1, 1)).figures.border == 255)
  }

  test("a sample of large images is small") {
    assert(ImageSample.size(shape) == 128 && ImageSample.size(new Shape(1024, 1024)) == 16)
    assert(ImageSample.size(new Shape(256, 256)) == 32)
  }

  test("ink is the mean of every fourth group of eight pixels of all images, in exact sums") {
    val random = new Random(8)
    // One pixel to several blocks of the sum, and pixels beyond the last whole group.
    for (pixels <- Seq(1, 7, 8, 16, 23, 24, 103, 784, 2047, 2048, 9000)) {
      val images = Seq.fill(50)(Array.fill(pixels)(random.nextInt(256).toFloat)) :+ Array.fill(pixels)(255f)
      val means = images.map { image =>
        val taken = image.grouped(8).filter(_.length == 8).grouped(4).flatMap(_.head).toSeq
        if (taken.isEmpty) 0L else taken.map(_.toLong).sum * 256 / taken.length
      }
      val size = new Shape(1, pixels)
      val sums = images.grouped(7).map(part => sample(part, size)).foldLeft(new ImageSample(size)) { (all, part) =>
        all.merge(part)
        all
      }
      val got = sums.sums
      assert((got.images, got.mean, got.meanSquares) == ((51, means.sum, means.map(m => m * m).sum)), pixels)
    }
  }
}
