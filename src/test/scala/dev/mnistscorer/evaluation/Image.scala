package dev.mnistscorer.evaluation

/** A scored image made for a test. */
final case class Image(
    override val index: Long,
    override val label: Int,
    override val prediction: Int,
    override val probabilities: Array[Float],
    override val origin: String = "test",
    override val challengerPrediction: Int = 0,
    override val challengerConfidence: Float = 0
) extends ScoredImage {
  override def slice(number: Int): String = origin

  override def pixels: Array[Byte] = Array(index.toByte)
  override def confidence: Float = probabilities(prediction)

  def challengedBy(prediction: Int, confidence: Float): Image =
    copy(challengerPrediction = prediction, challengerConfidence = confidence)
}

object Image {

  /** An image whose prediction is its most probable class. */
  def of(index: Long, label: Int, probabilities: Float*): Image =
    Image(index, label, probabilities.indexOf(probabilities.max), probabilities.toArray)
}
