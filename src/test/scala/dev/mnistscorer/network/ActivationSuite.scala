package dev.mnistscorer.network

import org.scalatest.funsuite.AnyFunSuite

class ActivationSuite extends AnyFunSuite {
  test("the text form of an activation is what it is parsed from") {
    val texts = Seq(
      "identity",
      "sigmoid",
      "tanh",
      "relu",
      "leaky_relu:0.01",
      "elu:1.0",
      "elu:0.5",
      "selu",
      "gelu",
      "gelu_tanh",
      "softplus",
      "hard_sigmoid:0.2:0.5",
      "softmax"
    )
    for (text <- texts) assert(Activation.parse(text).toString == text)
    assert(Activation.parse(" ELU ") == new Activation.Elu(1, 1))
  }

  test("what is no activation, or lacks a parameter about which libraries differ, is refused") {
    for (text <- Seq("swish", "relu:6", "leaky_relu", "leaky_relu:x", "hard_sigmoid", "hard_sigmoid:0.2", "")) {
      val refusal = intercept[IllegalArgumentException](Activation.parse(text)).getMessage
      assert(
        refusal == "an activation must be one of identity, sigmoid, tanh, relu, leaky_relu:SLOPE, elu[:ALPHA], selu," +
          s" gelu, gelu_tanh, softplus, hard_sigmoid:SLOPE:SHIFT, softmax but was $text"
      )
    }
    assert(
      intercept[IllegalArgumentException](new Activation.LeakyRelu(Float.NaN)).getMessage ==
        "leaky_relu must have finite parameters but has [NaN]"
    )
  }
}
