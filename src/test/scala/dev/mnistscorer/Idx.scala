package dev.mnistscorer

import java.io.ByteArrayOutputStream
import java.nio.ByteBuffer
import java.nio.file.{Files, Path}
import java.util.zip.GZIPOutputStream

/** Writes IDX files, right and wrong. */
object Idx {

  /** The bytes of a file: magic of unsigned bytes, the dimensions, the elements. */
  def bytes(dimensions: Seq[Int], elements: Array[Byte], elementType: Int = 8): Array[Byte] = {
    val buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + elements.length)
    buffer.put(0.toByte).put(0.toByte).put(elementType.toByte).put(dimensions.length.toByte)
    dimensions.foreach(buffer.putInt)
    buffer.put(elements).array()
  }

  /** Pixel (row, column) of image i; a fifth is not zero, as in MNIST. */
  def pixel(image: Int, at: Int): Byte = {
    val mixed = (image * 784 + at + 1) * 0x9e3779b1
    if ((mixed >>> 28) < 3) (mixed >>> 16).toByte else 0
  }

  def images(count: Int, height: Int = 28, width: Int = 28): Array[Byte] =
    bytes(
      Seq(count, height, width),
      Array.tabulate(count * height * width)(at => pixel(at / (height * width), at % (height * width)))
    )

  def labels(labels: Seq[Int]): Array[Byte] = bytes(Seq(labels.length), labels.map(_.toByte).toArray)

  def gzip(bytes: Array[Byte]): Array[Byte] = {
    val out = new ByteArrayOutputStream
    val zip = new GZIPOutputStream(out)
    zip.write(bytes)
    zip.close()
    out.toByteArray
  }

  /** Writes images 0 to count − 1 and their labels, i modulo 10, by MNIST's naming; returns the file of images. */
  def write(directory: Path, count: Int, name: String = "some"): Path = {
    Files.write(directory.resolve(s"$name-labels-idx1-ubyte"), labels(Seq.tabulate(count)(_ % 10)))
    Files.write(directory.resolve(s"$name-images-idx3-ubyte"), images(count))
  }
}
