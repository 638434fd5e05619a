package dev.mnistscorer.weights

import java.lang.management.ManagementFactory

import scala.jdk.CollectionConverters._

import com.sun.management.ThreadMXBean
import dev.mnistscorer.Pickles.Array32
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.network.{Activation, DenseLayer, PixelScaling, Tensor}
import dev.mnistscorer.{KerasModels, OnnxModels, Pickles, TorchModels}
import org.scalatest.funsuite.AnyFunSuite

/** Whatever the bytes, a reader gives a network or the one documented exception, and takes little memory for it. */
class WeightsFuzzSuite extends AnyFunSuite {
  private val arrays = Pickles.network(4, 3, 2)
  private val config = KerasModels.sequential(
    KerasModels.input(4),
    KerasModels.dense("dense", 3, "\"relu\""),
    KerasModels.dense("dense_1", 2, "\"softmax\"")
  )
  private val Seq(w1, b1, w2, b2) = arrays.map(_._2)

  private val trained = {
    def tensor(at: Int) = new Tensor(arrays(at)._1, arrays(at)._2.shape.toArray, arrays(at)._2.values.toArray)
    val layers =
      Seq(
        new DenseLayer(tensor(0), tensor(1), Activation.RELU),
        new DenseLayer(tensor(2), tensor(3), Activation.SOFTMAX)
      )
    new TrainedNetwork(layers.asJava, PixelScaling.UNIT, Map("seed" -> "7").asJava)
  }

  private val onnx = {
    import OnnxModels._
    model(
      Seq("pixels" -> Seq(0, 2, 2)),
      "p",
      Seq(
        node("Reshape", Seq("pixels", "shape"), Seq("x")),
        node("Gemm", Seq("x", "w1", "b1"), Seq("z1")),
        node("Elu", Seq("z1"), Seq("a1"), attribute("alpha", 0.5f)),
        node("MatMul", Seq("a1", "w2"), Seq("m2")),
        node("Add", Seq("m2", "b2"), Seq("z2")),
        node("Softmax", Seq("z2"), Seq("p"), attribute("axis", -1L))
      ),
      Seq(integers("shape", -1, 4), floats("w1", w1), typedFloats("b1", b1), doubles("w2", w2), floats("b2", b2))
    )
  }

  private lazy val files = Seq(
    ("PyTorch, a state_dict", torch._1, Pickles.options),
    ("PyTorch, a Sequential", torch._2, ImportOptions.AS_STORED),
    ("Nielsen's JSON", json, ImportOptions.AS_STORED),
    ("a pickle, protocol 2", Pickles.dict(arrays, 2), Pickles.options),
    ("a pickle, protocol 5", Pickles.dict(arrays, 5), Pickles.options),
    ("safetensors", trained.safetensors, ImportOptions.AS_STORED),
    ("npz", trained.npz, ImportOptions.AS_STORED),
    (
      "Keras 3",
      KerasModels.keras(config, KerasModels.weights("dense" -> Seq(w1, b1), "dense_1" -> Seq(w2, b2))),
      ImportOptions.AS_STORED
    ),
    ("Keras 3 weights", KerasModels.weights("dense" -> Seq(w1, b1), "dense_1" -> Seq(w2, b2)), Pickles.options),
    (
      "Keras 2",
      KerasModels.h5(
        Some(config),
        Seq("dense" -> Seq("kernel" -> w1, "bias" -> b1), "dense_1" -> Seq("kernel" -> w2, "bias" -> b2))
      ),
      ImportOptions.AS_STORED
    ),
    ("what libhdf5 wrote", getClass.getResourceAsStream("keras/libhdf5.h5").readAllBytes(), ImportOptions.AS_STORED),
    ("ONNX", onnx, ImportOptions.AS_STORED)
  )

  private def torch = {
    import TorchModels._
    val views = Seq(w1, b1, w2, b2).zipWithIndex.map { case (array, i) => contiguous(i.toString, array) }
    val records = Seq(w1, b1, w2, b2).zipWithIndex.map { case (array, i) =>
      i.toString -> encode("Float", array.values)
    }
    val state = new Pickles.Writer(2).state(Seq("a.weight", "a.bias", "b.weight", "b.bias").zip(views))
    def turned(view: View) = view.copy(shape = view.shape.reverse, strides = view.strides.reverse)
    val model = new Pickles.Writer(2).sequential(
      _.layer("linear.Linear", Seq("weight" -> turned(views.head), "bias" -> views(1)))(),
      _.layer("activation.ReLU")(),
      _.layer("linear.Linear", Seq("weight" -> turned(views(2)), "bias" -> views(3)))()
    )
    (file(state, records), file(model, records))
  }

