package dev.mnistscorer.picture

import java.io.ByteArrayInputStream
import java.util.{List => JavaList}
import javax.imageio.ImageIO

import org.scalatest.funsuite.AnyFunSuite

class ContactSheetSuite extends AnyFunSuite {
  private def sheet(height: Int, width: Int, zoom: Int, columns: Int, captions: String*) = {
    val pictures = captions.map(new ContactSheet.Picture(Array.fill[Byte](height * width)(-1), _))
    ImageIO.read(
      new ByteArrayInputStream(new ContactSheet(height, width, zoom).png(JavaList.of(pictures: _*), columns))
    )
  }

  test("a column is as wide as its images where their captions are narrower") {
    val image = sheet(28, 28, 3, 2, "7 > 9", "1", "2")
    assert((image.getWidth, image.getHeight) == ((8 + 2 * (84 + 8), 8 + 2 * (84 + 8 + 10 + 8))))
    assert((image.getRGB(8, 8) & 0xffffff, image.getRGB(6, 8) & 0xffffff) == ((0, 0xffffff)))
  }

  test("images of one or two pixels have room for longer captions, in the middle of which they are") {
    for (width <- 1 to 2; zoom <- Seq(1, 3)) {
      val image = sheet(1, width, zoom, 2, "7 > 9: 0.12", "1")
      val caption = 43 * ((zoom + 1) / 2)
      assert(image.getWidth == 8 + 2 * (caption + 8))
      val dark = (0 until image.getWidth).filter(x => (image.getRGB(x, 8) & 0xffffff) == 0)
      val first = 8 + (caption - width * zoom) / 2
      assert(dark.take(width * zoom) == (first until first + width * zoom))
    }
  }
}
