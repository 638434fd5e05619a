package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

import dev.mnistscorer.Pickles.{Array32, Writer}
import dev.mnistscorer.network.Tensor
import dev.mnistscorer.weights.safetensors.Safetensors

/** A file of any format that leaves a property open is refused with arguments that can be copied into the next command. */
class UnstatedPropertiesSuite extends SparkTest {
  private val arrays = Pickles.network(784, 20, 10)
  private val Seq(w1, b1, w2, b2) = arrays.map(_._2)

  private def npy(array: Array32): Array[Byte] = NpyFile.of("<f4", array.shape.toArray, array.bytes())

  private def npz(entries: (String, Array32)*): Array[Byte] =
    KerasModels.zip(entries.map { case (name, array) => s"$name.npy" -> npy(array) }: _*)

  private def list(all: Seq[Array32]): Array[Byte] = {
    val writer = new Writer(3).ascii("](")
    all.foreach(array => writer.array(array.shape, "f4", "<", array.bytes()))
    writer.ascii("e").end()
  }

  private def safetensors(entries: Seq[(String, Array32)]): Array[Byte] =
    Safetensors.write(
      java.util.Map.of(),
      entries.map { case (name, array) => new Tensor(name, array.shape.toArray, array.values.toArray) }.asJava
    )

  private def torch: Array[Byte] = {
    import TorchModels._
    val names = Seq("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias")
    val views = arrays.map(_._2).zipWithIndex.map { case (array, i) =>
      val view = contiguous(i.toString, array)
      view.copy(shape = view.shape.reverse, strides = view.strides.reverse)
    }
    val records = arrays.map(_._2).zipWithIndex.map { case (array, i) => i.toString -> encode("Float", array.values) }
    file(new Writer(2).state(names.zip(views)), records)
  }

  private def written(bytes: Array[Byte])(directory: Path): Path = Files.write(directory.resolve("w"), bytes)

  private def directory(parent: Path): Path = {
    val set = Files.createDirectory(parent.resolve("w"))
    arrays.foreach { case (name, array) => Files.write(set.resolve(s"$name.npy"), npy(array)) }
    set
  }

  private val theta = Array32(Seq(10, 785), Seq.tabulate(7850)(i => (i % 11 - 5) / 64f))
  private val scaled = OnnxModels.model(
    Seq("pixels" -> Seq(0, 784)),
    "z",
    Seq(
      OnnxModels.node("Sub", Seq("pixels", "mean"), Seq("x")),
      OnnxModels.node("MatMul", Seq("x", "w"), Seq("z"))
    ),
    Seq(
      OnnxModels.floats("mean", Array32(Seq(1), Seq(0.1307f))),
      OnnxModels.floats("w", Array32(Seq(784, 10), Seq.tabulate(7840)(i => (i % 11 - 5) / 64f)))
    )
  )

  private val activation = "the hidden activation"
  private val pixels = "the pixel range"

  private val formats = Seq[(String, Path => Path, Seq[String])](
    ("a pickled dict", written(Pickles.dict(arrays)), Seq(activation, pixels)),
    ("a pickled dict of Python 2", written(Pickles.dict(arrays, 2)), Seq(activation, pixels)),
    ("a pickled list", written(list(arrays.map(_._2))), Seq(activation, pixels)),
    ("npz", written(npz(arrays: _*)), Seq(activation, pixels)),
    ("npz with other names", written(npz("l1" -> w1, "l1_" -> b1, "l2" -> w2, "l2_" -> b2)), Seq(activation, pixels)),
    ("a directory of npy files", directory, Seq(activation, pixels)),
    ("safetensors", written(safetensors(arrays)), Seq(activation, pixels)),
    ("a state_dict of PyTorch", written(torch), Seq(activation, pixels)),
    (
      "Keras weights",
      written(KerasModels.weights("dense" -> Seq(w1, b1), "dense_1" -> Seq(w2, b2))),
      Seq(activation, pixels)
    ),
    (
      "Keras 2 weights",
      written(
        KerasModels
          .h5(None, Seq("d" -> Seq("kernel" -> w1, "bias" -> b1), "d_1" -> Seq("kernel" -> w2, "bias" -> b2)))
      ),
      Seq(activation, pixels)
    ),
    ("one dense layer", written(npz("W1" -> Array32(Seq(784, 10), Seq.fill(7840)(0.5f)), "b1" -> b2)), Seq(pixels)),
    ("ONNX that scales pixels of an unknown range", written(scaled), Seq(s"$pixels that x (Sub) takes")),
    (
      "matrices with a column of biases",
      written(
        npz(
          "Theta1" -> Array32(Seq(20, 785), Seq.fill(20 * 785)(0.01f)),
          "Theta2" -> Array32(Seq(10, 21), theta.values.take(210))
        )
      ),
      Seq(activation, pixels, "the bias column of Theta1 [20, 785], Theta2 [10, 21]")
    )
  )

