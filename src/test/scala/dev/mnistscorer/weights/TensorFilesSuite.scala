package dev.mnistscorer.weights

import java.nio.{ByteBuffer, ByteOrder}

import scala.jdk.CollectionConverters._

import dev.mnistscorer.KerasModels.zip
import dev.mnistscorer.{NpyFile, Pickles}
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.network.{Activation, DenseLayer, PixelScaling, Tensor}
import dev.mnistscorer.weights.content.Layout
import dev.mnistscorer.weights.safetensors.Safetensors
import org.scalatest.funsuite.AnyFunSuite

class TensorFilesSuite extends AnyFunSuite {
  private val arrays = Pickles.network(6, 5, 3)
  private val tensors = arrays.map { case (name, a) => new Tensor(name, a.shape.toArray, a.values.toArray) }
  private val layers = Seq(
    new DenseLayer(tensors(0), tensors(1), Activation.RELU),
    new DenseLayer(tensors(2), tensors(3), Activation.SOFTMAX)
  )
  private val trained =
    new TrainedNetwork(layers.asJava, new PixelScaling(1.0 / 255, 0.25, 0.5), Map("seed" -> "7").asJava)

  private def read(bytes: Array[Byte], options: ImportOptions = ImportOptions.AS_STORED): WeightsFile =
    WeightsFile.of("f", bytes, options)

  private def refusal(bytes: Array[Byte]): String = intercept[BadInputException](read(bytes)).getMessage

  private def numbers(file: WeightsFile): Seq[Seq[Float]] =
    file.network.layers.asScala.toSeq.flatMap(layer => Seq(layer.weights.values.toSeq, layer.bias.values.toSeq))

  test("safetensors and npz hold the same network, with activations, scaling and origin") {
    val safetensors = read(trained.safetensors)
    val npz = read(trained.npz)
    assert(safetensors.format == "safetensors" && npz.format == "NumPy npz")
    assert(safetensors.network.toString == "6-5-3 (relu, softmax)")
    assert(numbers(safetensors) == numbers(npz))
    assert(safetensors.metadata == npz.metadata)
    assert(
      safetensors.metadata.asScala == Map(
        "activations" -> "relu,softmax",
        "layers" -> "6,5,3",
        "mean" -> "0.25",
        "scale" -> "0.00392156862745098",
        "std" -> "0.5",
        "seed" -> "7"
      )
    )
    assert(safetensors.tensors.asScala.map(_.toString) == Seq("W1 [6, 5]", "b1 [5]", "W2 [5, 3]", "b2 [3]"))
    assert(trained.safetensors.sameElements(trained.safetensors) && trained.npz.sameElements(trained.npz))
  }

  test("the same numbers from a pickle, with what it does not state, are the same network") {
    val defaults = new TrainedNetwork(
      Seq(
        new DenseLayer(tensors(0), tensors(1), Activation.SIGMOID),
        new DenseLayer(tensors(2), tensors(3), Activation.SOFTMAX)
      ).asJava,
      PixelScaling.UNIT,
      Map[String, String]().asJava
    )
    val pickle = read(Pickles.dict(arrays), Pickles.options)
    assert(pickle.network.toString == "6-5-3 (sigmoid, softmax)")
    assert(numbers(pickle) == numbers(read(defaults.safetensors)))
    assert(numbers(pickle) == numbers(read(defaults.npz)))
  }

  test("one key of ours in the metadata does not make a file ours") {
    val tensors = Seq(
      new Tensor("W1", Array(6, 3), Array.tabulate(18)(_ / 9f - 1)),
      new Tensor("b1", Array(3), Array(0f, 0.5f, 1f))
    )
    for (key <- Seq("activations", "scale", "mean", "std")) {
      val file =
        read(
          Safetensors.write(java.util.Map.of(key, "by feel"), tensors.asJava),
          Pickles.options
        )
      assert(file.network.toString == "6-3 (softmax)", key)
      assert(file.metadata.get(key) == "by feel")
    }
  }

  private def safetensors(header: String, data: Array[Byte]): Array[Byte] = {
    val text = header.getBytes("UTF-8")
    ByteBuffer
      .allocate(8 + text.length + data.length)
      .order(ByteOrder.LITTLE_ENDIAN)
      .putLong(text.length.toLong)
      .put(text)
      .put(data)
      .array()
  }

