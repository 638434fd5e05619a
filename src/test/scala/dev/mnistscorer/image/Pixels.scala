package dev.mnistscorer.image

import java.nio.file.{Files, Path}
import java.util.zip.GZIPInputStream

/** Grey images made for a test. */
object Pixels {

  /** An image of a shape, by row and column. */
  def image(height: Int, width: Int)(pixel: (Int, Int) => Double): GreyImage =
    new GreyImage(height, width, Array.tabulate(height * width)(i => pixel(i / width, i % width).toFloat))

  /** Pixels beyond the image are 0. */
  def at(image: GreyImage, y: Int, x: Int): Double =
    if (y < 0 || x < 0 || y >= image.height || x >= image.width) 0 else image.pixels.apply(y * image.width + x).toDouble

  /** The first images of a compressed IDX file. */
  def idx(file: Path, count: Int): Seq[GreyImage] = {
    val in = new GZIPInputStream(Files.newInputStream(file))
    try {
      in.readNBytes(16)
      Seq.fill(count)(new GreyImage(28, 28, in.readNBytes(784).map(pixel => (pixel & 0xff).toFloat)))
    } finally in.close()
  }

  /** Mean absolute difference of the pixels. */
  def difference(one: GreyImage, other: GreyImage): Double =
    one.pixels.zip(other.pixels).map { case (a, b) => math.abs(a - b).toDouble }.sum / one.pixels.length
}
