package dev.mnistscorer

import java.io.ByteArrayOutputStream
import java.nio.charset.StandardCharsets.{ISO_8859_1, UTF_8}
import java.nio.file.{Files, Path}
import java.nio.{ByteBuffer, ByteOrder}
import java.util.{Optional, OptionalDouble}

import dev.mnistscorer.network.Activation
import dev.mnistscorer.weights.ImportOptions

/** Writes pickles opcode by opcode, as Python's pickle module does for NumPy arrays. */
object Pickles {

  /** What pickles do not state of a network, as arguments. */
  val stated: Seq[String] = Seq("--activation=sigmoid", "--scale=1/255")

  /** The same as options of an import. */
  val options: ImportOptions = importing(Activation.SIGMOID)

  /** Hidden layers with this activation, on pixels in 0..1. */
  def importing(hidden: Activation): ImportOptions = new ImportOptions(
    Optional.of(hidden),
    Optional.empty(),
    OptionalDouble.of(1.0 / 255),
    OptionalDouble.empty(),
    OptionalDouble.empty(),
    Optional.empty(),
    Optional.empty()
  )

  /** A float32 array. */
  final case class Array32(shape: Seq[Int], values: Seq[Float]) {
    def bytes(order: ByteOrder = ByteOrder.LITTLE_ENDIAN): Array[Byte] = {
      val buffer = ByteBuffer.allocate(4 * values.length).order(order)
      values.foreach(buffer.putFloat)
      buffer.array()
    }
  }

  final class Writer(protocol: Int) {
    private val out = new ByteArrayOutputStream
    raw(0x80, protocol)

    def raw(bytes: Int*): Writer = { bytes.foreach(out.write); this }
    def ascii(text: String): Writer = { out.write(text.getBytes(ISO_8859_1)); this }
    def bytes(data: Array[Byte]): Writer = { out.write(data); this }
    def int4(value: Long): Writer =
      bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value.toInt).array())
    def text(value: String): Writer = {
      val utf8 = value.getBytes(UTF_8)
      ascii("X").int4(utf8.length).bytes(utf8)
    }
    def global(module: String, name: String): Writer =
      if (protocol >= 4) text(module).text(name).raw(0x93) else ascii(s"c$module\n$name\n")
    def int(value: Int): Writer = ascii("J").int4(value)
    def shape(lengths: Seq[Int]): Writer = { ascii("("); lengths.foreach(int); ascii("t") }
    def content(data: Array[Byte]): Writer =
      if (protocol >= 3) ascii("B").int4(data.length).bytes(data)
      else global("_codecs", "encode").text(new String(data, ISO_8859_1)).text("latin1").raw(0x86).ascii("R")
    def dtype(code: String, order: String): Writer =
      global("numpy", "dtype")
        .text(code)
        .raw(0x89, 0x88, 0x87)
        .ascii("R(")
        .int(3)
        .text(order)
        .ascii("NNN")
        .int(-1)
        .int(-1)
        .int(0)
        .ascii("tb")

    /** An array as `ndarray.__reduce__` gives it. */
    def array(lengths: Seq[Int], code: String, order: String, data: Array[Byte], fortran: Boolean = false): Writer =
      global("numpy.core.multiarray", "_reconstruct")
        .global("numpy", "ndarray")
        .int(0)
        .raw(0x85)
        .content(Array('b'.toByte))
        .raw(0x87)
        .ascii("R(")
        .int(1)
        .shape(lengths)
        .dtype(code, order)
        .raw(if (fortran) 0x88 else 0x89)
        .content(data)
        .ascii("tb")

    /** An array as NumPy 2 gives it in protocol 5. */
    def frombuffer(lengths: Seq[Int], data: Array[Byte]): Writer =
      global("numpy._core.numeric", "_frombuffer")
        .ascii("(")
        .content(data)
        .dtype("f4", "<")
        .shape(lengths)
        .text("C")
        .ascii("tR")

    def end(): Array[Byte] = { ascii("."); out.toByteArray }
  }

  /** A dict of arrays. */
  def dict(entries: Seq[(String, Array32)], protocol: Int = 3): Array[Byte] = {
    val writer = new Writer(protocol).ascii("}(")
    entries.foreach { case (name, array) =>
      writer.text(name)
      if (protocol == 5) writer.frombuffer(array.shape, array.bytes())
      else writer.array(array.shape, "f4", "<", array.bytes())
    }
    writer.ascii("u").end()
  }

  /** The arrays of a network of these sizes, with small weights that any run gives the same. */
  def network(sizes: Int*): Seq[(String, Array32)] =
    sizes.sliding(2).zipWithIndex.toSeq.flatMap { case (Seq(in, out), k) =>
      def number(at: Int): Float = (((at + 1) * 0x9e3779b1 + k * 0x85ebca6b) >> 8) / (1 << 24).toFloat
      Seq(
        s"W${k + 1}" -> Array32(Seq(in, out), Seq.tabulate(in * out)(at => number(at) / 2)),
        s"b${k + 1}" -> Array32(Seq(out), Seq.tabulate(out)(at => number(-7 - at)))
      )
    }

  def write(file: Path, sizes: Int*): Path = Files.write(file, dict(network(sizes: _*)))
}