  test("a safetensors header that is wrong is refused with what is wrong") {
    def tensor(name: String, begin: Int, end: Int, dtype: String = "F32", shape: String = "[2]") =
      s""""$name":{"dtype":"$dtype","shape":$shape,"data_offsets":[$begin,$end]}"""
    val data = new Array[Byte](16)
    val cases = Seq(
      safetensors("{x", data) -> "the header must be JSON but is not: ",
      safetensors(
        s"{${tensor("W1", 0, 8)},${tensor("W1", 8, 16)}}",
        data
      ) -> "the header must be JSON but is not: Duplicate field 'W1'",
      safetensors(s"{${tensor("W1", 0, 8)},${tensor("b1", 4, 12)}}", data) ->
        "b1 must begin at byte 8 of the data and end by 16 but is 4 to 12",
      safetensors(s"{${tensor("W1", 0, 8)},${tensor("b1", 12, 16)}}", data) ->
        "b1 must begin at byte 8 of the data and end by 16 but is 12 to 16",
      safetensors(
        s"{${tensor("W1", 0, 24)}}",
        data
      ) -> "W1 must begin at byte 0 of the data and end by 16 but is 0 to 24",
      safetensors(
        s"{${tensor("W1", 0, 8)}}",
        data
      ) -> "the data must end at byte 8, with its last tensor, but ends at 16",
      safetensors(
        s"{${tensor("W1", 0, 16, dtype = "I64")}}",
        data
      ) -> "W1 must hold F16, BF16, F32 or F64 but holds I64",
      safetensors(
        s"{${tensor("W1", 0, 16, shape = "[3]")}}",
        data
      ) -> "W1 must hold 3 numbers for its shape [3] but holds 4",
      safetensors(
        s"{${tensor("W1", 0, 15, shape = "[3]")}}",
        data.take(15)
      ) -> "W1 must hold whole elements of 4 bytes but holds 15 bytes",
      safetensors(
        s"{${tensor("W1", 0, 16, shape = "[1.5]")}}",
        data
      ) -> "W1 must have a shape of whole numbers but has [1.5]",
      safetensors("""{"W1":{"dtype":"F32"}}""", data) -> "W1 must have dtype, shape and two data_offsets but has not",
      safetensors("{\"a\":1}" + " " * 50, Array())
        .take(30) -> "the header must have at most 22 bytes, the bytes that are left, but has 57"
    )
    for ((bytes, message) <- cases) assert(refusal(bytes).startsWith(s"[f] $message"), message)
  }

  test("a deflated npz is read, and entries that are no weights are passed over") {
    val entries = tensors.map { tensor =>
      val data = ByteBuffer.allocate(4 * tensor.values.length).order(ByteOrder.LITTLE_ENDIAN)
      data.asFloatBuffer.put(tensor.values)
      s"${tensor.name}.npy" -> NpyFile.of("<f4", tensor.shape, data.array)
    }
    val file = read(zip(entries :+ ("mean_image.npy" -> Array[Byte](1)): _*), Pickles.options)
    assert(file.network.toString == "6-5-3 (sigmoid, softmax)")
    assert(numbers(file) == numbers(read(Pickles.dict(arrays), Pickles.options)))
  }

  private def npz(names: String*): Array[Byte] = zip(names.zip(tensors).map { case (name, tensor) =>
    val data = ByteBuffer.allocate(4 * tensor.values.length).order(ByteOrder.LITTLE_ENDIAN)
    data.asFloatBuffer.put(tensor.values)
    s"$name.npy" -> NpyFile.of("<f4", tensor.shape, data.array)
  }: _*)

  test("arrays of any names are layers if their shapes form one chain") {
    val expected = read(Pickles.dict(arrays), Pickles.options).network.sha256
    for (names <- Seq(Seq("l1", "l1_", "l2", "l2_"), Seq("Linear-0-0", "Linear-0-1", "Linear-1-0", "Linear-1-1"))) {
      val file = read(npz(names: _*), Pickles.options)
      assert(file.network.sha256 == expected)
      assert(file.tensors.asScala.map(_.name).toSet == names.toSet && file.ignored.isEmpty)
    }
    val alone = Safetensors.write(java.util.Map.of(), Seq(new Tensor("theta", Array(784, 10), new Array(7840))).asJava)
    assert(read(alone, Pickles.options).network.toString == "784-10 (softmax)")
  }

