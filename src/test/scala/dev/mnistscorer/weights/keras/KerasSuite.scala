package dev.mnistscorer.weights.keras

import scala.jdk.CollectionConverters._

import dev.mnistscorer.KerasModels._
import dev.mnistscorer.Pickles.Array32
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.network.Activation
import dev.mnistscorer.weights.{ImportOptions, WeightsFile}
import org.scalatest.funsuite.AnyFunSuite

class KerasSuite extends AnyFunSuite {
  private def matrix(in: Int, out: Int, seed: Int = 0): Array32 =
    Array32(Seq(in, out), Seq.tabulate(in * out)(at => ((at + seed) % 13 - 6) / 16f))
  private def vector(length: Int, seed: Int = 0): Array32 =
    Array32(Seq(length), Seq.tabulate(length)(at => ((at + seed) % 5 + 1) / 8f))

  private def denseOf(in: Int, out: Int, seed: Int = 0): Seq[Array32] = Seq(matrix(in, out, seed), vector(out, seed))

  private def read(bytes: Array[Byte], options: ImportOptions = ImportOptions.AS_STORED): WeightsFile =
    WeightsFile.of("f", bytes, options)

  private def refusal(bytes: Array[Byte]): String = intercept[BadInputException](read(bytes)).getMessage

  private def firstWeights(file: WeightsFile): Seq[Float] = file.network.layers.get(0).weights.values.toSeq

  test("what libhdf5 itself wrote is read: old groups, chunks, gzip and shuffle, big-endian and half floats") {
    val file = read(getClass.getResourceAsStream("libhdf5.h5").readAllBytes())
    assert(file.network.toString == "4-3-2 (relu, softmax)")
    assert(file.metadata.asScala == Map("keras_version" -> "2.4.0"))
    val tensors = file.tensors.asScala
    assert(tensors(0).values.toSeq == Seq.tabulate(12)(i => (i - 3) / 8f))
    assert(tensors(1).values.toSeq == Seq(0f, 0.25f, 0.5f))
    assert(tensors(2).values.toSeq == Seq.tabulate(6)(i => (i - 3) / 8f))
    assert(tensors(3).values.toSeq == Seq(0f, 0.25f))
  }

  private def functional(layers: Seq[(String, String, String)], output: String): String = {
    def source(name: String) =
      s"""[{"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["$name", 0, 0]}}], "kwargs": {}}]"""
    val all = layers.map { case (name, layer, from) =>
      val inbound = if (from.isEmpty) "[]" else source(from)
      layer.dropRight(1) + s""", "name": "$name", "inbound_nodes": $inbound}"""
    }
    s"""{"class_name": "Functional", "config": {"name": "f", "layers": [${all.mkString(", ")}],
       |"input_layers": ["input", 0, 0], "output_layers": ["$output", 0, 0]}}""".stripMargin
  }

  test("a functional model is followed from its input to its output, whatever the order of its layers") {
    val config = functional(
      Seq(
        ("classes", dense("classes", 3, "\"softmax\""), "hidden"),
        ("input", input(6), ""),
        ("hidden", dense("hidden", 4, "\"tanh\""), "input")
      ),
      "classes"
    )
    val file = read(keras(config, weights("classes" -> denseOf(4, 3), "hidden" -> denseOf(6, 4))))
    assert(file.network.toString == "6-4-3 (tanh, softmax)")
  }

  test("Keras 2 endpoints are followed too") {
    val config =
      s"""{"class_name": "Functional", "config": {"layers": [
         |{"class_name": "InputLayer", "config": {"name": "i", "batch_input_shape": [null, 6]}, "name": "i", "inbound_nodes": []},
         |${dense("d", 4, "\"relu\"").dropRight(1)}, "name": "d", "inbound_nodes": [[["i", 0, 0, {}]]]},
         |${dense("o", 3, "\"softmax\"").dropRight(1)}, "name": "o", "inbound_nodes": [[["d", 0, 0, {}]]]}],
         |"input_layers": [["i", 0, 0]], "output_layers": [["o", 0, 0]]}}""".stripMargin
    val stored = Seq(("d", denseOf(6, 4)), ("o", denseOf(4, 3))).map { case (name, v) =>
      name -> Seq("kernel" -> v.head, "bias" -> v(1))
    }
    assert(read(h5(Some(config), stored)).network.toString == "6-4-3 (relu, softmax)")
  }

