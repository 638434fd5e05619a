package dev.mnistscorer.weights.graph

import scala.jdk.CollectionConverters._

import dev.mnistscorer.kernel.KernelChoice
import dev.mnistscorer.network.{Activation, Affine, DenseNetwork, Tensor}
import dev.mnistscorer.scoring.{ForwardPass, Scores}
import org.scalatest.funsuite.AnyFunSuite

class LayerChainSuite extends AnyFunSuite {
  private val random = new scala.util.Random(4)

  private def numbers(count: Int): Array[Float] = Array.fill(count)(random.nextFloat() - 0.5f)

  private def dense(name: String, in: Int, out: Int): Step.Dense =
    new Step.Dense(name, new Tensor(name, Array(in, out), numbers(in * out)), new Tensor("b", Array(out), numbers(out)))

  private def affine(width: Int): Affine =
    new Affine(Array.fill(width)(random.nextDouble() + 0.5), Array.fill(width)(random.nextDouble()))

  /** The steps one by one, in float64. */
  private def apply(steps: Seq[Step], input: Seq[Double]): Seq[Double] = steps.foldLeft(input) {
    case (x, dense: Step.Dense) =>
      val out = dense.weights.shape()(1)
      (0 until out).map(o =>
        dense.bias.values()(o) + x.indices.map(i => x(i) * dense.weights.values()(i * out + o)).sum
      )
    case (x, rescaling: Step.Rescaling) => scaled(x, rescaling.affine)
    case (x, normalization: Step.BatchNormalization) => scaled(x, normalization.affine)
    case (x, activate: Step.Activate) =>
      activate.activation match {
        case Activation.RELU => x.map(math.max(_, 0))
        case Activation.TANH => x.map(math.tanh)
        case _ => fail("only relu and tanh are tried")
      }
    case (x, _) => x
  }

  private def scaled(x: Seq[Double], affine: Affine): Seq[Double] =
    x.zipWithIndex.map { case (value, i) => value * affine.scale(i) + affine.shift(i) }

  private def relu(name: String): Step = new Step.Activate(name, Activation.RELU)
  private def tanh(name: String): Step = new Step.Activate(name, Activation.TANH)

  private val chains = Seq(
    "scaling before, between and after" -> Seq[Step](
      new Step.Rescaling("pixels", Affine.of(1 / 255.0, -0.3)),
      new Step.Identity("flatten", "Flatten"),
      dense("d1", 6, 4),
      new Step.BatchNormalization("n1", affine(4)),
      relu("r"),
      new Step.BatchNormalization("n2", affine(4)),
      dense("d2", 4, 3),
      new Step.Rescaling("temperature", Affine.of(0.5, 0.1))
    ),
    "two dense layers with nothing between" -> Seq[Step](dense("d1", 6, 4), dense("d2", 4, 3)),
    "activations of activations, and scaling of the last" -> Seq[Step](
      new Step.Rescaling("pixels", affine(6)),
      dense("d1", 6, 4),
      tanh("t"),
      relu("r"),
      dense("d2", 4, 3),
      relu("r2"),
      new Step.BatchNormalization("n", affine(3))
    ),
    "an activation of the pixels" -> Seq[Step](
      new Step.Rescaling("pixels", affine(6)),
      tanh("t"),
      dense("d", 6, 3)
    )
  )

  for ((name, steps) <- chains)
    test(s"$name: the folded layers give what the steps give") {
      val network = new DenseNetwork(LayerChain.fold(steps.asJava))
      val pass = new ForwardPass(network, KernelChoice.AUTO.create(), 1, Scores.all)
      val pixels = Array[Byte](0, 3, 1, 2, 0, 5)
      pixels.copyToArray(pass.images.bytes)
      pass.run(1)
      pass.scores(0).zip(apply(steps, pixels.toSeq.map(_.toDouble))).foreach { case (score, exact) =>
        assert(math.abs(score - exact) < 2e-5 * (1 + math.abs(exact)))
      }
    }

  test("weights with nothing to fold keep their arrays") {
    val step = dense("d", 6, 4)
    val layers = LayerChain.fold(Seq[Step](step, relu("r")).asJava)
    assert(layers.get(0).weights eq step.weights)
  }

  test("one sigmoid becomes softmax over two classes: the second has its probability") {
    val step = dense("d", 6, 1)
    val network =
      new DenseNetwork(LayerChain.fold(Seq[Step](step, new Step.Activate("s", Activation.SIGMOID)).asJava))
    assert(network.toString == "6-2 (softmax)")
    val pass = new ForwardPass(network, KernelChoice.AUTO.create(), 1, Scores.all)
    Array[Byte](1, 0, 2, 0, 1, 3).copyToArray(pass.images.bytes)
    pass.run(1)
    val z = apply(Seq(step), Seq(1, 0, 2, 0, 1, 3)).head
    assert(math.abs(pass.scores(0)(1) - 1 / (1 + math.exp(-z))) < 1e-6)
  }

  test("scaling that does not go with the numbers before it is refused by name") {
    def refusal(steps: Step*) = intercept[IllegalArgumentException](LayerChain.fold(steps.asJava)).getMessage
    assert(
      refusal(dense("d", 6, 4), new Step.BatchNormalization("norm", affine(3))) ==
        "norm must have 4 numbers to follow d [6, 4] but has 3"
    )
    assert(
      refusal(new Step.Rescaling("r", affine(5)), dense("d", 6, 4)) ==
        "scaling of the inputs of d [6, 4] must have 6 numbers but has 5"
    )
    assert(
      refusal(new Step.Rescaling("r", affine(5)), new Step.Rescaling("q", affine(6))) ==
        "q must have 5 numbers, as the scaling before it, but has 6"
    )
    assert(refusal(relu("first"), dense("d", 6, 4)) == "first must follow a dense layer but is the first")
  }
}
