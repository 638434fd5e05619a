package dev.mnistscorer

import java.awt.image.BufferedImage
import java.io.{ByteArrayOutputStream, PrintWriter}
import java.nio.file.{Files, Path}

import scala.util.Using

import javax.imageio.ImageIO
import org.apache.spark.sql.Column
import org.apache.spark.sql.functions.regexp_extract

/** Writes 28 × 28 images, given as number, label and unsigned bytes, in other forms than IDX. */
object Forms {
  def png(image: Array[Byte], height: Int = 28, width: Int = 28): Array[Byte] = {
    val picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY)
    picture.getRaster.setDataElements(0, 0, width, height, image)
    val out = new ByteArrayOutputStream
    ImageIO.write(picture, "png", out)
    out.toByteArray
  }

  /** Writes `7/00042.png` for image 42 with label 7. */
  def writePictures(directory: Path, images: Seq[(Long, Int, Array[Byte])]): Unit =
    images.foreach { case (number, label, image) =>
      val file = directory.resolve("%d/%05d.png".format(label, number))
      Files.createDirectories(file.getParent)
      Files.write(file, png(image))
    }

  /** The number that the path of such a file ends with. */
  def number(path: Column): Column = regexp_extract(path, "(\\d+)\\.png$", 1).cast("int")

  /** Writes `label,pixel0,…` as Kaggle does. */
  def writeCsv(file: Path, images: Seq[(Long, Int, Array[Byte])]): Unit =
    Using.resource(new PrintWriter(Files.newBufferedWriter(file))) { out =>
      out.println("label," + (0 until 784).map(i => s"pixel$i").mkString(","))
      images.foreach { case (_, label, image) => out.println(s"$label,${image.map(_ & 0xff).mkString(",")}") }
    }
}
