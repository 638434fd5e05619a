package dev.mnistscorer.weights

import scala.jdk.CollectionConverters._

import dev.mnistscorer.KerasModels.zip
import dev.mnistscorer.Pickles.{Array32, Writer}
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.network.Tensor
import dev.mnistscorer.weights.content.BiasColumn
import dev.mnistscorer.weights.safetensors.Safetensors
import dev.mnistscorer.{NpyFile, Pickles}
import org.scalatest.funsuite.AnyFunSuite

/** Weights that hold the biases, as `Theta1` with the shape [out, 1 + in]: read only if an option says so. */
class BiasColumnSuite extends AnyFunSuite {
  private val arrays = Pickles.network(12, 6, 5, 3)
  private val layers = arrays.map(_._2).grouped(2).map { case Seq(w, b) => (w, b) }.toSeq
  private val expected = read(Pickles.dict(arrays), Pickles.options)

  private def read(bytes: Array[Byte], options: ImportOptions): WeightsFile = WeightsFile.of("f", bytes, options)

  private def refusal(bytes: Array[Byte], options: ImportOptions = Pickles.options): String =
    intercept[BadInputException](read(bytes, options)).getMessage

  private def told(place: BiasColumn): ImportOptions = Pickles.options.withBiasColumn(place)

  /** The matrix [out, 1 + in]. */
  private def theta(weights: Array32, bias: Array32, place: BiasColumn): Array32 = {
    val Seq(in, out) = weights.shape
    val rows = (0 until out).map { o =>
      val row = (0 until in).map(i => weights.values(i * out + o))
      if (place == BiasColumn.FIRST) bias.values(o) +: row else row :+ bias.values(o)
    }
    Array32(Seq(out, in + 1), rows.flatten)
  }

  private def transposed(array: Array32): Array32 = {
    val Seq(rows, columns) = array.shape
    Array32(Seq(columns, rows), for (c <- 0 until columns; r <- 0 until rows) yield array.values(r * columns + c))
  }

  private def files(thetas: Seq[Array32]): Seq[(String, Array[Byte])] = {
    val list = new Writer(3).ascii("](")
    thetas.foreach(each => list.array(each.shape, "f4", "<", each.bytes()))
    def named(name: String) = thetas.zipWithIndex.map { case (each, i) => s"$name${i + 1}" -> each }
    def npz(name: String) = zip(named(name).map { case (key, each) =>
      s"$key.npy" -> NpyFile.of("<f4", each.shape.toArray, each.bytes())
    }: _*)
    val tensors = named("Theta").map { case (key, each) => new Tensor(key, each.shape.toArray, each.values.toArray) }
    Seq(
      "a dict" -> Pickles.dict(named("theta")),
      "a list" -> list.ascii("e").end(),
      "npz" -> npz("Theta"),
      "npz with known names" -> npz("W"),
      "safetensors" -> Safetensors.write(java.util.Map.of(), tensors.asJava)
    )
  }

  for (place <- BiasColumn.values.toSeq)
    test(s"the $place column or row is the bias if it is said to be, with the bits of separate arrays") {
      val columns = layers.map { case (weights, bias) => theta(weights, bias, place) }
      for (thetas <- Seq(columns, columns.map(transposed)); (name, bytes) <- files(thetas)) {
        val file = read(bytes, told(place))
        assert(file.network.toString == "12-6-5-3 (sigmoid, sigmoid, softmax)", name)
        assert(file.network.sha256 == expected.network.sha256, name)
        assert(file.ignored.isEmpty && file.tensors.size == 3, name)
      }
    }

  private val columns = layers.map { case (weights, bias) => theta(weights, bias, BiasColumn.FIRST) }
  private val shapes = Map(
    "a dict" -> "theta1 [6, 13], theta2 [5, 7], theta3 [3, 6]",
    "a list" -> "0 [6, 13], 1 [5, 7], 2 [3, 6]",
    "npz" -> "Theta1 [6, 13], Theta2 [5, 7], Theta3 [3, 6]",
    "npz with known names" -> "W1 [6, 13], W2 [5, 7], W3 [3, 6]",
    "safetensors" -> "Theta1 [6, 13], Theta2 [5, 7], Theta3 [3, 6]"
  )

  test("if nothing is said, the file is refused with the arrays and the argument") {
    for ((name, bytes) <- files(columns)) {
      assert(
        refusal(bytes) == s"[f] the file does not state the bias column of ${shapes(name)}: add" +
          " --bias-column=first|last; './submit.sh inspect --weights=f --input=DATA' tries them",
        name
      )
      val all = refusal(bytes, ImportOptions.AS_STORED)
      assert(all.contains(s" the hidden activation and the pixel range and the bias column of ${shapes(name)}: add "))
      assert(WeightsImport.of("f", bytes).candidates(ImportOptions.AS_STORED).size == 6 * 5 * 2)
    }
  }

  test("where the file has biases, or matrices without a chain, the argument is refused") {
    val first = told(BiasColumn.FIRST)
    assert(
      refusal(Pickles.dict(arrays), first) ==
        "[f] --bias-column must be left out: the file holds biases, b1 [6], b2 [5], b3 [3]"
    )
    val trained = new TrainedNetwork(
      expected.network.layers,
      dev.mnistscorer.network.PixelScaling.UNIT,
      java.util.Map.of()
    )
    assert(
      refusal(trained.npz, ImportOptions.AS_STORED.withBiasColumn(BiasColumn.LAST)) ==
        "[f] --bias-column must be left out: the file states the biases"
    )
    val unchained = Pickles.dict(Seq("theta1" -> columns.head, "theta2" -> columns.last))
    assert(
      refusal(
        unchained,
        first
      ) == "[f] with --bias-column, the file must hold matrices whose shapes form one chain of" +
        " layers, each with one input more for the biases, but holds theta1 [6, 13], theta2 [3, 6]"
    )
    assert(
      refusal(
        Pickles.dict(Seq("W1" -> columns.head, "W2" -> columns.last)),
        first
      ) == "[f] with --bias-column, the file" +
        " must hold matrices whose shapes form one chain of layers, each with one input more for the biases, but holds" +
        " W1 [6, 13], W2 [3, 6]"
    )
  }
}
