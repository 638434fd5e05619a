package dev.mnistscorer.weights.onnx

import java.nio.file.Files

import dev.mnistscorer.OnnxModels._
import dev.mnistscorer.Pickles.Array32
import dev.mnistscorer.SparkTest
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.network.Activation
import dev.mnistscorer.weights.graph.Step
import dev.mnistscorer.weights.{ImportOptions, WeightsFile}
import org.apache.hadoop.conf.Configuration

class OnnxSuite extends SparkTest {
  private val weights = Array32(Seq(6, 3), Seq.tabulate(18)(at => (at % 7 - 3) / 8f))
  private val bias = Array32(Seq(3), Seq(0.25f, -0.5f, 0.125f))
  private val pixels = Seq("pixels" -> Seq(0, 6))
  private val initializers = Seq(floats("w", weights), floats("b", bias))

  private def read(bytes: Array[Byte], options: ImportOptions = ImportOptions.AS_STORED): WeightsFile =
    WeightsFile.of("f", bytes, options)

  private def refusal(bytes: Array[Byte]): String = intercept[BadInputException](read(bytes)).getMessage

  /** A dense layer from `pixels` to `z`, then `nodes`. */
  private def after(output: String, nodes: Seq[Message], more: Seq[Message] = Seq()): Array[Byte] =
    model(pixels, output, node("Gemm", Seq("pixels", "w", "b"), Seq("z")) +: nodes, initializers ++ more)

  private def activation(nodes: Message*): Activation =
    read(after("a", nodes)).network.output.activation

  test("activations with the parameters and defaults of their operators") {
    def one(operator: String, attributes: Message*) =
      activation(node(operator, Seq("z"), Seq("a"), attributes: _*))
    assert(one("Relu") == Activation.RELU)
    assert(one("LeakyRelu") == new Activation.LeakyRelu(0.01f))
    assert(one("LeakyRelu", attribute("alpha", 0.3f)) == new Activation.LeakyRelu(0.3f))
    assert(one("Elu", attribute("alpha", 0.5f)) == new Activation.Elu(0.5f, 1))
    assert(one("Selu") == Activation.SELU)
    assert(one("Softplus") == Activation.SOFTPLUS)
    assert(one("HardSigmoid") == new Activation.HardSigmoid(0.2f, 0.5f))
    assert(one("Gelu") == Activation.GELU)
    assert(one("Gelu", attribute("approximate", "tanh")) == Activation.GELU_TANH)
    assert(one("Softmax", attribute("axis", -1L)) == Activation.SOFTMAX)
    assert(one("LogSoftmax", attribute("axis", 1L)) == Activation.SOFTMAX)
  }

  test("GELU that an exporter took apart is recognized by its values, in either order of its products") {
    val constants = Seq(scalar("root", math.sqrt(2).toFloat), scalar("one", 1f), scalar("half", 0.5f))
    val erf = Seq(
      node("Div", Seq("z", "root"), Seq("d")),
      node("Erf", Seq("d"), Seq("e")),
      node("Add", Seq("e", "one"), Seq("f"))
    )
    val late = erf ++ Seq(node("Mul", Seq("z", "f"), Seq("g")), node("Mul", Seq("g", "half"), Seq("a")))
    val early = erf ++ Seq(node("Mul", Seq("z", "half"), Seq("g")), node("Mul", Seq("g", "f"), Seq("a")))
    for (nodes <- Seq(late, early))
      assert(read(after("a", nodes, constants)).network.output.activation == Activation.GELU)
    val wrong = erf ++ Seq(node("Mul", Seq("z", "f"), Seq("a")))
    assert(
      refusal(after("a", wrong, constants)) ==
        "[f] d (Div) and a (Mul) take the same value: only a chain can be scored, no branches"
    )
  }