  /** The first choice of each argument in a refusal: of `--layout=in-out|out-in` it is `--layout=in-out`. */
  private def suggested(refusal: String): Seq[String] = {
    val arguments = refusal.split(": add ")(1).split("; '")(0)
    arguments
      .split(" and | or |, ")
      .toSeq
      .flatMap(part => "--[a-z-]+=[^ |,]+".r.findFirstIn(part))
      .distinctBy(_.takeWhile(_ != '='))
  }

  for ((name, write, open) <- formats)
    test(s"$name: refused with what is open, and read with the arguments of the refusal") {
      withDirectory { directory =>
        val weights = write(directory)
        val run = Seq("score", "--input=sample:60", s"--weights=$weights")
        val refused = main(run: _*)
        assert(refused.status == 2 && refused.out == "")
        assert(refused.err.startsWith(s"[$weights] the file does not state ${open.mkString(" and ")}: add --"))
        assert(refused.err.endsWith(s"; './submit.sh inspect --weights=$weights --input=DATA' tries them\n"))
        assert(refused.err.count(_ == '\n') == 1)
        val arguments = suggested(refused.err)
        assert(arguments.size == open.size, arguments)
        val again = main(run ++ arguments: _*)
        assert(again.status == 0, again.err)
        for (left <- arguments) {
          val rest = arguments.filterNot(_ == left)
          assert(main(run ++ rest: _*).status == 2, s"without $left")
        }
      }
    }

  test("files that state all, and known weights, need no argument") {
    val json = {
      def rows(array: Array32): String = {
        val Seq(in, out) = array.shape
        (0 until out)
          .map(o => (0 until in).map(i => array.values(i * out + o)).mkString("[", ",", "]"))
          .mkString("[", ",", "]")
      }
      def column(array: Array32): String = array.values.map(value => s"[$value]").mkString("[", ",", "]")
      s"""{"sizes": [784, 20, 10], "weights": [${rows(w1)}, ${rows(w2)}], "biases": [${column(b1)}, ${column(
          b2
        )}], "cost": "c"}"""
    }
    val config = KerasModels.sequential(
      KerasModels.input(784),
      KerasModels.dense("dense", 20, "\"relu\""),
      KerasModels.dense("dense_1", 10, "\"softmax\"")
    )
    val keras = KerasModels.keras(config, KerasModels.weights("dense" -> Seq(w1, b1), "dense_1" -> Seq(w2, b2)))
    for ((bytes, network) <- Seq(json.getBytes -> "(sigmoid, sigmoid)", keras -> "(relu, softmax)"))
      withDirectory { directory =>
        val ended = main("score", "--input=sample:60", s"--weights=${written(bytes)(directory)}")
        assert(ended.status == 0, ended.err)
        assert(
          ended.out.linesIterator
            .next()
            .endsWith(s": 784-20-10 $network; pixels × 1/255 (assumed: the file does not say; --scale)")
        )
      }
    assert(main("score", "--input=sample:60", "--weights=builtin").status == 0)
    Mnist.assumePresent()
    assert(
      main("score", "--input=sample:60", "--weights=book").out.startsWith(
        "Scoring sample:60 with book: 784-50-100-10 (sigmoid, sigmoid, softmax)\n"
      )
    )
  }
}
