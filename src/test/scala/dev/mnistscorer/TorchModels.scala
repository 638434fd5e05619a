package dev.mnistscorer

import java.lang.Float.floatToRawIntBits
import java.nio.{ByteBuffer, ByteOrder}

import dev.mnistscorer.Pickles.{Array32, Writer}

/** Writes what `torch.save` does: a pickle whose tensors are views of records beside it. */
object TorchModels {

  /** A tensor as a view of a storage of so many elements. */
  final case class View(key: String, kind: String, length: Int, offset: Int, shape: Seq[Int], strides: Seq[Int])

  def contiguous(key: String, array: Array32, kind: String = "Float"): View =
    View(key, kind, array.values.length, 0, array.shape, array.shape.scanRight(1)(_ * _).tail)

  implicit final class TorchWriter(private val writer: Writer) extends AnyVal {
    def orderedDict(): Writer = writer.global("collections", "OrderedDict").ascii(")R")

    def view(view: View): Writer = {
      writer.global("torch._utils", "_rebuild_tensor_v2").ascii("((").text("storage")
      writer.global("torch", s"${view.kind}Storage").text(view.key).text("cpu").int(view.length).ascii("tQ")
      writer.int(view.offset).shape(view.shape).shape(view.strides).raw(0x89).orderedDict().ascii("tR")
    }

    def state(views: Seq[(String, View)]): Writer = {
      writer.orderedDict().ascii("(")
      views.foreach { case (name, each) => writer.text(name).view(each) }
      writer.ascii("u}").text("_metadata").orderedDict().ascii("sb")
    }

    /** A layer by its class, parameters and further state. */
    def layer(name: String, parameters: Seq[(String, View)] = Seq(), buffers: Seq[(String, View)] = Seq())(
        more: Writer => Any = _ => ()
    ): Writer = {
      val (module, className) = name.splitAt(name.lastIndexOf('.'))
      writer.global(s"torch.nn.modules.$module", className.drop(1)).ascii(")").raw(0x81).ascii("}(")
      writer.text("training").raw(0x88)
      for ((group, entries) <- Seq("_parameters" -> parameters, "_buffers" -> buffers)) {
        writer.text(group).orderedDict().ascii("(")
        entries.foreach { case (key, each) =>
          writer.text(key).global("torch._utils", "_rebuild_parameter").ascii("(").view(each).raw(0x88)
          writer.orderedDict().ascii("tR")
        }
        writer.ascii("u")
      }
      writer.text("_non_persistent_buffers_set").global("__builtin__", "set").ascii("]").raw(0x85).ascii("R")
      more(writer)
      writer.ascii("ub")
    }

    def sequential(layers: (Writer => Writer)*): Writer =
      writer.layer("container.Sequential") { inner =>
        inner.text("_modules").orderedDict().ascii("(")
        layers.zipWithIndex.foreach { case (each, i) => each(inner.text(i.toString)) }
        inner.ascii("u")
      }
  }

  /** The bytes of numbers in a storage of a kind. */
  def encode(kind: String, values: Seq[Float]): Array[Byte] = {
    val out = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN)
    values.foreach { value =>
      kind match {
        case "Float" => out.putFloat(value)
        case "Double" => out.putDouble(value.toDouble)
        case "BFloat16" => out.putShort((floatToRawIntBits(value) >> 16).toShort)
        case "Half" =>
          val bits = floatToRawIntBits(value)
          val magnitude = bits & 0x7fffffff
          val half = if (magnitude == 0) 0 else (magnitude >> 13) - (112 << 10)
          out.putShort(((bits >>> 16) & 0x8000 | half).toShort)
        case "Long" => out.putLong(value.toLong)
      }
    }
    out.array.take(out.position())
  }

  def file(pickle: Writer, records: Seq[(String, Array[Byte])], more: (String, String)*): Array[Byte] =
    KerasModels.zip(
      Seq("archive/data.pkl" -> pickle.end()) ++
        more.map { case (name, text) => s"archive/$name" -> text.getBytes } ++
        records.map { case (key, bytes) =>
          s"archive/data/$key" -> bytes
        } :+
        ("archive/version" -> "3\n".getBytes): _*
    )
}