  test("arithmetic with constants before the layers is the scaling of the pixels") {
    val scaled = model(
      pixels,
      "z",
      Seq(
        node("Div", Seq("pixels", "white"), Seq("u")),
        node("Sub", Seq("u", "mean"), Seq("m")),
        node("Mul", Seq("m", "per"), Seq("s")),
        node("MatMul", Seq("s", "w"), Seq("z"))
      ),
      initializers ++ Seq(scalar("white", 255f), scalar("mean", 0.5f), scalar("per", 4f))
    )
    val file = read(scaled)
    assert(file.network.layers.get(0).weights.values.toSeq == weights.values.map(w => (1 / 255.0 * 4 * w).toFloat))
    assert(file.network.layers.get(0).bias.values.toSeq == (0 to 2).map { o =>
      (0 to 5).map(i => -2.0 * weights.values(i * 3 + o)).sum.toFloat
    })
    val open = model(
      pixels,
      "z",
      Seq(node("Sub", Seq("pixels", "mean"), Seq("m")), node("MatMul", Seq("m", "w"), Seq("z"))),
      initializers :+ scalar("mean", 0.5f)
    )
    assert(
      refusal(
        open
      ) == "[f] the file does not state the pixel range that m (Sub) takes: add --scale=1/255 (pixels in 0..1), --scale=1" +
        " (0..255), or --mean and --std (of pixels in 0..1); './submit.sh inspect --weights=f --input=DATA' tries them"
    )
  }

  test("Gemm with alpha, beta and no bias; weights that are turned by a node; a vector without a batch") {
    val gemm = node("Gemm", Seq("pixels", "w"), Seq("z"), attribute("alpha", 2f))
    assert(
      read(model(pixels, "z", Seq(gemm), initializers)).tensors.get(0).values.toSeq == weights.values.map(_ * 2)
    )
    val turned = Array32(Seq(3, 6), for (o <- 0 to 2; i <- 0 to 5) yield weights.values(i * 3 + o))
    val file = read(
      model(
        Seq("pixels" -> Seq(6)),
        "z",
        Seq(
          node("Transpose", Seq("t"), Seq("w"), attribute("perm", Seq(1L, 0L))),
          node("MatMul", Seq("pixels", "w"), Seq("m")),
          node("Add", Seq("b", "m"), Seq("z"))
        ),
        Seq(floats("t", turned), floats("b", bias))
      )
    )
    assert(file.tensors.get(0).values.toSeq == weights.values)
    assert(file.network.output.bias.values.toSeq == bias.values)
  }

  test("batch normalization over channels, before and after the image is flattened") {
    def vector(name: String, values: Float*) = floats(name, Array32(Seq(values.length), values))
    val numbers = Seq(vector("g", 2f), vector("o", 0.5f), vector("mu", 1f), vector("v", 4f))
    val file = read(
      model(
        Seq("pixels" -> Seq(0, 1, 2, 3)),
        "z",
        Seq(
          node("BatchNormalization", Seq("pixels", "g", "o", "mu", "v"), Seq("n"), attribute("epsilon", 0f)),
          node("Flatten", Seq("n"), Seq("x")),
          node("MatMul", Seq("x", "w"), Seq("z"))
        ),
        initializers ++ numbers
      )
    )
    // (p / 255 - 1) / 2 * 2 + 0.5
    assert(file.network.layers.get(0).weights.values.toSeq == weights.values.map(w => (1 / 255.0 * w).toFloat))
    assert(file.steps.get(1).isInstanceOf[Step.BatchNormalization])
  }

  test("batch normalization of training, and a bias for each image, are refused") {
    def vector(name: String) = floats(name, Array32(Seq(3), Seq(1f, 2f, 3f)))
    val normalize =
      node("BatchNormalization", Seq("z", "g", "o", "mu", "v"), Seq("a"), attribute("training_mode", 1L))
    assert(
      refusal(after("a", Seq(normalize), Seq("g", "o", "mu", "v").map(vector))) ==
        "[f] a (BatchNormalization) must have training_mode 0, that of inference, but has 1: export the model for inference"
    )
    val column = floats("b", Array32(Seq(3, 1), Seq(1f, 2f, 3f)))
    val gemm = node("Gemm", Seq("pixels", "w", "b"), Seq("z"))
    assert(
      refusal(model(Seq("pixels" -> Seq(3, 6)), "z", Seq(gemm), Seq(floats("w", weights), column))) ==
        "[f] z (Gemm) must have a bias of one row, a number for each unit, but has b [3, 1]"
    )
  }

