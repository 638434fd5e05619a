package dev.mnistscorer.weights

import java.lang.Float.{floatToRawIntBits, intBitsToFloat}
import java.nio.file.Files
import java.nio.{ByteBuffer, ByteOrder}

import dev.mnistscorer.Pickles.{Array32, Writer}
import dev.mnistscorer.kernel.KernelChoice
import dev.mnistscorer.network.Activation
import dev.mnistscorer.scoring.{ForwardPass, Scores}
import dev.mnistscorer.{Idx, KerasModels, NpyFile, OnnxModels, Pickles, SparkTest}
import org.apache.hadoop.conf.Configuration
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier
import org.apache.spark.ml.linalg.{Vectors => MlVectors}
import org.apache.spark.ml.{Pipeline, PipelineStage}
import org.apache.spark.ml.feature.VectorAssembler

/** One network in every format gives the same bits: its numbers are such that bfloat16 holds them. */
class FormatsSuite extends SparkTest {
  private val arrays = Pickles.network(12, 6, 5, 3).map { case (name, array) =>
    name -> array.copy(values = array.values.map(v => intBitsToFloat(floatToRawIntBits(v) & 0xffff0000)))
  }
  private val (weights, biases) = arrays.partition(_._1.startsWith("W"))
  private val layers = weights.map(_._2).zip(biases.map(_._2))

  private val relu = Pickles.importing(Activation.RELU)

  private def bits(file: WeightsFile): Seq[Int] = {
    val images = 7
    val pass = new ForwardPass(file.network, KernelChoice.AUTO.create(), images, Scores.all)
    for (i <- 0 until images; p <- 0 until 12) pass.images.bytes(i * 12 + p) = Idx.pixel(i, p)
    pass.run(images)
    (0 until images).flatMap(pass.scores(_).map(floatToRawIntBits))
  }

  private lazy val expected = bits(WeightsFile.of("f", Pickles.dict(arrays), relu))

  private def assertSame(bytes: Array[Byte], options: ImportOptions, format: String): Unit = {
    val file = WeightsFile.of("f", bytes, options)
    assert(file.format == format)
    assert(file.network.toString == "12-6-5-3 (relu, relu, softmax)")
    assert(bits(file) == expected)
  }

  private def transposed(array: Array32): Array32 = {
    val Seq(in, out) = array.shape
    Array32(Seq(out, in), for (o <- 0 until out; i <- 0 until in) yield array.values(i * out + o))
  }

  private def pickled(array: Array32)(writer: Writer): Writer = writer.array(array.shape, "f4", "<", array.bytes())

  test("pickles: lists, lists in dicts, and columns first, as float16 and float64") {
    val flat = layers.flatMap { case (w, b) => Seq(w, b) }
    val list = new Writer(3).ascii("](")
    flat.foreach(pickled(_)(list))
    assertSame(list.ascii("e").end(), relu, "NumPy pickle")

    val scikit = new Writer(3).ascii("}(").text("coefs_").ascii("](")
    layers.foreach { case (w, _) => pickled(w)(scikit) }
    scikit.ascii("e").text("intercepts_").ascii("](")
    layers.foreach { case (_, b) => pickled(b)(scikit) }
    assertSame(scikit.ascii("eu").end(), relu, "NumPy pickle")

    val mixed = new Writer(3).ascii("}(")
    arrays.foreach { case (name, array) =>
      val doubles = ByteBuffer.allocate(8 * array.values.length)
      array.values.foreach(v => doubles.putDouble(v.toDouble))
      val shape = if (array.shape.length == 1) Seq(array.shape.head, 1) else array.shape
      mixed.text(name.toLowerCase).array(shape, "f8", ">", doubles.array)
    }
    assertSame(mixed.ascii("u").end(), relu, "NumPy pickle")
  }

  test("npz: named, and in order") {
    def npy(array: Array32) = NpyFile.of("<f4", array.shape.toArray, array.bytes())
    val named = arrays.map { case (name, array) => s"$name.npy" -> npy(array) }
    assertSame(KerasModels.zip(named: _*), relu, "NumPy npz")
    val inOrder = layers.flatMap { case (w, b) => Seq(w, b) }.zipWithIndex
    assertSame(KerasModels.zip(inOrder.map { case (a, i) => s"arr_$i.npy" -> npy(a) }: _*), relu, "NumPy npz")
  }

