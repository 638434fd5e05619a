package dev.mnistscorer.weights.content

import java.nio.{ByteBuffer, ByteOrder}

import org.scalatest.funsuite.AnyFunSuite

class ElementTypeSuite extends AnyFunSuite {
  private def bytes(values: Int*): ByteBuffer = ByteBuffer.wrap(values.map(_.toByte).toArray)

  test("each type decodes to the exact float32, in the byte order of the buffer") {
    val half = bytes(0x3c, 0x00, 0xc0, 0x00, 0x35, 0x55, 0x00, 0x01, 0x80, 0x00, 0x7b, 0xff, 0x7c, 0x00)
    val halves = Seq(1f, -2f, 1365 / 4096f, 1 / 16777216f, -0f, 65504f, Float.PositiveInfinity)
    assert(
      ElementType.F16.decode("a", half).map(java.lang.Float.floatToRawIntBits).toSeq ==
        halves.map(java.lang.Float.floatToRawIntBits)
    )
    assert(ElementType.BF16.decode("a", bytes(0x3f, 0x80, 0xc0, 0x49)).toSeq == Seq(1f, -3.140625f))
    assert(ElementType.F32.decode("a", bytes(0, 0, 0x80, 0x3f).order(ByteOrder.LITTLE_ENDIAN)).toSeq == Seq(1f))
    assert(ElementType.F64.decode("a", ByteBuffer.allocate(8).putDouble(0.1).flip()).toSeq == Seq(0.1f))
  }

  test("every binary16 is the value that its bits define") {
    for (bits <- 0 to 0xffff) {
      val exponent = bits >> 10 & 0x1f
      val fraction = (bits & 0x3ff) / 1024.0
      val size = exponent match {
        case 0 => fraction * math.pow(2, -14)
        case 31 => if (fraction == 0) Double.PositiveInfinity else Double.NaN
        case _ => (1 + fraction) * math.pow(2, exponent - 15.0)
      }
      val expected = (if (bits < 0x8000) size else -size).toFloat
      val decoded = ElementType.F16.next(bytes(bits >> 8, bits))
      assert(decoded == expected || decoded.isNaN && expected.isNaN, f"$bits%04x")
    }
  }

  test("elements that are cut off are refused") {
    assert(
      intercept[IllegalArgumentException](ElementType.F32.decode("W1", ByteBuffer.allocate(7))).getMessage ==
        "W1 must hold whole elements of 4 bytes but holds 7 bytes"
    )
    assert(ElementType.names == "F16, BF16, F32 or F64")
  }
}
