package dev.mnistscorer.evaluation

import scala.jdk.CollectionConverters._
import scala.util.Random

import dev.mnistscorer.table.MetricsLevel
import org.scalatest.funsuite.AnyFunSuite

class CellExamplesSuite extends AnyFunSuite {

  /** Images whose prediction has so high a confidence. */
  private def image(classes: Int, index: Int, label: Int, prediction: Int, confidence: Float): Image = {
    val rest = (1 - confidence) / (classes - 1)
    Image(index.toLong, label, prediction, Array.tabulate(classes)(k => if (k == prediction) confidence else rest))
  }

  private def examples(classes: Int, parts: Seq[Seq[Image]]): Seq[(Int, Int, Seq[Long])] = {
    val all = new Tally(classes, MetricsLevel.ALL)
    parts.foreach { part =>
      val tally = new Tally(classes, MetricsLevel.ALL)
      part.foreach(tally.add)
      all.merge(tally)
    }
    val cells = Evaluation.of(all).probabilities.get.examples.asScala.toSeq
    cells.map(cell => (cell.label, cell.prediction, cell.images.asScala.map(_.index).toSeq))
  }

  private val images = {
    val random = new Random(3)
    Seq.tabulate(3000) { i =>
      image(10, i, random.nextInt(11) - 1, random.nextInt(10), (0.2f + random.nextInt(800) / 1000f))
    }
  }

  test("a cell keeps the eight most confident mistakes, or the first eight right ones, in any partitioning") {
    val expected = images
      .groupBy(each => (each.label, each.prediction))
      .toSeq
      .sortBy(_._1)
      .map { case ((label, prediction), all) =>
        val mistake = label != ScoredImage.NO_LABEL && label != prediction
        val sorted =
          if (mistake) all.sortBy(each => (-each.probabilities(prediction), each.index)) else all.sortBy(_.index)
        (label, prediction, sorted.take(8).map(_.index))
      }
    assert(expected.length == 110)
    for (parts <- Seq(1, 3, 100))
      assert(examples(10, Random.shuffle(images).grouped(3000 / parts).toSeq) == expected, parts)
  }

  test("of many classes there are examples of each class, and none of single mistakes") {
    val many = Seq.tabulate(500)(i => image(200, i, i % 200, if (i % 3 == 0) i % 200 else (i + 1) % 200, 0.5f))
    val cells = examples(200, Seq(many))
    assert(cells.forall { case (label, prediction, shown) => label == prediction && shown.length <= 5 })
    assert(cells.length == (0 until 500).filter(_ % 3 == 0).map(_ % 200).distinct.length)
  }
}
