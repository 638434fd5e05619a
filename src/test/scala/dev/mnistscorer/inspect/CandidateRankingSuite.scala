package dev.mnistscorer.inspect

import java.nio.file.{Files, Path}
import java.util.{Optional, OptionalDouble}

import scala.jdk.CollectionConverters._
import scala.util.Random

import dev.mnistscorer.Pickles.{Array32, Writer}
import dev.mnistscorer.network.Tensor
import dev.mnistscorer.source.sample.SampleDigits
import dev.mnistscorer.weights.safetensors.Safetensors
import dev.mnistscorer.weights.{ImportOptions, WeightsFile}
import dev.mnistscorer.{Arguments, Ended, Idx, KerasModels, Mnist, NpyFile, Pickles, SparkTest}
import org.apache.hadoop.conf.Configuration

/** `inspect --weights FILE --input DATA` ranks the network that was trained first. */
class CandidateRankingSuite extends SparkTest {
  private val pixels = 784
  private val hidden = 24
  private val classes = 10

  /** Sample digits, some with wrong labels: confidence in all of them is wrong too. */
  private lazy val digits: Seq[(Int, Array[Byte])] = {
    val random = new Random(2)
    SampleDigits
      .read(spark, 2000, 2)
      .select("label", "image")
      .collect()
      .toSeq
      .map { row =>
        val label = if (random.nextInt(6) == 0) random.nextInt(classes) else row.getInt(0)
        (label, row.getAs[Array[Byte]](1))
      }
  }

  /** The digits as an IDX file with labels beside it. */
  private def write(directory: Path): String = {
    Files.write(directory.resolve("x-labels-idx1-ubyte"), Idx.labels(digits.map(_._1)))
    Files
      .write(
        directory.resolve("x-images-idx3-ubyte"),
        Idx.bytes(Seq(digits.length, 28, 28), digits.flatMap(_._2).toArray)
      )
      .toString
  }

  /** A network of one hidden ReLU layer, trained by stochastic gradient descent on pixels as `range` gives them. */
  private def relu(range: Int => Double, spread: Double): Seq[(String, Array32)] = {
    val random = new Random(1)
    val w1 = Array.fill(pixels * hidden)(random.nextGaussian() * math.sqrt(2.0 / pixels) / spread)
    val b1 = new Array[Double](hidden)
    val w2 = Array.fill(hidden * classes)(random.nextGaussian() * math.sqrt(2.0 / hidden))
    val b2 = new Array[Double](classes)
    for (epoch <- 0 until 16; (label, image) <- digits) {
      // Down to steps that leave the network at a minimum, which is one for its own activation only.
      val rate = 0.02 / (1 << epoch / 3)
      val x = image.map(pixel => range(pixel & 0xff))
      val a = b1.clone
      for (i <- 0 until pixels; if x(i) != 0; h <- 0 until hidden) a(h) += x(i) * w1(i * hidden + h)
      for (h <- 0 until hidden) a(h) = math.max(0, a(h))
      val z = b2.clone
      for (h <- 0 until hidden; k <- 0 until classes) z(k) += a(h) * w2(h * classes + k)
      val exp = z.map(v => math.exp(v - z.max))
      val error = Array.tabulate(classes)(k => exp(k) / exp.sum - (if (k == label) 1 else 0))
      val back = Array.tabulate(hidden)(h =>
        if (a(h) > 0) (0 until classes).map(k => error(k) * w2(h * classes + k)).sum else 0.0
      )
      for (k <- 0 until classes) {
        b2(k) -= rate * error(k)
        for (h <- 0 until hidden) w2(h * classes + k) -= rate * error(k) * a(h)
      }
      for (h <- 0 until hidden; if back(h) != 0) {
        b1(h) -= rate * back(h)
        // The step in the weights is as if pixels were below 1.
        for (i <- 0 until pixels; if x(i) != 0) w1(i * hidden + h) -= rate / (spread * spread) * back(h) * x(i)
      }
    }
    Seq(
      "W1" -> Array32(Seq(pixels, hidden), w1.map(_.toFloat).toSeq),
      "b1" -> Array32(Seq(hidden), b1.map(_.toFloat).toSeq),
      "W2" -> Array32(Seq(hidden, classes), w2.map(_.toFloat).toSeq),
      "b2" -> Array32(Seq(classes), b2.map(_.toFloat).toSeq)
    )
  }

  private def inspect(weights: Path, arguments: String*): Seq[String] = {
    val usual = Seq(s"--weights=$weights", "--input=sample:2000")
    val Ended(status, out, err) = main("inspect" +: Arguments.merge(usual, arguments): _*)
    assert(status == 0, err)
    out.linesIterator.toSeq
  }

  private def first(lines: Seq[String]): String = lines.last.split(" ", 3).last

