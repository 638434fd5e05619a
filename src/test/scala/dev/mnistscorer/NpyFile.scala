package dev.mnistscorer

import java.nio.{ByteBuffer, ByteOrder}

/** Writes `.npy` files as numpy.lib.format describes them: magic, version 1.0, header length, header, numbers. */
object NpyFile {
  def of(descr: String, shape: Array[Int], data: Array[Byte]): Array[Byte] = {
    val header = s"{'descr': '$descr', 'fortran_order': False, 'shape': (${shape.map(n => s"$n, ").mkString}), }\n"
    ByteBuffer
      .allocate(10 + header.length + data.length)
      .order(ByteOrder.LITTLE_ENDIAN)
      .put(0x93.toByte)
      .put("NUMPY".getBytes)
      .put(Array[Byte](1, 0))
      .putShort(header.length.toShort)
      .put(header.getBytes)
      .put(data)
      .array()
  }
}