  test("a branch is refused with the name of the layer where it meets") {
    val config =
      s"""{"class_name": "Functional", "config": {"layers": [
         |{"class_name": "InputLayer", "config": {"name": "i", "batch_input_shape": [null, 6]}, "inbound_nodes": []},
         |${dense("d", 6, "\"relu\"").dropRight(1)}, "inbound_nodes": [[["i", 0, 0, {}]]]},
         |${layer("Add", "sum").dropRight(1)}, "inbound_nodes": [[["i", 0, 0, {}], ["d", 0, 0, {}]]]}],
         |"input_layers": [["i", 0, 0]], "output_layers": [["sum", 0, 0]]}}""".stripMargin
    assert(
      refusal(keras(config, weights("dense" -> denseOf(6, 6)))) ==
        "[f] sum (Add) has 2 inputs: only a chain of layers can be scored, no branches"
    )
  }

  test("models in a model are unfolded") {
    val inner = sequential(dense("a", 5, "\"relu\""), dense("b", 4, "\"relu\""))
      .replace("\"name\": \"sequential\"", "\"name\": \"inner\"")
    val config = sequential(input(6), inner, dense("c", 3, "\"linear\""))
    val stored =
      weights("dense" -> denseOf(4, 3), "sequential/dense" -> denseOf(6, 5), "sequential/dense_1" -> denseOf(5, 4))
    assert(read(keras(config, stored)).network.toString == "6-5-4-3 (relu, relu, identity)")
  }

  test("of layers of one shape, groups that are numbered from another start are matched by their order") {
    val config = sequential(
      input(4),
      dense("dense_7", 4, "\"relu\""),
      dense("dense_8", 4, "\"relu\""),
      dense("dense_9", 4, "\"softmax\"")
    )
    val stored = (0 to 2).map(k => (if (k == 0) "dense" else s"dense_$k") -> denseOf(4, 4, k))
    val tensors = read(keras(config, weights(stored: _*))).tensors.asScala
    for (k <- 0 to 2) assert(tensors(2 * k).values.toSeq == matrix(4, 4, k).values)
  }

  test("groups are counted in the order of the layers, whatever these are called") {
    val config =
      sequential(input(4), dense("dense_1", 4, "\"relu\""), dense("dense", 4, "\"softmax\""))
    val stored = weights("dense" -> denseOf(4, 4, 1), "dense_1" -> denseOf(4, 4, 2))
    val tensors = read(keras(config, stored)).tensors.asScala
    assert(tensors(0).values.toSeq == matrix(4, 4, 1).values && tensors(2).values.toSeq == matrix(4, 4, 2).values)
  }

  test("groups as Keras on Windows names them, and those of Keras before 3.1") {
    val config = sequential(input(6), dense("d", 4, "\"relu\""), dense("e", 3, "\"softmax\""))
    val expected = read(keras(config, weights("dense" -> denseOf(6, 4), "dense_1" -> denseOf(4, 3)))).network.sha256
    for (prefix <- Seq("layers\\", "_layer_checkpoint_dependencies\\", "_layer_checkpoint_dependencies/")) {
      val stored = hdf5 { root =>
        val outer = if (prefix.endsWith("/")) root.putGroup(prefix.init) else root
        for ((name, Seq(kernel, bias)) <- Seq("dense" -> denseOf(6, 4), "dense_1" -> denseOf(4, 3))) {
          val vars = outer.putGroup(if (prefix.endsWith("/")) name else prefix + name).putGroup("vars")
          vars.putDataset("0", kernel.values.grouped(kernel.shape(1)).map(_.toArray).toArray)
          vars.putDataset("1", bias.values.toArray)
        }
      }
      assert(read(keras(config, stored)).network.sha256 == expected, prefix)
      val convolution = sequential(input(6), layer("Conv2D", "conv"))
      assert(refusal(keras(convolution, stored)).startsWith("[f] conv (Conv2D) is no layer of a dense network: "))
    }
  }

  test("weights that do not fit the layers are refused with both") {
    assert(
      refusal(
        keras(
          sequential(input(6), dense("d", 4, "\"relu\"")),
          hdf5(root => { root.putGroup("x").putDataset("y", Array(1f)); () })
        )
      ) ==
        "[f] the file must hold weights for d (Dense) but holds none"
    )
    assert(
      refusal(keras(sequential(input(6), dense("d", 4, "\"relu\"")), weights("dense" -> denseOf(6, 5)))) ==
        "[f] the stored weights must fit the layers of the configuration but do not: dense [6, 5] [5] against d (Dense)"
    )
  }

  private def normalized(epsilon: String) = layer("BatchNormalization", "bn", s""""axis": -1, "epsilon": $epsilon""")