  test("npy: a directory of them, others passed over") {
    withDirectory { directory =>
      arrays.foreach { case (name, array) =>
        Files.write(directory.resolve(s"$name.npy"), NpyFile.of("<f4", array.shape.toArray, array.bytes()))
      }
      Files.write(directory.resolve("README"), "x".getBytes)
      val file = WeightsFile.read(directory.toString, new Configuration, relu)
      assert(file.format == "NumPy npy set" && bits(file) == expected)
    }
  }

  /** As PyTorch's safetensors: [out, in], in the order of names. */
  private def safetensors(dtype: String, names: Seq[String]): Array[Byte] = {
    def encode(value: Float): Array[Byte] = {
      val out = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
      dtype match {
        case "F32" => out.putFloat(value)
        case "F64" => out.putDouble(value.toDouble)
        case "BF16" => out.putShort((floatToRawIntBits(value) >> 16).toShort)
      }
      out.array.take(out.position())
    }
    val tensors = layers.zip(names).flatMap { case ((w, b), name) =>
      Seq(s"$name.bias" -> b, s"$name.weight" -> transposed(w))
    } :+ ("bn.num_batches_tracked" -> Array32(Seq(0), Seq()))
    var end = 0
    val header = tensors.map { case (name, array) =>
      val data = array.values.flatMap(encode(_))
      val begin = end
      end += data.length
      s""""$name":{"dtype":"$dtype","shape":[${array.shape.mkString(",")}],"data_offsets":[$begin,$end]}"""
    }
    val text = header.mkString("{", ",", "}").getBytes
    val data = tensors.flatMap(_._2.values.flatMap(encode(_))).toArray
    ByteBuffer
      .allocate(8 + text.length + data.length)
      .order(ByteOrder.LITTLE_ENDIAN)
      .putLong(text.length.toLong)
      .put(text)
      .put(data)
      .array
  }

  test("safetensors of PyTorch: transposed, in natural order, each width of floats") {
    for (dtype <- Seq("F32", "F64", "BF16"))
      assertSame(safetensors(dtype, Seq("model.fc2", "model.fc9", "model.fc10")), relu, "safetensors")
    assertSame(safetensors("F32", Seq("0", "2", "4")), relu, "safetensors")
    assertSame(safetensors("F32", Seq("input", "hidden", "classes")), relu, "safetensors")
  }

  private val config = KerasModels.sequential(
    KerasModels.input(3, 4),
    KerasModels.layer("Flatten", "flatten_8"),
    KerasModels.dense("dense_5", 6, "\"relu\""),
    KerasModels.layer("Dropout", "dropout_3"),
    KerasModels.dense("dense_6", 5, "\"relu\""),
    KerasModels.dense("dense_7", 3, "\"softmax\"")
  )

  test("Keras 3: an archive whose groups are numbered otherwise than its layers, and weights alone") {
    val stored = KerasModels.weights(
      layers.zip(Seq("dense", "dense_1", "dense_2")).map { case ((w, b), name) => name -> Seq(w, b) }: _*
    )
    assertSame(KerasModels.keras(config, stored), ImportOptions.AS_STORED, "Keras .keras")
    assertSame(stored, relu, "Keras weights")
  }

  test("Keras 2: a whole model, and weights alone") {
    val named = layers.zip(Seq("dense_5", "dense_6", "dense_7")).map { case ((w, b), name) =>
      name -> Seq("kernel" -> w, "bias" -> b)
    }
    assertSame(KerasModels.h5(Some(config), ("flatten_8" -> Seq()) +: named), ImportOptions.AS_STORED, "Keras .h5")
    assertSame(KerasModels.h5(None, named), relu, "Keras weights")
  }

