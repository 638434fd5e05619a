package dev.mnistscorer.weights.torch

import java.lang.Float.{floatToRawIntBits, intBitsToFloat}

import scala.jdk.CollectionConverters._

import dev.mnistscorer.Pickles
import dev.mnistscorer.Pickles.{Array32, Writer}
import dev.mnistscorer.TorchModels._
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.network.Activation
import dev.mnistscorer.weights.{ImportOptions, WeightsFile}
import org.scalatest.funsuite.AnyFunSuite

class TorchSuite extends AnyFunSuite {

  /** Numbers that every kind of storage holds: 8 bits of fraction, exponents of binary16. */
  private val arrays = Pickles.network(12, 6, 5, 3).map { case (name, array) =>
    name -> array.copy(values = array.values.map { value =>
      val short = intBitsToFloat(floatToRawIntBits(value) & 0xffff0000)
      if (math.abs(short) < 1e-3) 0f else short
    })
  }
  private val relu = Pickles.importing(Activation.RELU)
  private val expected = WeightsFile.of("f", Pickles.dict(arrays), relu).network

  private def transposed(array: Array32): Array32 = {
    val Seq(in, out) = array.shape
    Array32(Seq(out, in), for (o <- 0 until out; i <- 0 until in) yield array.values(i * out + o))
  }

  /** As nn.Linear has them: [out, in]. */
  private val linear: Seq[(String, Array32)] =
    arrays.zip(Seq("fc1", "fc2", "fc3").flatMap(n => Seq(n, n))).map { case ((name, array), layer) =>
      if (name.startsWith("W")) s"$layer.weight" -> transposed(array) else s"$layer.bias" -> array
    }

  private def views(kind: String = "Float"): Seq[(String, View)] =
    linear.zipWithIndex.map { case ((name, array), i) => name -> contiguous(i.toString, array, kind) }

  private def records(kind: String = "Float"): Seq[(String, Array[Byte])] =
    linear.zipWithIndex.map { case ((_, array), i) => i.toString -> encode(kind, array.values) }

  private def read(bytes: Array[Byte], options: ImportOptions = relu): WeightsFile =
    WeightsFile.of("f", bytes, options)

  private def assertSame(bytes: Array[Byte], options: ImportOptions = relu): Unit = {
    val file = read(bytes, options)
    assert(file.format == "PyTorch")
    assert(file.network.toString == expected.toString && file.network.sha256 == expected.sha256)
  }

  private def refusal(bytes: Array[Byte], options: ImportOptions = relu): String = {
    val message = intercept[BadInputException](read(bytes, options)).getMessage
    assert(message.startsWith("[f] ") && !message.contains('\n'))
    message.stripPrefix("[f] ")
  }

  private def dict(writer: Writer, entries: (String, Writer => Any)*): Writer = {
    writer.ascii("}(")
    entries.foreach { case (key, value) => value(writer.text(key)) }
    writer.ascii("u")
  }

  test("a state_dict of each type of floats has the bits of the other formats") {
    for (kind <- Seq("Float", "Double", "Half", "BFloat16"))
      assertSame(file(new Writer(2).state(views(kind)), records(kind), "byteorder" -> "little"))
    val counter = "bn.num_batches_tracked" -> View("9", "Long", 1, 0, Seq(), Seq())
    val counted = read(file(new Writer(2).state(views() :+ counter), records() :+ ("9" -> encode("Long", Seq(7f)))))
    assert(counted.network.sha256 == expected.sha256)
    assert(counted.ignored.asScala == Seq("bn.num_batches_tracked"))
  }

  test("the state_dict of a checkpoint, and names behind the prefixes of wrappers") {
    for (key <- Seq("state_dict", "model", "model_state_dict")) {
      val prefixed = views().map { case (name, view) => s"module._orig_mod.$name" -> view }
      val pickle = dict(
        new Writer(2),
        "epoch" -> (_.int(5)),
        key -> (_.state(prefixed)),
        "optimizer_state_dict" -> (dict(_, "state" -> (dict(_)), "param_groups" -> (_.ascii("]")))),
        "size" -> (_.global("torch", "Size").shape(Seq(1, 28)).raw(0x85).ascii("R"))
      )
      assertSame(file(pickle, records()))
    }
  }

