package dev.mnistscorer.scoring

import java.lang.management.ManagementFactory
import java.util.concurrent.Executors

import scala.concurrent.duration._
import scala.jdk.CollectionConverters._
import scala.util.Random

import com.sun.management.ThreadMXBean
import dev.mnistscorer.kernel.KernelChoice
import dev.mnistscorer.network.{Affine, Activation, DenseLayer, DenseNetwork, Tensor}
import org.scalatest.funsuite.AnyFunSuite

class ForwardPassSuite extends AnyFunSuite {
  private def layer(k: Int, weights: Seq[Seq[Double]], bias: Seq[Double], activation: Activation): DenseLayer =
    new DenseLayer(
      new Tensor(s"W$k", Array(weights.length, bias.length), weights.flatten.map(_.toFloat).toArray),
      new Tensor(s"b$k", Array(bias.length), bias.map(_.toFloat).toArray),
      activation
    )

  test("the book's small network gives its published output") {
    // Its input is [1.0, 0.5]; pixels are whole numbers, so [2, 1] goes in and the first layer takes halves.
    val first =
      layer(1, Seq(Seq(.1, .3, .5), Seq(.2, .4, .6)), Seq(.1, .2, .3), Activation.SIGMOID).withInput(Affine.of(0.5, 0))
    val network = new DenseNetwork(
      Seq(
        first,
        layer(2, Seq(Seq(.1, .4), Seq(.2, .5), Seq(.3, .6)), Seq(.1, .2), Activation.SIGMOID),
        layer(3, Seq(Seq(.1, .3), Seq(.2, .4)), Seq(.1, .2), Activation.IDENTITY)
      ).asJava
    )
    for (kernel <- Seq(KernelChoice.SCALAR, KernelChoice.VECTOR)) {
      val pass = new ForwardPass(network, kernel.create(), 1, Scores.all)
      Array[Byte](2, 1).copyToArray(pass.images.bytes)
      pass.run(1)
      val Array(a, b) = pass.scores(0)
      assert(math.abs(a - 0.31682708) < 1e-7 && math.abs(b - 0.69627909) < 1e-7)
      assert(pass.prediction(0) == 1 && pass.confidence(0) == b)
    }
  }

  test("a tie goes to the lowest class") {
    val network = new DenseNetwork(
      Seq(layer(1, Seq(Seq(0, 0, 0)), Seq(1, 2, 2), Activation.SOFTMAX)).asJava
    )
    val pass = new ForwardPass(network, KernelChoice.AUTO.create(), 3, Scores.prediction)
    pass.run(3)
    assert((0 until 3).map(pass.prediction) == Seq(1, 1, 1))
  }

  test("a pass can be run again with fewer images") {
    val network = new DenseNetwork(
      Seq(layer(1, Seq(Seq(1, 0), Seq(0, 1)), Seq(0, 0), Activation.SOFTMAX)).asJava
    )
    val pass = new ForwardPass(network, KernelChoice.AUTO.create(), 5, Scores.confidence)
    Array[Byte](1, 0, 0, 1, 0, 1, 0, 1, 0, 1).copyToArray(pass.images.bytes)
    pass.run(5)
    assert((0 until 5).map(pass.prediction) == Seq(0, 1, 1, 1, 1))
    Array[Byte](0, 9).copyToArray(pass.images.bytes)
    pass.run(1)
    assert(pass.prediction(0) == 1)
  }

  test("all activations of a hidden layer are applied") {
    val expected = Map[Activation, Double => Double](
      Activation.IDENTITY -> (z => z),
      Activation.SIGMOID -> (z => 1 / (1 + math.exp(-z))),
      Activation.TANH -> (z => math.tanh(z)),
      Activation.RELU -> (z => math.max(z, 0))
    )
    for ((activation, function) <- expected; z <- Seq(-1.5, -0.25, 0.25, 1.5)) {
      val network = new DenseNetwork(
        Seq(
          layer(1, Seq(Seq(z)), Seq(0), activation),
          layer(2, Seq(Seq(1.0)), Seq(0), Activation.IDENTITY)
        ).asJava
      )
      val pass = new ForwardPass(network, KernelChoice.AUTO.create(), 1, Scores.confidence)
      pass.images.bytes(0) = 1
      pass.run(1)
      assert(math.abs(pass.confidence(0) - function(z)) < 1e-6, s"$activation($z)")
    }
  }

  test("more images than the buffer holds are refused") {
    val network = new DenseNetwork(Seq(layer(1, Seq(Seq(1, 0)), Seq(0, 0), Activation.SOFTMAX)).asJava)
    val pass = new ForwardPass(network, KernelChoice.AUTO.create(), 5, Scores.prediction)
    assert(intercept[IllegalArgumentException](pass.run(6)).getMessage == "count must be in 0..5 but was 6")
  }

  test("a pass allocates nothing once it is compiled") {
    // Of a vector that HotSpot does not keep in a register it makes an object, and the pass takes a third longer.
    val random = new Random(1)
    def dense(k: Int, inputs: Int, units: Int, activation: Activation) =
      layer(k, Seq.fill(inputs, units)(random.nextGaussian() / 10), Seq.fill(units)(0.0), activation)
    val network = new DenseNetwork(
      Seq(
        dense(1, 784, 50, Activation.SIGMOID),
        dense(2, 50, 100, Activation.SIGMOID),
        dense(3, 100, 100, Activation.GELU),
        dense(4, 100, 10, Activation.SOFTMAX)
      ).asJava
    )
    val threads = ManagementFactory.getThreadMXBean.asInstanceOf[ThreadMXBean]
    def allocated(pass: ForwardPass): Long = {
      val before = threads.getThreadAllocatedBytes(Thread.currentThread.getId)
      for (_ <- 0 until 500) {
        pass.run(100)
      }
      threads.getThreadAllocatedBytes(Thread.currentThread.getId) - before
    }
    def allocatedInTheEnd(): Long = {
      val pass = new ForwardPass(network, KernelChoice.VECTOR.create(), 100, Scores.all)
      for (i <- pass.images.bytes.indices) {
        pass.images.bytes(i) = if (i % 5 == 0) i.toByte else 0
      }
      val end = 2.minutes.fromNow
      Iterator.continually(allocated(pass)).find(_ <= 500 || end.isOverdue()).get
    }
    // What the compiler makes of the pass depends on the order in which threads come to it.
    val executor = Executors.newFixedThreadPool(2)
    try {
      val bytes = Seq.fill(2)(executor.submit(() => allocatedInTheEnd())).map(_.get)
      assert(bytes.forall(_ <= 500), bytes)
    } finally executor.shutdown()
  }
}