  test("batch normalization is folded in, before and after the activation") {
    val bn = Seq(vector(4, 1), vector(4, 2), vector(4, 3), vector(4, 4))
    val Seq(gamma, beta, mean, variance) = bn.map(_.values.map(_.toDouble))
    val before = sequential(
      input(6),
      dense("d", 4, "\"linear\""),
      normalized("0.001"),
      layer("ReLU", "r"),
      dense("o", 3, "\"softmax\"")
    )
    val after = sequential(input(6), dense("d", 4, "\"relu\""), normalized("0.001"), dense("o", 3, "\"softmax\""))
    val stored = weights("dense" -> denseOf(6, 4), "batch_normalization" -> bn, "dense_1" -> denseOf(4, 3))
    val scale = gamma.indices.map(i => gamma(i) / math.sqrt(variance(i) + 0.001))

    val folded = read(keras(before, stored))
    assert(folded.network.toString == "6-4-3 (relu, softmax)")
    val expected = matrix(6, 4).values.zipWithIndex.map { case (w, at) => (1.0 / 255 * w * scale(at % 4)).toFloat }
    assert(firstWeights(folded) == expected)

    val second = read(keras(after, stored)).network.layers.get(1)
    assert(second.weights.values.toSeq == matrix(4, 3).values.zipWithIndex.map { case (w, at) =>
      (scale(at / 3) * w).toFloat
    })
    val shift = gamma.indices.map(i => beta(i) - mean(i) * scale(i))
    for (o <- 0 to 2) {
      val moved = vector(3).values(o) + (0 to 3).map(i => shift(i) * matrix(4, 3).values(i * 3 + o)).sum
      assert(math.abs(second.bias.values()(o) - moved) < 1e-6)
    }
  }

  private def said(scale: Double): ImportOptions = new ImportOptions(
    java.util.Optional.empty(),
    java.util.Optional.empty(),
    java.util.OptionalDouble.of(scale),
    java.util.OptionalDouble.empty(),
    java.util.OptionalDouble.empty(),
    java.util.Optional.empty(),
    java.util.Optional.empty()
  )

  test("scaling in the model goes before the default, and must be explained if it can be read in two ways") {
    def model(rescaling: String) =
      keras(sequential(input(6), rescaling, dense("o", 3, "\"softmax\"")), weights("dense" -> denseOf(6, 3)))
    val own = model(layer("Rescaling", "rescaling", """"scale": 0.00392156862745098, "offset": 0.0"""))
    val unit = model(layer("Dropout", "dropout"))
    assert(firstWeights(read(own)) == firstWeights(read(unit)))
    assert(firstWeights(read(own, said(1))) == firstWeights(read(unit)))

    val wide = model(layer("Rescaling", "stretch", """"scale": 2.0, "offset": -1.0"""))
    assert(
      refusal(
        wide
      ) == "[f] the file does not state the pixel range that stretch takes: add --scale=1/255 (pixels in 0..1), --scale=1" +
        " (0..255), or --mean and --std (of pixels in 0..1); './submit.sh inspect --weights=f --input=DATA' tries them"
    )
    assert(firstWeights(read(wide, said(1 / 255.0))) == matrix(6, 3).values.map(w => (2 / 255.0 * w).toFloat))

    val raw = model(layer("Normalization", "norm", """"axis": [], "mean": 33.0, "variance": 6400.0"""))
    assert(firstWeights(read(raw)) == matrix(6, 3).values.map(w => (1 / 80.0 * w).toFloat))
    val small = model(layer("Normalization", "norm", """"axis": [], "mean": 0.13, "variance": 0.09"""))
    assert(refusal(small).startsWith("[f] the file does not state the pixel range that norm takes: "))
  }

  test("a Normalization that was fitted to data takes its numbers from the weights, over the last axis") {
    val config = sequential(
      input(3, 2),
      layer("Normalization", "norm", """"axis": [-1], "mean": null"""),
      layer("Flatten", "flatten"),
      dense("o", 3, "\"softmax\"")
    )
    val stored = weights(
      "normalization" -> Seq(Array32(Seq(2), Seq(4f, 8f)), Array32(Seq(2), Seq(400f, 1600f))),
      "dense" -> denseOf(6, 3)
    )
    assert(firstWeights(read(keras(config, stored))) == matrix(6, 3).values.zipWithIndex.map { case (w, at) =>
      ((if (at / 3 % 2 == 0) 1 / 20.0 else 1 / 40.0) * w).toFloat
    })
  }

  test("activations by name, as objects and as layers, with the parameters of their version") {
    def output(activation: String, version: String = "3.4.1") =
      read(
        keras(
          sequential(input(6), dense("d", 4, activation), dense("o", 3, "\"softmax\"")),
          weights("dense" -> denseOf(6, 4), "dense_1" -> denseOf(4, 3)),
          version
        )
      ).network.layers.get(0).activation
    val cases = Seq(
      "\"selu\"" -> Activation.SELU,
      "\"gelu\"" -> Activation.GELU,
      "\"softplus\"" -> Activation.SOFTPLUS,
      "\"elu\"" -> new Activation.Elu(1, 1),
      "\"leaky_relu\"" -> new Activation.LeakyRelu(0.2f),
      "\"hard_sigmoid\"" -> new Activation.HardSigmoid(1 / 6f, 0.5f),
      """{"class_name": "function", "config": "tanh"}""" -> Activation.TANH,
      """{"class_name": "LeakyReLU", "config": {"negative_slope": 0.05}}""" -> new Activation.LeakyRelu(0.05f),
      """{"class_name": "ReLU", "config": {"max_value": null}}""" -> Activation.RELU
    )
    for ((text, activation) <- cases) assert(output(text) == activation, text)
    assert(output("\"hard_sigmoid\"", "2.15.0") == new Activation.HardSigmoid(0.2f, 0.5f))
  }