  private val ranges = Seq[(String, Int => Double, Double)](
    ("--scale=1/255", _ / 255.0, 1),
    ("--scale=1", _.toDouble, 255),
    ("--scale=1/255 --mean=0.1307 --std=0.3081", pixel => (pixel / 255.0 - 0.1307) / 0.3081, 3)
  )

  for ((arguments, range, spread) <- ranges)
    test(s"a ReLU network that was trained on pixels of $arguments") {
      withDirectory { directory =>
        val file = Files.write(directory.resolve("w"), Pickles.dict(relu(range, spread)))
        val input = write(directory)
        val lines = inspect(file, s"--input=$input")
        assert(first(lines) == s"--activation=relu $arguments", lines.mkString("\n"))
        assert(
          lines.head ==
            s"$file with 30 combinations of what it does not state, on 2,000 labelled images of $input"
        )
        assert(lines.length == 3 + 30 + 2)
        val accuracies = lines.slice(3, 33).map(_.trim.split(" +").head.toDouble)
        val alike = accuracies.takeWhile(_ > accuracies.max - 0.02)
        assert(accuracies.drop(alike.length) == accuracies.drop(alike.length).sorted.reverse && alike.head > 0.7)
        // The arguments of the last line are those of a scoring run.
        val scored = main(Seq("score", s"--input=$input") ++ lines.last.split(" ").drop(1): _*)
        assert(scored.status == 0 && scored.err == "")
      }
    }

  test("only what is open is tried, and a file that states all has one network") {
    withDirectory { directory =>
      val file = Files.write(directory.resolve("w"), Pickles.dict(Pickles.network(784, 20, 10)))
      assert(inspect(file, "--activation=relu").length == 3 + 5 + 2)
      assert(inspect(file, "--activation=relu", "--scale=1").length == 3 + 1 + 2)
      val square = Files.write(directory.resolve("s"), Pickles.dict(Pickles.network(100, 100).take(1)))
      Files.write(directory.resolve("i-labels-idx1-ubyte"), Idx.labels(Seq(1, 2)))
      val images =
        Files.write(directory.resolve("i-images-idx3-ubyte"), Idx.bytes(Seq(2, 10, 10), new Array[Byte](200)))
      assert(inspect(square, "--scale=1", s"--input=$images").length == 3 + 2 + 2)
      val builtin = main("inspect", "--weights=builtin", "--input=sample:100")
      assert(builtin.out.linesIterator.length == 3 + 1 + 2, builtin.out + builtin.err)
    }
  }

  test("images without labels are refused") {
    withDirectory { directory =>
      Files.write(directory.resolve("x"), Idx.images(3))
      assert(
        main("inspect", "--weights=builtin", s"--input=$directory/x") ==
          Ended(2, "", s"[$directory/x] images must have labels to compare networks on them but have none\n")
      )
    }
  }

  test("the book's weights as npz, safetensors and a list") {
    val home = Mnist.assumePresent()
    val pickle = home.resolve("sample_weight.pkl").toString
    val book = WeightsFile.read(pickle, new Configuration, ImportOptions.AS_STORED)
    assert(book.network.toString == "784-50-100-10 (sigmoid, sigmoid, softmax)" && book.assumptions.isEmpty)
    val tensors = book.tensors.asScala.toSeq.sortBy(tensor => (tensor.name.drop(1), tensor.rank == 1))
    def array(tensor: Tensor) = Array32(tensor.shape.toSeq, tensor.values.toSeq)
    val list = new Writer(3).ascii("](")
    tensors.foreach(tensor => list.array(tensor.shape.toSeq, "f4", "<", array(tensor).bytes()))
    val npz = KerasModels.zip(tensors.map { tensor =>
      s"${tensor.name}.npy" -> NpyFile.of("<f4", tensor.shape, array(tensor).bytes())
    }: _*)
    val files = Seq(npz, Safetensors.write(java.util.Map.of(), tensors.asJava), list.ascii("e").end())
    withDirectory { directory =>
      for (bytes <- files) {
        val file = Files.write(directory.resolve("w"), bytes)
        val lines = inspect(file, "--input=mnist")
        assert(first(lines) == "--activation=sigmoid --scale=1/255", lines.mkString("\n"))
        val refused = main("score", "--input=mnist", s"--weights=$file")
        assert(refused.status == 2 && refused.err.contains("does not state the hidden activation and the pixel range"))
        val scored = main(Seq("score", "--input=mnist") ++ lines.last.split(" ").drop(1): _*)
        assert(scored.out.contains("Accuracy: 0.9352 (9,352 of 10,000)"))
      }
    }
  }

  test("the arguments of options are those that give the options") {
    val options = new ImportOptions(
      Optional.empty(),
      Optional.empty(),
      OptionalDouble.of(0.99 / 255),
      OptionalDouble.of(-0.01),
      OptionalDouble.empty(),
      Optional.empty(),
      Optional.empty()
    )
    assert(options.arguments == "--scale=0.99/255 --mean=-0.01")
  }
}
