package dev.mnistscorer

import java.nio.file.{Files, Path}

import org.scalatest.Assertions

/** The real data, where the environment has it. */
object Mnist extends Assertions {
  private val home = sys.env.get("MNIST_HOME").map(Path.of(_))

  /** Cancels the test, with the reason, where the data is not there. */
  def assumePresent(): Path = {
    assume(home.isDefined, "MNIST_HOME is not set: it names the directory with MNIST and the book's weights")
    val needed = Seq("t10k-images-idx3-ubyte.gz", "train-images-idx3-ubyte.gz", "sample_weight.pkl")
    needed.foreach(name => assume(Files.exists(home.get.resolve(name)), s"${home.get} has no $name"))
    home.get
  }
}