  private val json =
    """{"sizes": [2, 2, 2], "weights": [[[0.5, -1], [2e-3, 4]], [[1, 2], [3, 4]]], "biases": [[[1], [2]],
    | [[3], [4]]], "cost": "QuadraticCost"}""".stripMargin.getBytes

  private val threads = ManagementFactory.getThreadMXBean.asInstanceOf[ThreadMXBean]
  private val most = 256L << 20

  /** True if the bytes give a network. */
  private def read(bytes: Array[Byte], options: ImportOptions = ImportOptions.AS_STORED): Boolean = {
    val before = threads.getCurrentThreadAllocatedBytes
    val understood =
      try {
        WeightsFile.of("f", bytes, options)
        true
      } catch {
        case e: BadInputException =>
          assert(e.getMessage.startsWith("[f] ") && !e.getMessage.contains('\n'), e.getMessage)
          false
      }
    assert(threads.getCurrentThreadAllocatedBytes - before < most)
    understood
  }

  for ((name, whole, options) <- files) {
    test(s"$name: cut off anywhere, it is refused") {
      assert(read(whole, options))
      // Of a long file every third length, and all near its end.
      val step = if (whole.length > 6000) 3 else 1
      val lengths = (0 until whole.length by step) ++ (whole.length - 64 until whole.length)
      for (length <- lengths) assert(!read(whole.take(length), options), length)
    }

    test(s"$name: with bits turned or bytes replaced, it is read or refused") {
      val random = new scala.util.Random(1)
      for (round <- 1 to 2000) {
        val bytes = whole.clone()
        for (_ <- 0 to random.nextInt(3)) {
          val at = random.nextInt(bytes.length)
          bytes(at) = if (round % 2 == 0) (bytes(at) ^ 1 << random.nextInt(8)).toByte else random.nextInt().toByte
        }
        read(bytes, options)
      }
    }
  }

  test("random bytes behind the signature of each format are refused") {
    val random = new scala.util.Random(2)
    for ((_, whole, _) <- files; _ <- 1 to 300)
      assert(!read(whole.take(8) ++ random.nextBytes(random.nextInt(400))))
    for (_ <- 1 to 300) assert(!read(random.nextBytes(random.nextInt(400))))
  }

  test("lists that hold themselves, and lists of one list again and again, are refused") {
    // memo 0 = [memo 0]
    val cycle = new Pickles.Writer(3).ascii("]").raw('q', 0, 'h', 0).ascii("a").end()
    val message = intercept[BadInputException](WeightsFile.of("f", cycle, ImportOptions.AS_STORED)).getMessage
    assert(
      message.startsWith("[f] the pickle must hold at most 10000 entries, 32 levels deep, but holds more at 0.0.0")
    )
    // Each level names the one below it ten times: 10^9 entries in a hundred bytes.
    val writer = new Pickles.Writer(3).ascii("]").raw('q', 0).ascii("N").ascii("a")
    for (level <- 1 to 9) {
      writer.ascii("](")
      for (_ <- 1 to 10) writer.raw('h', level - 1)
      writer.ascii("e").raw('q', level)
    }
    assert(!read(writer.end()))
  }

  test("arrays whose claimed shape is beyond their bytes are refused before they are made") {
    def claimed(shape: Seq[Int]) = Pickles.dict(Seq("W1" -> Array32(shape, Seq(1f))))
    for (shape <- Seq(Seq(1 << 30, 2), Seq(65536, 65536), Seq(Int.MaxValue, Int.MaxValue)))
      assert(!read(claimed(shape)))
    import OnnxModels._
    val big = new Message().number(1, 1L << 40).number(1, 1L << 40).number(2, 1).text(8, "w").raw(9, new Array[Byte](8))
    assert(!read(model(Seq("x" -> Seq(0, 4)), "z", Seq(node("MatMul", Seq("x", "w"), Seq("z"))), Seq(big))))
  }
}
