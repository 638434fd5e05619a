package dev.mnistscorer.source

import java.io.{ByteArrayInputStream, InputStream}
import java.util.zip.{CRC32, ZipException}

import dev.mnistscorer.Idx
import org.scalatest.funsuite.AnyFunSuite

class GzipStreamSuite extends AnyFunSuite {
  private val content = Array.tabulate(200000)(i => (i * i >> 7).toByte)

  /** A stream that brings few bytes at a time and records whether it is closed. */
  private class Slow(bytes: Array[Byte], step: Int) extends ByteArrayInputStream(bytes) {
    var closed = false
    override def read(to: Array[Byte], offset: Int, length: Int): Int = super.read(to, offset, length.min(step))
    override def close(): Unit = closed = true
  }

  private def unpacked(in: InputStream): Seq[Byte] = new GzipStream(in).readAllBytes().toSeq

  test("members are decompressed one after the other, in whatever steps the bytes come") {
    val parts = content.splitAt(70000)
    val bytes = Idx.gzip(parts._1) ++ Idx.gzip(Array()) ++ Idx.gzip(parts._2)
    for (step <- Seq(1, 7, 65536, 1 << 20)) assert(unpacked(new Slow(bytes, step)) == content.toSeq, step)
  }

  test("all fields of a header are skipped") {
    val plain = Idx.gzip(content)
    val header = Array(0x1f, 0x8b, 8, 0x1e, 1, 2, 3, 4, 0, 3, 3, 0, 7, 8, 9).map(_.toByte) ++
      "name".getBytes ++ Array[Byte](0) ++ "comment".getBytes ++ Array[Byte](0)
    val checksum = new CRC32
    checksum.update(header)
    def withChecksum(value: Long) = header ++ Array(value.toByte, (value >> 8).toByte) ++ plain.drop(10)
    assert(unpacked(new Slow(withChecksum(checksum.getValue), 3)) == content.toSeq)
    val thrown = intercept[ZipException](unpacked(new Slow(withChecksum(checksum.getValue ^ 1), 3)))
    assert(thrown.getMessage == "Corrupt GZIP header")
  }

  test("bytes after the last member are refused, few or many, whatever they are") {
    val rubbish = Seq[Array[Byte]](
      Array(0),
      Array(0x1f),
      Array(0x1f, 0x8b.toByte, 8),
      Array(0x1f, 0x8b.toByte, 9, 0, 0, 0, 0, 0, 0, 0),
      new Array(100000)
    )
    for (bytes <- rubbish; step <- Seq(1, 1 << 20))
      assert(
        intercept[ZipException](unpacked(new Slow(Idx.gzip(content) ++ bytes, step))).getMessage ==
          "bytes follow its end that are no gzip data"
      )
  }

  test("closing it closes the stream below") {
    val below = new Slow(Idx.gzip(content), 100)
    val stream = new GzipStream(below)
    stream.read()
    stream.close()
    assert(below.closed)
  }
}