  test("labels and tables behind the scores are left out, if the classes are 0, 1, 2, …") {
    def tail(classes: Long*) = after(
      "p",
      Seq(
        node("Softmax", Seq("z"), Seq("p")),
        node("ArgMax", Seq("p"), Seq("i")),
        nodeIn("ai.onnx.ml", "ArrayFeatureExtractor", Seq("classes", "i"), Seq("label")),
        nodeIn("ai.onnx.ml", "ZipMap", Seq("p"), Seq("table"), attribute("classlabels_int64s", Seq(0L, 1L, 2L)))
      ),
      Seq(integers("classes", classes: _*))
    )
    assert(read(tail(0, 1, 2)).network.toString == "6-3 (softmax)")
    assert(refusal(tail(0, 2, 1)) == "[f] i (ArgMax) must have the classes 0, 1, 2, … but has [0, 2, 1]")
  }

  test("the declared output is scored: nodes behind and beside it, and inputs that do not reach it, do not count") {
    val plain = read(after("z", Seq())).network
    val more = Seq(scalar("ten", 10f))
    val cases = Seq(
      after("z", Seq(node("Relu", Seq("z"), Seq("a"))), more),
      after("z", Seq(node("Conv", Seq("z", "w"), Seq("c")), node("Neg", Seq("pixels"), Seq("n"))), more),
      model(
        pixels :+ ("labels" -> Seq(0, 3)),
        "z",
        Seq(node("Gemm", Seq("pixels", "w", "b"), Seq("z")), node("Sub", Seq("z", "labels"), Seq("loss"))),
        initializers
      )
    )
    for (bytes <- cases) assert(read(bytes).network.sha256 == plain.sha256)
    assert(
      refusal(
        model(
          pixels :+ ("other" -> Seq(0, 3)),
          "a",
          Seq(
            node("Gemm", Seq("pixels", "w", "b"), Seq("z")),
            node("Add", Seq("z", "other"), Seq("a"))
          ),
          initializers
        )
      ) == "[f] the graph must have one input, the images, but has [pixels, other]"
    )
    assert(refusal(after("nowhere", Seq())) == "[f] ONNX: the graph must compute its output nowhere but does not")
  }

  test("one sigmoid of which an exporter makes two columns has two classes") {
    val one = Seq(floats("w1", Array32(Seq(6, 1), Seq.fill(6)(0.5f))), scalar("one", 1f))
    val file = read(
      model(
        pixels,
        "both",
        Seq(
          node("MatMul", Seq("pixels", "w1"), Seq("z")),
          node("Sigmoid", Seq("z"), Seq("p")),
          node("Sub", Seq("one", "p"), Seq("q")),
          node("Concat", Seq("q", "p"), Seq("both"), attribute("axis", 1L))
        ),
        one
      )
    )
    assert(file.network.toString == "6-2 (softmax)")
  }