  test("ONNX: Gemm with transposed weights, MatMul and Add, numbers of each kind") {
    import OnnxModels._
    def name(k: Int, what: String) = s"$what$k"
    val gemm = layers.indices.flatMap { k =>
      val in = if (k == 0) "flat" else s"a${k - 1}"
      Seq(
        node("Gemm", Seq(in, name(k, "w"), name(k, "b")), Seq(s"z$k"), attribute("transB", 1L)),
        node(if (k < 2) "Relu" else "Softmax", Seq(s"z$k"), Seq(s"a$k"))
      )
    }
    val pixels = Seq("pixels" -> Seq(0, 1, 3, 4))
    assertSame(
      model(
        pixels,
        "a2",
        node("Flatten", Seq("pixels"), Seq("flat")) +: gemm,
        layers.zipWithIndex.flatMap { case ((w, b), k) =>
          Seq(floats(name(k, "w"), transposed(w)), typedFloats(name(k, "b"), b))
        }
      ),
      ImportOptions.AS_STORED,
      "ONNX"
    )
    val matMul = layers.indices.flatMap { k =>
      val in = if (k == 0) "flat" else s"a${k - 1}"
      Seq(
        node("MatMul", Seq(in, name(k, "w")), Seq(s"m$k")),
        node("Add", if (k == 0) Seq("b0", "m0") else Seq(s"m$k", s"b$k"), Seq(s"z$k")),
        node(if (k < 2) "Relu" else "Softmax", Seq(s"z$k"), Seq(s"a$k"))
      )
    }
    // The target of Reshape as exporters of dynamic shapes compute it; initializers that are inputs of the graph too.
    val shape = Seq(
      node("Shape", Seq("pixels"), Seq("s")),
      node("Gather", Seq("s", "zero"), Seq("n")),
      node("Unsqueeze", Seq("n", "zero"), Seq("n1")),
      node("Concat", Seq("n1", "rest"), Seq("target"), attribute("axis", 0L)),
      node("Reshape", Seq("pixels", "target"), Seq("flat"))
    )
    assertSame(
      model(
        pixels ++ Seq("w0" -> Seq(12, 6)),
        "a2",
        shape ++ matMul,
        Seq(integers("zero", 0), integers("rest", -1)) ++
          layers.zipWithIndex.flatMap { case ((w, b), k) => Seq(doubles(name(k, "w"), w), floats(name(k, "b"), b)) }
      ),
      ImportOptions.AS_STORED,
      "ONNX"
    )
  }

  test("Spark MLlib: a perceptron, and a pipeline that ends in one, in the same bits as a pickle of its numbers") {
    withDirectory { directory =>
      val session = spark
      import session.implicits._
      val data =
        Seq.tabulate(40)(i => (MlVectors.dense(Array.tabulate(12)(p => ((i * p) % 7) / 7.0)), (i % 3).toDouble))
      val table = data.toDF("image", "label")
      val perceptron = new MultilayerPerceptronClassifier().setLayers(Array(12, 6, 3)).setMaxIter(5).setSeed(3)
      val model = perceptron.setFeaturesCol("image").fit(table)
      model.save(s"$directory/model")
      val stages = Array[PipelineStage](
        new VectorAssembler().setInputCols(Array("image")).setOutputCol("features"),
        perceptron.copy(org.apache.spark.ml.param.ParamMap.empty).setFeaturesCol("features")
      )
      new Pipeline().setStages(stages).fit(table).save(s"$directory/pipeline")
      val flat = model.weights.toArray.map(_.toFloat)
      val pickle = Pickles.dict(
        Seq(
          "W1" -> Array32(Seq(12, 6), flat.slice(0, 72).toSeq),
          "b1" -> Array32(Seq(6), flat.slice(72, 78).toSeq),
          "W2" -> Array32(Seq(6, 3), flat.slice(78, 96).toSeq),
          "b2" -> Array32(Seq(3), flat.slice(96, 99).toSeq)
        )
      )
      val expected = bits(WeightsFile.of("f", pickle, Pickles.options))
      for (name <- Seq("model", "pipeline")) {
        val file = WeightsFile.read(s"$directory/$name", new Configuration, ImportOptions.AS_STORED)
        assert(file.format == "Spark MLlib" && file.network.toString == "12-6-3 (sigmoid, softmax)")
        assert(bits(file) == expected)
      }
    }
  }
}