  test("transposed and offset views, and one storage for all tensors") {
    // All arrays as [in, out] in one storage: weights are views whose strides are exchanged.
    val values = arrays.flatMap(_._2.values)
    val offsets = arrays.scanLeft(0)((at, entry) => at + entry._2.values.length)
    val shared = arrays.zip(linear).zip(offsets).map { case (((_, stored), (name, array)), offset) =>
      val strides = if (stored.shape.length == 1) Seq(1) else Seq(1, stored.shape(1))
      name -> View("all", "Float", values.length, offset, array.shape, strides)
    }
    assertSame(file(new Writer(2).state(shared), Seq("all" -> encode("Float", values))))
  }

  test("an nn.Sequential states its activations") {
    def dense(i: Int)(writer: Writer): Writer =
      writer.layer("linear.Linear", Seq("weight" -> views()(2 * i)._2, "bias" -> views()(2 * i + 1)._2))()
    def plain(name: String)(writer: Writer): Writer = writer.layer(name)()
    val model = new Writer(2).sequential(
      plain("flatten.Flatten"),
      dense(0),
      plain("activation.ReLU"),
      plain("dropout.Dropout"),
      _.sequential(dense(1), plain("activation.ReLU")),
      dense(2),
      _.layer("activation.Softmax")(_.text("dim").int(1))
    )
    val unit = new ImportOptions(
      java.util.Optional.empty(),
      java.util.Optional.empty(),
      relu.scale,
      relu.mean,
      relu.std,
      java.util.Optional.empty(),
      java.util.Optional.empty()
    )
    assertSame(file(model, records()), unit)
    assert(
      read(file(model, records()), ImportOptions.AS_STORED).assumptions.asScala ==
        Seq("pixels × 1/255 (assumed: the file does not say; --scale)")
    )
    def one(name: String, more: Writer => Any = _ => ()) =
      read(file(new Writer(2).sequential(dense(0), _.layer(name)(more)), records()), unit).network.output.activation
    assert(
      one(
        "activation.LeakyReLU",
        _.text("negative_slope")
          .ascii("G")
          .bytes(
            java.nio.ByteBuffer.allocate(8).putDouble(0.2).array
          )
      ) == new Activation.LeakyRelu(0.2f)
    )
    assert(one("activation.GELU", _.text("approximate").text("tanh")) == Activation.GELU_TANH)
    assert(one("activation.Tanh") == Activation.TANH)
    assert(one("activation.Hardsigmoid") == new Activation.HardSigmoid(1 / 6f, 0.5f))
  }

  test("batch normalization in an nn.Sequential is folded in") {
    def vector(key: String) = View(key, "Float", 6, 0, Seq(6), Seq(1))
    val numbers = Seq("g" -> 2f, "o" -> 0.5f, "mu" -> 1f, "v" -> 4f).map { case (key, value) =>
      key -> encode("Float", Seq.fill(6)(value))
    }
    val zero = (w: Writer) => w.text("eps").ascii("G").bytes(new Array[Byte](8))
    val model = new Writer(2).sequential(
      _.layer("linear.Linear", Seq("weight" -> views().head._2, "bias" -> views()(1)._2))(),
      _.layer(
        "batchnorm.BatchNorm1d",
        Seq("weight" -> vector("g"), "bias" -> vector("o")),
        Seq("running_mean" -> vector("mu"), "running_var" -> vector("v"))
      )(zero)
    )
    // (z - 1) / 2 * 2 + 0.5
    val layer = read(file(model, records() ++ numbers), ImportOptions.AS_STORED).network.layers.get(0)
    assert(layer.bias.values.toSeq == arrays(1)._2.values.map(_ - 0.5f))
  }

  test("a state_dict without activations leaves them open") {
    assert(
      refusal(file(new Writer(2).state(views()), records()), ImportOptions.AS_STORED)
        .startsWith("the file does not state the hidden activation and the pixel range: add --activation=sigmoid|relu|")
    )
  }