  test("what is no chain of dense layers is refused with the name of the node") {
    val cases = Seq(
      Seq(node("Conv", Seq("z", "w"), Seq("a"))) ->
        ("a (Conv) is no operator of a dense network: known are Gemm, MatMul, Add, Sub, Mul, Div, activations," +
          " BatchNormalization, Flatten, Reshape, Cast and the like"),
      Seq(node("Relu", Seq("z"), Seq("r")), node("Add", Seq("r", "z"), Seq("a"))) ->
        "r (Relu) and a (Add) take the same value: only a chain can be scored, no branches",
      Seq(node("Relu", Seq("z"), Seq("a")), node("Relu", Seq("a"), Seq("z"))) ->
        "ONNX: z (Relu) must be the only node to compute z but is not",
      Seq(node("Mul", Seq("z", "z"), Seq("a"))) ->
        "a (Mul) must have a constant as input 1 but has none: only a chain can be scored",
      Seq(nodeIn("my.domain", "Relu", Seq("z"), Seq("a"))) -> "a (my.domain.Relu) is no operator of a dense network: ",
      Seq(node("Softmax", Seq("z"), Seq("a"), attribute("axis", 0L))) ->
        "a (Softmax) must be of the last axis but is of axis 0",
      Seq(node("Cast", Seq("z"), Seq("a"), attribute("to", 3L))) ->
        "a (Cast) must cast to float or double but casts to type 3",
      Seq(
        node("MatMul", Seq("z", "w"), Seq("a"))
      ) -> "a (MatMul) must take the 3 numbers of [1, 3] in a row but has weights"
    )
    for ((nodes, message) <- cases) assert(refusal(after("a", nodes)).startsWith(s"[f] $message"), message)
    assert(
      refusal(
        model(
          Seq("pixels" -> Seq(0, 6)),
          "z",
          Seq(
            node("Reshape", Seq("pixels", "t"), Seq("u")),
            node("Transpose", Seq("u"), Seq("v"), attribute("perm", Seq(0L, 2L, 1L))),
            node("MatMul", Seq("v", "w"), Seq("z"))
          ),
          initializers :+ integers("t", -1, 2, 3)
        )
      ) == "[f] v (Transpose) must keep the order of the pixels but turns [1, 2, 3]"
    )
  }

  private val externalModel: (String, Seq[(String, String)]) => Array[Byte] = (location, more) =>
    model(
      pixels,
      "z",
      Seq(node("Gemm", Seq("pixels", "w", "b"), Seq("z"))),
      Seq(external("w", Seq(6, 3), location, more: _*), floats("b", bias))
    )

  test("external data come from a regular file beside the model, and from nowhere else") {
    withDirectory { directory =>
      val model = directory.resolve("m.onnx")
      val data = directory.resolve("m.data")
      Files.write(data, new Array[Byte](8) ++ weights.bytes())
      Files.write(directory.resolve("short"), weights.bytes().take(40))
      Files.createSymbolicLink(directory.resolve("link"), data)
      Files.createDirectory(directory.resolve("sub"))
      def readWith(location: String, more: (String, String)*) = {
        Files.write(model, externalModel(location, more))
        WeightsFile.read(model.toString, new Configuration, ImportOptions.AS_STORED)
      }
      val file = readWith("m.data", "offset" -> "8", "length" -> "72")
      assert(file.tensors.get(0).values.toSeq == weights.values)

      val byPath = "a file beside it must be named without a path but is "
      val cases = Seq(
        (s"$directory/m.data", Seq()) -> s"$byPath$directory/m.data",
        ("../m.data", Seq()) -> s"$byPath../m.data",
        ("..", Seq()) -> s"$byPath..",
        ("sub", Seq()) -> "the file beside it, sub, must be a regular file but is not",
        ("link", Seq()) -> "the file beside it, link, must be a regular file but is not",
        ("none", Seq()) -> "the file beside it, none, must exist but does not",
        ("short", Seq()) -> "w must have 72 bytes at 0 of short, which has 40, but claims as many",
        (
          "m.data",
          Seq("offset" -> "8", "length" -> "71")
        ) -> "w must have 72 bytes at 8 of m.data, which has 80, but claims 71",
        ("m.data", Seq("offset" -> "9")) -> "w must have 72 bytes at 9 of m.data, which has 80, but claims as many",
        ("m.data", Seq("offset" -> "-1")) -> "w must have 72 bytes at -1 of m.data, which has 80, but claims as many"
      )
      for (((location, more), message) <- cases) {
        val refused = intercept[BadInputException](readWith(location, more: _*))
        assert(refused.getMessage == s"[$model] $message")
      }
    }
  }

  test("constants that go round in a circle, or grow beyond the file, are refused") {
    val circle = model(
      pixels,
      "z",
      Seq(
        node("Identity", Seq("y"), Seq("x")),
        node("Identity", Seq("x"), Seq("y")),
        node("MatMul", Seq("pixels", "x"), Seq("z"))
      ),
      Seq()
    )
    assert(
      refusal(circle).matches(
        "\\[f] constants must be computed in at most 32 steps but take more, or go round in a circle, at [xy]"
      )
    )
  }
}
