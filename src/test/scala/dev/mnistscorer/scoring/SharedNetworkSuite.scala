package dev.mnistscorer.scoring

import java.io.{ByteArrayInputStream, ByteArrayOutputStream, ObjectInputStream, ObjectOutputStream}

import scala.jdk.CollectionConverters._

import dev.mnistscorer.kernel.KernelChoice
import dev.mnistscorer.network.{Activation, DenseLayer, DenseNetwork, Tensor}
import org.scalatest.funsuite.AnyFunSuite

class SharedNetworkSuite extends AnyFunSuite {
  private val network = new DenseNetwork(
    Seq(
      new DenseLayer(
        new Tensor("W", Array(50, 10), new Array[Float](500)),
        new Tensor("b", Array(10), new Array[Float](10)),
        Activation.SOFTMAX
      )
    ).asJava
  )

  private def sent(value: AnyRef): Array[Byte] = {
    val bytes = new ByteArrayOutputStream
    new ObjectOutputStream(bytes).writeObject(value)
    bytes.toByteArray
  }

  test("tasks of one JVM share one packed network, which is not sent") {
    val shared = new SharedNetwork(network)
    val before = sent(shared)
    val packed = shared.packed(KernelChoice.AUTO.create())
    assert(shared.packed(KernelChoice.AUTO.create()) eq packed)
    assert(sent(shared).length == before.length)
    val received = new ObjectInputStream(new ByteArrayInputStream(before)).readObject.asInstanceOf[SharedNetwork]
    val again = received.packed(KernelChoice.AUTO.create())
    assert(again.layers.get(0).weights.sameElements(packed.layers.get(0).weights))
  }
}
