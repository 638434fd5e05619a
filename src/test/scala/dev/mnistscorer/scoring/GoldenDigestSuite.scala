package dev.mnistscorer.scoring

import java.lang.Float.floatToRawIntBits
import java.nio.ByteBuffer
import java.nio.file.{Files, Path}
import java.security.MessageDigest
import java.util.zip.GZIPInputStream

import dev.mnistscorer.kernel.KernelChoice
import dev.mnistscorer.network.DenseNetwork
import dev.mnistscorer.source.sample.SampleDigits
import dev.mnistscorer.weights.{ImportOptions, WeightsFile}
import dev.mnistscorer.{Mnist, SparkTest}

/**
 * Every bit of every probability, on any machine: the sha256 of the float bits, as big-endian integers, row-major, in the
 * order of the images.
 */
class GoldenDigestSuite extends SparkTest {
  private val batchSize = 96

  private def digest(network: DenseNetwork, images: Array[Byte], choice: KernelChoice): String = {
    val sha256 = MessageDigest.getInstance("SHA-256")
    val pass = new ForwardPass(network, choice.create(), batchSize, Scores.all)
    for (batch <- images.grouped(batchSize * network.inputs)) {
      batch.copyToArray(pass.images.bytes)
      val count = batch.length / network.inputs
      pass.run(count)
      for (i <- 0 until count; probability <- pass.scores(i))
        sha256.update(ByteBuffer.allocate(4).putInt(floatToRawIntBits(probability)).array)
    }
    sha256.digest().map(byte => f"$byte%02x").mkString
  }

  private def assertDigest(network: DenseNetwork, images: Array[Byte], expected: String): Unit =
    for (choice <- Seq(KernelChoice.SCALAR, KernelChoice.VECTOR))
      assert(digest(network, images, choice) == expected, choice)

  private def network(bytes: Array[Byte]): DenseNetwork =
    WeightsFile.of("weights", bytes, ImportOptions.AS_STORED).network

  test("the 10,000 × 10 probabilities of the book's network on MNIST's test images have their known sha256") {
    val home = Mnist.assumePresent()
    val in = new GZIPInputStream(Files.newInputStream(home.resolve("t10k-images-idx3-ubyte.gz")))
    val images =
      try in.readAllBytes().drop(16)
      finally in.close()
    assert(images.length == 10000 * 784)
    assertDigest(
      network(Files.readAllBytes(home.resolve("sample_weight.pkl"))),
      images,
      "7c33bfb4235fd746b5f7128f6ca993a55279dd3e9432e3a95b2f0f93fb81ff38"
    )
  }

  test("the probabilities of the built-in network on 1,000 sample digits have their known sha256") {
    val rows = SampleDigits.read(spark, 1000, 1).select("image").collect()
    assertDigest(
      network(Files.readAllBytes(Path.of("src/main/resources/dev/mnistscorer/builtin.safetensors"))),
      rows.flatMap(_.getAs[Array[Byte]](0)),
      "36d341371b4da2f6971e366a952a662e75b4ca68492a4e5b2d2a7967b538831a"
    )
  }
}