  test("what is no dense network is refused with the name of the layer") {
    def model(layers: String*) =
      keras(sequential(input(3, 2) +: layers: _*), weights("dense" -> denseOf(6, 3), "dense_1" -> denseOf(6, 3)))
    val out = dense("o", 3, "\"softmax\"")
    val cases = Seq(
      Seq(layer("Conv2D", "conv"), out) ->
        ("conv (Conv2D) is no layer of a dense network: known are Dense, Activation, ReLU, LeakyReLU, ELU, Softmax," +
          " BatchNormalization, Normalization, Rescaling, Flatten, Reshape and Dropout"),
      Seq(layer("LSTM", "lstm"), out) -> "lstm (LSTM) is no layer of a dense network: ",
      Seq(
        out
      ) -> ("o (Dense) must take a vector but takes [3, 2], of which it would treat each row by itself: a Flatten" +
        " is missing before it"),
      Seq(
        layer("Reshape", "r", """"target_shape": [5]"""),
        out
      ) -> "r (Reshape) must keep [3, 2] numbers but makes [5]",
      Seq(layer("Flatten", "f"), dense("o", 3, "\"swish\"")) ->
        ("o (Dense) has the activation swish, which cannot be applied: known are linear, relu, leaky_relu, elu, selu, gelu," +
          " sigmoid, hard_sigmoid, tanh, softplus and softmax"),
      Seq(layer("Flatten", "f"), layer("ReLU", "r6", """"max_value": 6.0"""), out) ->
        "r6 (ReLU) has a max_value or threshold, which cannot be applied: "
    )
    for ((layers, message) <- cases) assert(refusal(model(layers: _*)).startsWith(s"[f] $message"), message)
  }

  test("archives and HDF5 files of something else are refused") {
    assert(
      refusal(zip("config.json" -> "{}".getBytes)) ==
        "[f] the archive must hold an HDF5 file model.weights.h5 but does not"
    )
    assert(
      refusal(keras("{", weights("dense" -> denseOf(6, 3))))
        .startsWith("[f] the configuration of the model must be JSON")
    )
    assert(
      refusal(keras("""{"class_name": "MyModel", "config": {}}""", weights("dense" -> denseOf(6, 3)))) ==
        "[f] the configuration of the model must hold layers but holds none: a subclassed model does not describe" +
        " its layers; save it as a Sequential or functional model"
    )
    assert(
      refusal(hdf5(root => { root.putDataset("x", Array(1f)); () })) ==
        "[f] the HDF5 file must hold the weights of Keras layers but holds none"
    )
    assert(
      refusal(weights("conv2d" -> Seq(Array32(Seq(4), Seq(1f, 2f, 3f, 4f))))) ==
        "[f] conv2d is not a dense layer, and a file of weights alone does not state its position: save the whole model as" +
        " .keras"
    )
  }

  // Written with h5py: a model of one layer whose only weights are not in the file, or claim to be large.
  private val hostile = Seq(
    "external-link" -> "the HDF5 file must hold all it names but /model_weights/d/k:0 is a link",
    "soft-link" -> "the HDF5 file must hold all it names but /model_weights/d/k:0 is a link",
    "virtual" -> "the HDF5 file is cut off or broken, or uses what is not read here: ",
    "raw-file" -> "the HDF5 file is cut off or broken, or uses what is not read here: ",
    "huge" -> "k:0 must have a size that its file can hold but claims 1099511627776 elements",
    "chunk" -> "k:0 must have a size that its file can hold but claims 268435456 elements"
  )

  for ((name, message) <- hostile)
    test(s"HDF5: weights by way of $name are refused") {
      val bytes = getClass.getResourceAsStream(s"hostile-$name.h5").readAllBytes()
      assert(refusal(bytes).startsWith(s"[f] $message"))
    }

  test("names that lead out of an archive are refused") {
    for (name <- Seq("../x", "/etc/x", "a/../../x", "a/.."))
      assert(
        refusal(zip(name -> Array[Byte](1))) == s"[f] the zip file must hold names that stay inside it but holds $name"
      )
  }
}