  test("arrays of any names that form no chain, or several, are refused with their shapes") {
    def refused(shapes: Seq[Int]*): String = {
      val unnamed = shapes.zipWithIndex.map { case (shape, i) =>
        new Tensor(s"x$i", shape.toArray, new Array(shape.product))
      }
      refusal(Safetensors.write(java.util.Map.of(), unnamed.asJava))
    }
    val start =
      "[f] the file must hold arrays named W1, b1, W2, b2, … or fc1.weight, fc1.bias, …, or arrays whose shapes" +
        " form one chain of layers, but holds "
    assert(refused(Seq(6, 5), Seq(5), Seq(4, 3), Seq(3)) == s"${start}x0 [6, 5], x1 [5], x2 [4, 3], x3 [3]")
    // Biases of one length, and matrices of one shape.
    val shapes = Seq(Seq(9, 5), Seq(5), Seq(5, 5), Seq(5), Seq(5, 4), Seq(4))
    assert(
      refused(shapes: _*) == s"${start}x0 [9, 5], x1 [5], x2 [5, 5], x3 [5], x4 [5, 4], x5 [4], which form several:" +
        " x1 [5], x3 [5] can be exchanged"
    )
    assert(
      refused(Seq(9, 5), Seq(5, 5), Seq(5, 5), Seq(5, 4)) ==
        s"${start}x0 [9, 5], x1 [5, 5], x2 [5, 5], x3 [5, 4], which form several: x1 [5, 5], x2 [5, 5] can be exchanged"
    )
    assert(refused(Seq(6, 5, 1)) == s"${start}x0 [6, 5, 1]")
  }

  test("arrays of any names that form a chain in either layout are refused with the argument") {
    for (
      (names, shapes, list) <- Seq(
        (Seq("x0", "x1"), Seq(Seq(5, 5), Seq(5)), "x0 [5, 5]"),
        (Seq("x0", "x1"), Seq(Seq(6, 5), Seq(5, 3)), "x0 [6, 5], x1 [5, 3]"),
        (Seq("W1", "W2"), Seq(Seq(5, 5), Seq(5, 5)), "W1 [5, 5], W2 [5, 5]")
      )
    ) {
      val tensors =
        names.zip(shapes).map { case (name, shape) => new Tensor(name, shape.toArray, new Array(shape.product)) }
      val bytes = Safetensors.write(java.util.Map.of(), tensors.asJava)
      assert(
        intercept[BadInputException](read(bytes, Pickles.options)).getMessage ==
          s"[f] the file does not state the layout of $list: add --layout=in-out|out-in; './submit.sh inspect --weights=f" +
          " --input=DATA' tries them"
      )
      assert(read(bytes, Pickles.options.withLayout(Layout.IN_OUT)).network.inputs == shapes.head.head)
    }
  }

  test("eight layers without a chain are refused at once") {
    val tensors = (1 to 8).flatMap { i =>
      Seq(new Tensor(s"m$i", Array(300, 300), new Array(90000)), new Tensor(s"v$i", Array(300), new Array(300)))
    }
    val start = System.nanoTime
    val message = refusal(Safetensors.write(java.util.Map.of(), tensors.asJava))
    assert(message.startsWith("[f] the file must hold arrays named W1, ") && System.nanoTime - start < 10e9)
  }

  test("a zip file that unpacks to far more than its length is refused") {
    val bomb = zip("W1.npy" -> new Array[Byte](3000000))
    assert(
      refusal(
        bomb
      ) == s"[f] the zip file must unpack to at most ${100 * bomb.length} bytes, 100 times its length or an" +
        " eighth of the memory, but does not"
    )
  }

  test("a broken npz is refused") {
    assert(refusal(zip("W1.npy" -> Array[Byte](1))) == "[f] W1 must be a .npy file but is not")
    assert(
      refusal(zip("W1" -> Array[Byte](), "W1.npy" -> Array[Byte]())).startsWith("[f] W1 must be a .npy file")
    )
    assert(
      refusal(
        zip("x.npy" -> Array[Byte](), "x" -> Array[Byte]())
      ) == "[f] the zip file must hold x once but holds it again"
    )
    val array = NpyFile.of("|O", Array(1), new Array[Byte](8))
    assert(refusal(zip("W1.npy" -> array)) == "[f] W1 must hold f2, f4 or f8 but holds O")
  }

  test("cut off or damaged anywhere, files of tensors are read or refused, and nothing else happens") {
    val random = new scala.util.Random(1)
    for (whole <- Seq(trained.safetensors, trained.npz)) {
      for (length <- 0 until whole.length) intercept[BadInputException](read(whole.take(length)))
      for (_ <- 1 to 3000) {
        val bytes = whole.clone()
        for (_ <- 0 to random.nextInt(3)) bytes(random.nextInt(bytes.length)) = random.nextInt().toByte
        try read(bytes)
        catch { case _: BadInputException => }
      }
    }
  }
}
