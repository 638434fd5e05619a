package dev.mnistscorer.evaluation

/** A scored image made for a test. */
final case class Image(
    override val index: Long,
    override val label: Int,
    override val prediction: Int,
    override val probabilities: Array[Float],
    override val origin: String = "test"
) extends ScoredImage {
  override def slice(number: Int): String = origin

  override def pixels: Array[Byte] = Array(index.toByte)
}

object Image {

  /** An image whose prediction is its most probable class. */
  def of(index: Long, label: Int, probabilities: Float*): Image =
    Image(index, label, probabilities.indexOf(probabilities.max), probabilities.toArray)
}