  private def damaged(change: View => View): Array[Byte] =
    file(new Writer(2).state(("fc1.weight" -> change(views().head._2)) +: views().tail), records())

  test("storages, views and archives that lie are refused in one line") {
    val cases = Seq(
      damaged(_.copy(length = 71)) ->
        "the record data/0 must have 4 bytes for each of the 71 elements that the pickle states but has 288 bytes",
      damaged(_.copy(length = -1)) -> "the record data/0 must have 4 bytes for each of the -1 elements that",
      damaged(_.copy(kind = "Double")) -> "the record data/0 must have 8 bytes for each of the 72 elements that",
      damaged(_.copy(key = "../../etc/passwd")) ->
        "the archive must hold the record data/../../etc/passwd but does not",
      damaged(
        _.copy(offset = 1)
      ) -> "a tensor [6, 12] of the record data/0 must end within its 72 elements but ends at element 72",
      damaged(_.copy(offset = -1)) ->
        "offsets, dimensions and strides must be in 0..2147483647 but one is -1 (pickle, byte ",
      damaged(_.copy(strides = Seq(12))) ->
        "a tensor of the record data/0 must have a stride for each of at most 8 dimensions but has 1 for 2 (pickle, byte ",
      damaged(_.copy(shape = Seq(1 << 20, 1 << 10), strides = Seq(0, 0))) ->
        "the file must expand to at most 102400 bytes but expands to more at fc1.weight",
      damaged(_.copy(shape = Seq(Int.MaxValue, Int.MaxValue), strides = Seq(Int.MaxValue, Int.MaxValue))) ->
        "a tensor [2147483647, 2147483647] of the record data/0 must end within its 72 elements but ends at element ",
      file(new Writer(2).state(views()), records(), "byteorder" -> "big") ->
        "the numbers must be little-endian but the record byteorder says big",
      file(new Writer(2).state(views()), records(), "code/__torch__.py" -> "x", "constants.pkl" -> "x") ->
        ("the archive must hold data but holds a program, as torch.jit.save writes it (TorchScript): save the model's" +
          " state_dict(), or export it to ONNX"),
      file(new Writer(2).state(views()), records(), "b/data.pkl" -> "x") ->
        "the archive must hold one data.pkl but holds [archive/data.pkl, archive/b/data.pkl]",
      file(new Writer(2).int(5), Seq()) ->
        "the pickle must hold a state_dict, a dict with one, or an nn.Sequential but does not",
      (Seq(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9).map(_.toByte).toArray ++ new Array[Byte](99)) ->
        ("a PyTorch file must be the zip file that torch.save writes since 1.6 but is of the format before it: load it" +
          " with torch.load and save its state_dict() again")
    )
    for ((bytes, message) <- cases) assert(refusal(bytes).startsWith(message), message)
  }

  test("a name beyond tensors and known layers is refused, and nothing is executed") {
    for (
      (module, name) <- Seq(
        "os" -> "system",
        "__main__" -> "Net",
        "torch.nn.modules.conv" -> "Conv2d",
        "torch" -> "load",
        "torch" -> "UntypedStorage"
      )
    )
      assert(
        refusal(file(new Writer(2).global(module, name).text("true").raw(0x85).ascii("R"), Seq())) ==
          s"the pickle imports $module.$name, but only the names of tensors and of the layers of an nn.Sequential are" +
          " allowed; nothing was executed: save the model's state_dict() (pickle, byte 2)"
      )
  }

  test("a model that holds itself is refused") {
    // memo 0 = Sequential(memo 0)
    val cycle = new Writer(2).global("torch.nn.modules.container", "Sequential").ascii(")").raw(0x81, 'q', 0)
    cycle.ascii("}").text("_modules").ascii("}").text("0").raw('h', 0).ascii("ssb")
    assert(
      refusal(file(cycle, Seq())).startsWith("the model must have at most 10000 layers, 32 levels deep, but has more")
    )
  }
}
