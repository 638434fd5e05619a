package dev.mnistscorer

import java.nio.file.Files

/** What a new user sees who has nothing but this project. */
class OutOfTheBoxSuite extends SparkTest with ProcessTest {
  private val offline =
    Seq("--driver-java-options", "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=1", "--")

  test("without network and without MNIST, ./submit.sh alone scores the sample and says why") {
    withDirectory { directory =>
      val environment =
        Map("JAVA_HOME" -> System.getProperty("java.home"), "MNIST_HOME" -> directory.resolve("none").toString)
      val ended = SubmitScript.run(offline, environment)
      assert(ended.status == 0, ended.err)
      val lines = ended.out.linesIterator.toSeq
      val reason = "Cannot download mnist: t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz (no connection);" +
        " './submit.sh fetch --from DIR' copies it from a directory"
      assert(lines.head == s"Scoring the built-in sample instead of MNIST. $reason")
      assert(lines(1).startsWith("Scoring sample:10000:hard with builtin: 784-128-10 (sigmoid, softmax)"))
      assert(lines.contains("Accuracy: 0.9798 (9,798 of 10,000)"))
      assert(!Files.exists(directory.resolve("none")) || Files.list(directory.resolve("none")).count() == 0)

      val named = SubmitScript.run(offline ++ Seq("--input", "mnist"), environment)
      assert(named.status == 2 && named.out.isEmpty)
      assert(named.err.linesIterator.toSeq.last == reason)

      val fetched = SubmitScript.run(offline :+ "fetch", environment)
      assert(fetched.status == 2 && fetched.out.isEmpty)
      val message = fetched.err.linesIterator.toSeq.last
      assert(
        message == "Cannot fetch t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz, train-images-idx3-ubyte.gz," +
          " train-labels-idx1-ubyte.gz, sample_weight.pkl (no connection); --from DIR copies them"
      )
      assert(message.length < 200)
    }
  }

  test("the built-in weights read the built-in sample, which they were not trained on") {
    val accuracy = "Accuracy: ([01]\\.\\d+)".r.findFirstMatchIn(main("--input=sample").out).get.group(1).toDouble
    assert(accuracy >= 0.9)
  }

  test("the built-in weights score at least 0.9775 on MNIST's test images, with MNIST at hand by default") {
    Mnist.assumePresent()
    val out = main("--batch-size=500").out
    assert(out.startsWith("Scoring mnist with builtin: 784-128-10 (sigmoid, softmax)\n"))
    assert("Accuracy: (0\\.\\d+)".r.findFirstMatchIn(out).get.group(1).toDouble >= 0.9775)
  }

  test("the book's network, too, reads the built-in sample") {
    Mnist.assumePresent()
    val out = main("--input=sample", "--weights=book").out
    assert(out.contains("Accuracy: 0.9987 (9,987 of 10,000)"))
  }
}
