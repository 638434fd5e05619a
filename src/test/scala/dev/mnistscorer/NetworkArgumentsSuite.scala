package dev.mnistscorer

import java.nio.file.{Files, Path}

import dev.mnistscorer.OnnxModels.{floats, model, node}
import dev.mnistscorer.Pickles.Array32

/** What the command line says of a network, and what it may not say against the file. */
class NetworkArgumentsSuite extends SparkTest {
  private def score(directory: Path, arguments: String*): Ended =
    main(Arguments.merge(Seq("--input=sample:60", "--weights=" + directory.resolve("w")), arguments): _*)

  private def firstLine(ended: Ended): String = {
    assert(ended.status == 0, ended.err)
    ended.out.linesIterator.next()
  }

  private def withWeights(bytes: Array[Byte])(body: Path => Unit): Unit = withDirectory { directory =>
    Files.write(directory.resolve("w"), bytes)
    body(directory)
  }

  private val scores = model(
    Seq("pixels" -> Seq(0, 28, 28, 1)),
    "z",
    Seq(node("Flatten", Seq("pixels"), Seq("x")), node("MatMul", Seq("x", "w"), Seq("z"))),
    Seq(floats("w", Array32(Seq(784, 10), Seq.tabulate(7840)(i => (i % 11 - 5) / 64f))))
  )

  test("activations of a file that does not tell them") {
    withWeights(Pickles.dict(Pickles.network(784, 20, 10))) { directory =>
      def network(arguments: String*) = firstLine(score(directory, arguments: _*)).split(": ").last
      assert(network() == "784-20-10 (sigmoid, softmax)")
      assert(network("--activation=relu", "--output-activation=identity") == "784-20-10 (relu, identity)")
      assert(network("--activation=leaky_relu:0.01", "--layout=in-out") == "784-20-10 (leaky_relu:0.01, softmax)")
      val wrong = score(directory, "--layout=out-in")
      assert(wrong.status == 2)
      assert(
        wrong.err == s"[$directory/w] bias must have the shape [784] to match W1 [20, 784] but was b1 [20]\n"
      )
    }
  }

  test("pixels of a file that does not tell them: the same network for the same scaling said in two ways") {
    withWeights(Pickles.dict(Pickles.network(784, 20, 10))) { directory =>
      def metrics(arguments: String*) = score(directory, arguments: _*).out
      assert(metrics("--scale=1/255") == metrics())
      assert(metrics("--scale=1", "--std=255") == metrics())
      assert(metrics("--scale=1") != metrics())
      assert(metrics("--mean=0.5", "--std=0.5") != metrics())
      val wrong = score(directory, "--std=0")
      assert(wrong.status == 2 && wrong.err == s"[$directory/w] std must be a finite number above 0 but was 0.0\n")
    }
  }

  test("scores without an activation have no log-loss until softmax is asked for") {
    withWeights(scores) { directory =>
      val plain = score(directory)
      assert(firstLine(plain).endsWith(": 784-10 (identity)"))
      assert(plain.out.contains("Accuracy: ") && !plain.out.contains("Log-loss"))
      val asked = score(directory, "--output-activation=softmax")
      assert(firstLine(asked).endsWith(": 784-10 (softmax)"))
      assert(asked.out.contains("Log-loss"))
      def accuracy(ended: Ended) = ended.out.linesIterator.find(_.startsWith("Accuracy")).get
      assert(accuracy(plain) == accuracy(asked))
    }
  }

  test("what the file tells may not be said otherwise") {
    withWeights(scores) { directory =>
      val cases = Seq(
        "builtin" -> "--activation=relu" ->
          "[builtin] --activation must be left out: the file states the activations (sigmoid, softmax)",
        "builtin" -> "--output-activation=identity" ->
          "[builtin] --output-activation must be left out: the file states softmax",
        "builtin" -> "--scale=1" ->
          "[builtin] --scale, --mean and --std must be left out: the file states 0.00392156862745098, 0.0 and 1.0",
        s"$directory/w" -> "--activation=relu" ->
          s"[$directory/w] --activation must be left out: the file states the activations (identity)",
        s"$directory/w" -> "--layout=in-out" -> s"[$directory/w] --layout must be left out: the file states the layout"
      )
      for (((weights, argument), message) <- cases) {
        val ended = score(directory, s"--weights=$weights", argument)
        assert(ended.status == 2 && ended.err == message + "\n")
      }
    }
  }

  test("arguments of no meaning are a bad command line") {
    val cases = Seq(
      "--activation=swish" -> ("Invalid value for option '--activation': an activation must be one of identity, sigmoid," +
        " tanh, relu, leaky_relu:SLOPE, elu[:ALPHA], selu, gelu, gelu_tanh, softplus, hard_sigmoid:SLOPE:SHIFT, softmax" +
        " but was swish"),
      "--scale=1/x" -> "Invalid value for option '--scale': a number must be like 0.5 or 1/255 but was 1/x",
      "--layout=rows" -> "Invalid value for option '--layout': must be in-out or out-in but was rows"
    )
    for ((argument, message) <- cases) {
      val ended = main(argument)
      assert(ended.status == 1)
      assert(ended.err == s"$message (see './submit.sh score --help')\n")
    }
  }

  test("a file that changes while it is read is refused") {
    withWeights(scores) { directory =>
      spark.conf.set("fs.changing.impl", classOf[ChangingFileSystem].getName)
      val ended = score(directory, s"--weights=changing:$directory/w")
      assert(ended.status == 2)
      assert(
        ended.err == s"[changing:$directory/w] the file must not change while it is read but did; try again\n"
      )
    }
  }
}
