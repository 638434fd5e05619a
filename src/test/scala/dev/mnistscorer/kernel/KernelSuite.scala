package dev.mnistscorer.kernel

import java.lang.Float.floatToRawIntBits

import org.scalatest.funsuite.AnyFunSuite

class KernelSuite extends AnyFunSuite {
  private val scalar = KernelChoice.SCALAR.create()
  private val vector = KernelChoice.VECTOR.create()

  private def random(seed: Int, length: Int, scale: Float = 1): Array[Float] = {
    val generator = new java.util.Random(seed)
    Array.fill(length)((generator.nextFloat() - 0.5f) * scale)
  }

  private def weights(inputs: Int, outputs: Int): Array[Float] = random(inputs, inputs * outputs)

  private def layer(kernel: Kernel, inputs: Int, outputs: Int): PackedLayer =
    kernel.pack(inputs, outputs, weights(inputs, outputs), random(outputs, outputs))

  private def assertSameBits(first: Array[Float], second: Array[Float], clue: String): Unit = {
    assert(first.length == second.length)
    first.indices.foreach { i =>
      assert(
        floatToRawIntBits(first(i)) == floatToRawIntBits(second(i)),
        s"$clue, number $i: ${first(i)}, ${second(i)}"
      )
    }
  }

  private val sizes =
    for { in <- Seq(1, 7, 50, 103, 784); out <- Seq(1, 10, 16, 17, 50, 70, 100, 128, 130) } yield (in, out)

  test("both kernels give the same bits for pixels, at awkward sizes") {
    for ((inputs, outputs) <- sizes) {
      val rows = 8
      val pixels = Array.tabulate(rows * inputs)(at => dev.mnistscorer.Idx.pixel(at / inputs, at % inputs))
      val preActivations = Seq(scalar, vector).map { kernel =>
        val packed = layer(kernel, inputs, outputs)
        val preActivations = new Array[Float](rows * packed.stride)
        kernel.multiplyPixels(pixels, rows, packed, preActivations)
        preActivations
      }
      assertSameBits(preActivations.head, preActivations.last, s"$inputs to $outputs")
    }
  }

  test("both kernels give the same bits for the inputs of later layers, at awkward sizes") {
    for ((inputs, outputs) <- sizes) {
      val rows = 12
      val values = random(3, rows * Kernel.padColumns(inputs)).map(x => if (x < 0) 0f else x)
      val preActivations = Seq(scalar, vector).map { kernel =>
        val packed = layer(kernel, inputs, outputs)
        val preActivations = new Array[Float](rows * packed.stride)
        kernel.multiply(values, rows, packed, preActivations)
        preActivations
      }
      assertSameBits(preActivations.head, preActivations.last, s"$inputs to $outputs")
    }
  }

  test("more images than are multiplied with one panel of weights at once make no difference") {
    val (inputs, outputs, rows) = (50, 130, 300)
    val pixels = Array.tabulate(rows * inputs)(at => dev.mnistscorer.Idx.pixel(at / inputs, at % inputs))
    val values = random(9, rows * Kernel.padColumns(inputs))
    val results = Seq(scalar, vector).map { kernel =>
      val packed = layer(kernel, inputs, outputs)
      val fromPixels = new Array[Float](rows * packed.stride)
      kernel.multiplyPixels(pixels, rows, packed, fromPixels)
      val fromValues = new Array[Float](rows * packed.stride)
      kernel.multiply(values, rows, packed, fromValues)
      (fromPixels, fromValues)
    }
    assertSameBits(results.head._1, results.last._1, "pixels")
    assertSameBits(results.head._2, results.last._2, "values")
  }

  test("both kernels give the same bits for every activation, from tiny to huge") {
    val inputs = (random(1, 4096, 40) ++ random(2, 4096, 400) ++ random(3, 4096, 1e-3f) ++ random(4, 4096, 1e30f)) ++
      Array(0f, -0f, 0.55f, -0.55f, 88f, -87.3f, 1e-45f, Float.MaxValue, -Float.MaxValue) ++ new Array[Float](7)
    val activations = Seq[(String, (Kernel, Array[Float]) => Unit)](
      "sigmoid" -> ((kernel, values) => kernel.sigmoid(values, values.length)),
      "tanh" -> ((kernel, values) => kernel.tanh(values, values.length)),
      "relu" -> ((kernel, values) => kernel.relu(values, values.length)),
      "leaky ReLU" -> ((kernel, values) => kernel.leakyRelu(values, values.length, 0.01f)),
      "ELU" -> ((kernel, values) => kernel.elu(values, values.length, 0.7f, 1f)),
      "GELU" -> ((kernel, values) => kernel.gelu(values, values.length)),
      "GELU by tanh" -> ((kernel, values) => kernel.geluTanh(values, values.length)),
      "softplus" -> ((kernel, values) => kernel.softplus(values, values.length)),
      "hard sigmoid" -> ((kernel, values) => kernel.hardSigmoid(values, values.length, 0.2f, 0.5f)),
      "softmax" -> ((kernel, values) => kernel.softmax(values, values.length / 16, 16))
    )
    for ((name, activate) <- activations) {
      val results = Seq(scalar, vector).map { kernel =>
        val values = inputs.clone()
        activate(kernel, values)
        values
      }
      assertSameBits(results.head, results.last, name)
      assert(results.head.forall(java.lang.Float.isFinite), name)
    }
  }

