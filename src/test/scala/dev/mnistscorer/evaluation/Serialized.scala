package dev.mnistscorer.evaluation

import java.io.{ByteArrayInputStream, ByteArrayOutputStream, ObjectInputStream, ObjectOutputStream}

/** A tally as the driver receives it of a task. */
object Serialized {
  def sent(tally: Tally): Tally = {
    val bytes = new ByteArrayOutputStream
    new ObjectOutputStream(bytes).writeObject(tally)
    new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray)).readObject.asInstanceOf[Tally]
  }
}
