package dev.mnistscorer.network

import scala.jdk.CollectionConverters._

import org.scalatest.funsuite.AnyFunSuite

class DenseNetworkSuite extends AnyFunSuite {
  private def tensor(name: String, shape: Int*): Tensor =
    new Tensor(name, shape.toArray, new Array[Float](shape.product))

  private def layer(number: Int, in: Int, out: Int, activation: Activation = Activation.SIGMOID): DenseLayer =
    new DenseLayer(tensor(s"W$number", in, out), tensor(s"b$number", out), activation)

  private def refusal(body: => Any): String = intercept[IllegalArgumentException](body).getMessage

  test("a network is described by its sizes and activations") {
    val network = new DenseNetwork(
      Seq(layer(1, 784, 50), layer(2, 50, 100), layer(3, 100, 10, Activation.SOFTMAX)).asJava
    )
    assert(network.toString == "784-50-100-10 (sigmoid, sigmoid, softmax)")
    assert(network.parameters == 784 * 50 + 50 + 50 * 100 + 100 + 100 * 10 + 10)
  }

  test("the digest depends on shapes, activations with their parameters, weights and biases, and not on names") {
    def network(name: String, activation: Activation, weights: Seq[Float], bias: Seq[Float], in: Int = 2) =
      new DenseNetwork(
        Seq(
          new DenseLayer(
            new Tensor(name, Array(in, weights.size / in), weights.toArray),
            new Tensor("b", Array(bias.size), bias.toArray),
            activation
          )
        ).asJava
      ).sha256
    val weights = Seq(1f, 2f, 3f, 4f)
    val bias = Seq(0f, 0.5f)
    val digest = network("W1", new Activation.LeakyRelu(0.1f), weights, bias)
    assert(digest == "b29ab6f2505cfb0b7e8daa929f59b3e96da48b8ffec98640b7bda53edbe07810")
    assert(network("other", new Activation.LeakyRelu(0.1f), weights, bias) == digest)
    val others = Seq(
      network("W1", new Activation.LeakyRelu(0.2f), weights, bias),
      network("W1", Activation.RELU, weights, bias),
      network("W1", new Activation.LeakyRelu(0.1f), Seq(1f, 3f, 2f, 4f), bias),
      network("W1", new Activation.LeakyRelu(0.1f), weights, Seq(-0f, 0.5f)),
      network("W1", new Activation.LeakyRelu(0.1f), weights, Seq(0f), in = 4)
    )
    assert((digest +: others).distinct.size == 6)
    val large = Seq.tabulate(10000)(_ / 7f)
    assert(
      network("W", Activation.RELU, large, bias, in = 5000) != network(
        "W",
        Activation.RELU,
        large.init :+ 0f,
        bias,
        in = 5000
      )
    )
  }

  test("layers that do not follow each other are refused with both tensors and both shapes") {
    assert(
      refusal(new DenseNetwork(Seq(layer(1, 784, 50), layer(2, 60, 100)).asJava)) ==
        "W2 [60, 100] must have 50 rows to follow W1 [784, 50] but has 60"
    )
  }

  test("softmax before the last layer is refused") {
    assert(
      refusal(new DenseNetwork(Seq(layer(1, 4, 3, Activation.SOFTMAX), layer(2, 3, 2)).asJava)) ==
        "softmax must be in the last layer but follows W1 [4, 3]"
    )
  }

  test("a bias that does not go with its weights is refused with both tensors and both shapes") {
    assert(
      refusal(new DenseLayer(tensor("W1", 4, 3), tensor("b1", 4), Activation.RELU)) ==
        "bias must have the shape [3] to match W1 [4, 3] but was b1 [4]"
    )
    assert(
      refusal(new DenseLayer(tensor("W1", 12), tensor("b1", 4), Activation.RELU)) ==
        "weights must have the shape [in, out] but were W1 [12]"
    )
  }

  test("numbers that are not finite are refused with their place") {
    assert(
      refusal(new Tensor("b1", Array(2), Array(0f, Float.NaN))) == "b1 must hold finite numbers but number 1 is NaN"
    )
    assert(
      refusal(new Tensor("b1", Array(2), Array(Float.PositiveInfinity, 0f))) ==
        "b1 must hold finite numbers but number 0 is Infinity"
    )
  }

  test("numbers that do not fill the shape are refused") {
    assert(
      refusal(new Tensor("W1", Array(2, 3), new Array[Float](5))) ==
        "W1 must hold 6 numbers for its shape [2, 3] but holds 5"
    )
  }

  test("scaling of pixels is folded into the first layer") {
    val trained = new DenseLayer(
      new Tensor("W1", Array(2, 1), Array(2f, 4f)),
      new Tensor("b1", Array(1), Array(1f)),
      Activation.IDENTITY
    )
    val folded = DenseNetwork.onPixels(Seq(trained).asJava, new PixelScaling(1.0 / 255, 0.5, 0.25)).layers.get(0)
    assert(folded.weights.values.toSeq == Seq((2 / 255.0 / 0.25).toFloat, (4 / 255.0 / 0.25).toFloat))
    assert(folded.bias.values.toSeq == Seq(1f - 6 * 2))
  }
}