  test("pre-activations agree with float64") {
    for ((inputs, outputs) <- sizes) {
      val packed = layer(vector, inputs, outputs)
      val unpacked = weights(inputs, outputs)
      val values = random(5, 4 * Kernel.padColumns(inputs))
      val preActivations = new Array[Float](4 * packed.stride)
      vector.multiply(values, 4, packed, preActivations)
      for (r <- 0 until 4; o <- 0 until outputs) {
        val exact = packed.bias()(o) + (0 until inputs)
          .map(i => values(r * Kernel.padColumns(inputs) + i).toDouble * unpacked(i * outputs + o))
          .sum
        assert(math.abs(preActivations(r * packed.stride + o) - exact) < 1e-5 * (1 + math.sqrt(inputs)))
      }
    }
  }

  test("exp is within one unit in the last place of float64, sigmoid and tanh within three") {
    def ulps(got: Float, exact: Double): Double = math.abs(got - exact) / java.lang.Math.ulp(exact.toFloat)
    val xs = Iterator.iterate(-87.2f)(_ + 0.00217f).takeWhile(_ < 88f).toArray
    assert(xs.map(x => ulps(Transcendentals.exp(x), math.exp(x))).max <= 1.0)
    assert(xs.map(x => ulps(Transcendentals.sigmoid(x), 1 / (1 + math.exp(-x.toDouble)))).max <= 3.0)
    assert(xs.map(x => ulps(Transcendentals.tanh(x), math.tanh(x))).max <= 3.0)
    assert(xs.map(x => ulps(Transcendentals.tanh(x / 100), math.tanh((x / 100).toDouble))).max <= 3.0)
  }

  test("the other activations agree with float64, relative to the size of the result or of z") {
    // Φ by Taylor's series about 0, in float64.
    def phi(z: Double): Double = {
      var term = z
      var sum = z
      for (n <- 1 to 200) {
        term *= z * z / (2 * n + 1)
        sum += term
      }
      0.5 + sum * math.exp(-z * z / 2) / math.sqrt(2 * math.Pi)
    }
    val xs = Iterator.iterate(-9f)(_ + 0.00317f).takeWhile(_ < 9f).toArray
    def worst(got: Float => Float, exact: Double => Double): Double =
      xs.map(x => math.abs(got(x) - exact(x.toDouble)) / math.max(math.abs(exact(x.toDouble)), 1e-3)).max
    assert(worst(Transcendentals.gelu, z => z * phi(z)) < 4e-6)
    assert(
      worst(
        Transcendentals.geluTanh,
        z => z / 2 * (1 + math.tanh(math.sqrt(2 / math.Pi) * (z + 0.044715 * z * z * z)))
      ) < 4e-6
    )
    assert(worst(Transcendentals.softplus, z => math.log1p(math.exp(z))) < 4e-7)
    assert(worst(Transcendentals.elu(_, 0.5f, 2f), z => if (z > 0) 2 * z else math.expm1(z)) < 4e-7)
    assert(worst(Transcendentals.hardSigmoid(_, 0.25f, 0.5f), z => math.min(1, math.max(0, z / 4 + 0.5))) < 4e-7)
    assert(worst(Transcendentals.leakyRelu(_, 0.25f), z => if (z > 0) z else z / 4) == 0)
  }

  test("softmax gives the book's examples, and is finite for large logits") {
    for (kernel <- Seq(scalar, vector)) {
      val values = new Array[Float](2 * 16)
      Array(0.3f, 2.9f, 4.0f).copyToArray(values, 0)
      Array(1010f, 1000f, 990f).copyToArray(values, 16)
      kernel.softmax(values, 2, 3)
      val expected =
        Seq(0.01821127, 0.24519181, 0.73659691) ++ Seq(9.99954600e-01, 4.53978686e-05, 2.06106005e-09)
      val got = values.slice(0, 3) ++ values.slice(16, 19)
      got.zip(expected).foreach { case (value, exact) => assert(math.abs(value - exact) < 2e-6 * exact) }
    }
  }

  test("a negative zero among the pre-activations becomes a positive one") {
    for (kernel <- Seq(scalar, vector)) {
      val packed = kernel.pack(1, 1, Array(1f), Array(-0f))
      val preActivations = new Array[Float](4 * 16)
      kernel.multiplyPixels(new Array[Byte](4), 4, packed, preActivations)
      assert(floatToRawIntBits(preActivations(0)) == 0)
    }
  }

  test("the automatic choice is the vector kernel where this JVM has it, as wide as this JVM is told to be") {
    val name = KernelChoice.AUTO.create().name
    assert(name.matches("vector, (128|256|512) bits"))
    sys.props.get(VectorWidthSuite.Bits).foreach(bits => assert(name == s"vector, $bits bits"))
  }
}
