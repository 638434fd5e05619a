package dev.mnistscorer

import java.nio.file.{Files, Path}

import dev.mnistscorer.OnnxModels.{floats, model, node}
import dev.mnistscorer.Pickles.Array32

/** What the command line says of a network, and what it may not say against the file. */
class NetworkArgumentsSuite extends SparkTest {
  private def score(directory: Path, arguments: String*): Ended =
    main(Arguments.merge(Seq("--input=sample:60", "--weights=" + directory.resolve("w")), arguments): _*)

  /** The refusal of a file that leaves properties open. */
  private def unstated(directory: Path, properties: String, arguments: String): Ended = Ended(
    2,
    "",
    s"[$directory/w] the file does not state $properties: add $arguments; './submit.sh inspect" +
      s" --weights=$directory/w --input=DATA' tries them\n"
  )

  private val activations = "--activation=sigmoid|relu|tanh|gelu|leaky_relu:0.01|elu"
  private val ranges =
    "--scale=1/255 (pixels in 0..1), --scale=1 (0..255), or --mean and --std (of pixels in 0..1)"

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
      def network(arguments: String*) =
        firstLine(score(directory, "--scale=1/255" +: arguments: _*)).split(": ", 2).last
      val assumed = "; softmax after the last layer (assumed: the file does not say; --output-activation)"
      assert(network("--activation=sigmoid") == s"784-20-10 (sigmoid, softmax)$assumed")
      assert(network("--activation=relu", "--output-activation=identity") == "784-20-10 (relu, identity)")
      assert(
        network("--activation=leaky_relu:0.01", "--layout=in-out") == s"784-20-10 (leaky_relu:0.01, softmax)$assumed"
      )
      assert(
        score(directory) == unstated(
          directory,
          "the hidden activation and the pixel range",
          s"$activations and $ranges"
        )
      )
      assert(score(directory, "--scale=1") == unstated(directory, "the hidden activation", activations))
      assert(score(directory, "--activation=relu") == unstated(directory, "the pixel range", ranges))
      val wrong = score(directory, "--layout=out-in")
      assert(wrong.status == 2)
      assert(
        wrong.err == s"[$directory/w] bias must have the shape [784] to match W1 [20, 784] but was b1 [20]\n"
      )
    }
  }

  test("pixels of a file that does not tell them: the same network for the same scaling said in two ways") {
    withWeights(Pickles.dict(Pickles.network(784, 20, 10))) { directory =>
      def metrics(arguments: String*) = {
        val ended = score(directory, "--activation=sigmoid" +: arguments: _*)
        assert(ended.status == 0, ended.err)
        ended.out
      }
      val unit = metrics("--scale=1/255")
      assert(metrics("--scale=1", "--std=255") == unit)
      assert(metrics("--scale=1") != unit)
      assert(
        metrics("--mean=0.5", "--std=0.5").startsWith(
          s"Scoring sample:60 with $directory/w: 784-20-10 (sigmoid, softmax); pixels × 1/255 (assumed: the file does not" +
            " say; --scale); softmax"
        )
      )
      val wrong = score(directory, "--std=0")
      assert(wrong.status == 2 && wrong.err == s"[$directory/w] std must be a finite number above 0 but was 0.0\n")
    }
  }

  test("scores without an activation have no log-loss until softmax is asked for") {
    withWeights(scores) { directory =>
      val plain = score(directory)
      val assumed = "pixels × 1/255 (assumed: the file does not say; --scale)"
      assert(firstLine(plain).endsWith(s": 784-10 (identity); $assumed"))
      assert(firstLine(score(directory, "--scale=1/255")).endsWith(": 784-10 (identity)"))
      assert(plain.out.contains("Accuracy: ") && !plain.out.contains("Log-loss"))
      val asked = score(directory, "--output-activation=softmax")
      assert(firstLine(asked).endsWith(s": 784-10 (softmax); $assumed"))
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
        s"$directory/w" -> "--layout=in-out" -> s"[$directory/w] --layout must be left out: the file states the layout",
        s"$directory/w" -> "--bias-column=first" ->
          s"[$directory/w] --bias-column must be left out: the file states the biases"
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
      "--layout=rows" -> "Invalid value for option '--layout': must be in-out or out-in but was rows",
      "--bias-column=1" -> "Invalid value for option '--bias-column': must be first or last but was 1"
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
