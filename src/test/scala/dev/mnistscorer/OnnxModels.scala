package dev.mnistscorer

import java.io.ByteArrayOutputStream
import java.nio.{ByteBuffer, ByteOrder}

import dev.mnistscorer.Pickles.Array32

/** Writes ONNX models field by field, as onnx.proto3 numbers them. */
object OnnxModels {

  /** A message of Protocol Buffers. */
  final class Message {
    private val out = new ByteArrayOutputStream

    def bytes: Array[Byte] = out.toByteArray

    private def varint(value: Long): Unit = {
      var left = value
      while ((left & ~0x7fL) != 0) {
        out.write((left & 0x7f | 0x80).toInt)
        left >>>= 7
      }
      out.write(left.toInt)
    }

    def number(field: Int, value: Long): Message = { varint(field.toLong << 3); varint(value); this }
    def raw(field: Int, value: Array[Byte]): Message = {
      varint(field.toLong << 3 | 2)
      varint(value.length.toLong)
      out.write(value)
      this
    }
    def text(field: Int, value: String): Message = raw(field, value.getBytes("UTF-8"))
    def message(field: Int, value: Message): Message = raw(field, value.bytes)
    def real(field: Int, value: Float): Message = {
      varint(field.toLong << 3 | 5)
      out.write(littleEndian(4)(_.putFloat(value)))
      this
    }
  }

  private def littleEndian(length: Int)(put: ByteBuffer => Any): Array[Byte] = {
    val buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN)
    put(buffer)
    buffer.array
  }

  private def dims(shape: Seq[Int]): Message = {
    val tensor = new Message
    shape.foreach(length => tensor.number(1, length.toLong))
    tensor
  }

  def floats(name: String, array: Array32): Message =
    dims(array.shape).number(2, 1).text(8, name).raw(9, array.bytes())

  /** The same in the packed field of floats instead of raw bytes. */
  def typedFloats(name: String, array: Array32): Message =
    dims(array.shape).number(2, 1).raw(4, array.bytes()).text(8, name)

  def doubles(name: String, array: Array32): Message =
    dims(array.shape)
      .number(2, 11)
      .text(8, name)
      .raw(9, littleEndian(8 * array.values.length)(buffer => array.values.foreach(v => buffer.putDouble(v.toDouble))))

  def external(name: String, shape: Seq[Int], location: String, more: (String, String)*): Message = {
    val tensor = dims(shape).number(2, 1).text(8, name).number(14, 1)
    (("location" -> location) +: more).foreach { case (key, value) =>
      tensor.message(13, new Message().text(1, key).text(2, value))
    }
    tensor
  }

  def integers(name: String, values: Long*): Message =
    dims(Seq(values.length))
      .number(2, 7)
      .text(8, name)
      .raw(9, littleEndian(8 * values.length)(buffer => values.foreach(buffer.putLong)))

  def scalar(name: String, value: Float): Message = floats(name, Array32(Seq(), Seq(value)))

  def node(operator: String, inputs: Seq[String], outputs: Seq[String], attributes: Message*): Message =
    nodeIn("", operator, inputs, outputs, attributes: _*)

  def nodeIn(
      domain: String,
      operator: String,
      inputs: Seq[String],
      outputs: Seq[String],
      attributes: Message*
  ): Message = {
    val node = new Message
    inputs.foreach(node.text(1, _))
    outputs.foreach(node.text(2, _))
    node.text(4, operator)
    attributes.foreach(node.message(5, _))
    if (domain.isEmpty) node else node.text(7, domain)
  }

  def attribute(name: String, value: Long): Message = new Message().text(1, name).number(3, value).number(20, 2)
  def attribute(name: String, value: Float): Message = new Message().text(1, name).real(2, value).number(20, 1)
  def attribute(name: String, value: String): Message = new Message().text(1, name).text(4, value).number(20, 3)
  def attribute(name: String, values: Seq[Long]): Message = {
    val attribute = new Message().text(1, name)
    values.foreach(attribute.number(8, _))
    attribute.number(20, 7)
  }
  def attribute(name: String, tensor: Message): Message = new Message().text(1, name).message(5, tensor).number(20, 4)

  /** A value of floats; a length of 0 is one that is not fixed. */
  private def value(name: String, shape: Seq[Int]): Message = {
    val lengths = new Message
    shape.foreach(n =>
      lengths.message(1, if (n == 0) new Message().text(2, "N") else new Message().number(1, n.toLong))
    )
    val tensor = new Message().number(1, 1).message(2, lengths)
    new Message().text(1, name).message(2, new Message().message(1, tensor))
  }

  def model(
      inputs: Seq[(String, Seq[Int])],
      output: String,
      nodes: Seq[Message],
      initializers: Seq[Message],
      opset: Long = 17
  ): Array[Byte] = {
    val graph = new Message
    nodes.foreach(graph.message(1, _))
    graph.text(2, "g")
    initializers.foreach(graph.message(5, _))
    inputs.foreach { case (name, shape) => graph.message(11, value(name, shape)) }
    graph.message(12, value(output, Seq(0, 0)))
    new Message()
      .number(1, 8)
      .text(2, "test")
      .message(7, graph)
      .message(8, new Message().number(2, opset))
      .bytes
  }
}
