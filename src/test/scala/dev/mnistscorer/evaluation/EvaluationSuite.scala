package dev.mnistscorer.evaluation

import scala.jdk.CollectionConverters._

import dev.mnistscorer.SparkTest
import org.apache.spark.mllib.evaluation.MulticlassMetrics
import dev.mnistscorer.table.MetricsLevel

class EvaluationSuite extends SparkTest {
  private def tally(classes: Int, pairs: Seq[(Int, Int)]): Tally = {
    val tally = new Tally(classes, MetricsLevel.ACCURACY)
    pairs.foreach { case (label, prediction) => tally.add(Image(0, label, prediction, Array())) }
    tally
  }

  test("the figures agree with Spark's MulticlassMetrics") {
    val random = new scala.util.Random(5)
    val pairs = Seq.fill(5000) {
      val label = random.nextInt(10)
      (label, if (random.nextInt(4) > 0) label else random.nextInt(10))
    }
    val ours = Evaluation.of(tally(10, pairs))
    val theirs = new MulticlassMetrics(spark.sparkContext.parallelize(pairs.map { case (label, prediction) =>
      (prediction.toDouble, label.toDouble)
    }))
    def close(a: Double, b: Double): Unit = assert(math.abs(a - b) < 1e-12)
    close(ours.accuracy, theirs.accuracy)
    ours.classes.asScala.foreach { each =>
      close(each.precision, theirs.precision(each.label))
      close(each.recall, theirs.recall(each.label))
      close(each.f1, theirs.fMeasure(each.label))
    }
    close(ours.weighted.precision, theirs.weightedPrecision)
    close(ours.weighted.recall, theirs.weightedRecall)
    close(ours.weighted.f1, theirs.weightedFMeasure)
    val matrix = theirs.confusionMatrix
    for (i <- 0 until 10; j <- 0 until 10) assert(ours.confusion.count(i, j) == matrix(i, j))
  }

  test("a class that is only predicted keeps its column, one that is only true its row") {
    val evaluation = Evaluation.of(tally(3, Seq((0, 0), (0, 2), (1, 0))))
    assert(evaluation.confusion.counts.map(_.toSeq).toSeq == Seq(Seq(1, 0, 1), Seq(1, 0, 0), Seq(0, 0, 0)))
  }

  test("a figure without support is undefined, and the means leave it out") {
    val evaluation = Evaluation.of(tally(3, Seq((0, 0), (0, 2), (1, 0))))
    val Seq(zero, one, two) = evaluation.classes.asScala.toSeq: @unchecked
    assert((zero.precision, zero.recall, zero.f1) == ((0.5, 0.5, 0.5)))
    assert(one.precision.isNaN && one.recall == 0 && one.f1 == 0)
    assert(two.precision == 0 && two.recall.isNaN && two.f1 == 0)
    assert(evaluation.`macro`.precision == 0.25 && evaluation.`macro`.recall == 0.25)
    assert(evaluation.weighted.recall == 1.0 / 3)
  }

  test("without labels nothing is evaluated, but predictions are counted") {
    val evaluation = Evaluation.of(tally(3, Seq(2, 2, 0).map((ScoredImage.NO_LABEL, _))))
    assert(!evaluation.evaluated && evaluation.accuracy.isNaN)
    assert(evaluation.count == 3 && evaluation.predicted.toSeq == Seq(1, 0, 2))
  }

  test("all right and all wrong are 1 and 0") {
    assert(Evaluation.of(tally(2, Seq((0, 0), (1, 1)))).accuracy == 1)
    val wrong = Evaluation.of(tally(2, Seq((0, 1), (1, 0))))
    assert(wrong.accuracy == 0 && wrong.`macro`.f1 == 0)
  }

  test("merged parts are the whole, in any order") {
    val random = new scala.util.Random(7)
    val pairs = Seq.fill(1000)((random.nextInt(26), random.nextInt(26)))
    val whole = Evaluation.of(tally(26, pairs))
    for (_ <- 1 to 5) {
      val parts = random.shuffle(pairs).grouped(1 + random.nextInt(400)).map(tally(26, _)).toSeq
      val merged = Evaluation.of(parts.foldLeft(new Tally(26, MetricsLevel.ACCURACY))(_ merge _))
      assert(merged.confusion.counts.map(_.toSeq).toSeq == whole.confusion.counts.map(_.toSeq).toSeq)
    }
  }

  test("agreement beyond chance is as defined") {
    // Cohen's own kind of example: 20 + 15 of 50 agree, chance is 0.5.
    val pairs = Seq.fill(20)((0, 0)) ++ Seq.fill(5)((0, 1)) ++ Seq.fill(10)((1, 0)) ++ Seq.fill(15)((1, 1))
    val agreement = Evaluation.of(tally(2, pairs)).agreement
    assert(math.abs(agreement.kappa - 0.4) < 1e-12)
    assert(math.abs(agreement.mcc - (20 * 15 - 5 * 10) / math.sqrt(25.0 * 30 * 25 * 20)) < 1e-12)
    assert(agreement.balancedAccuracy == (20.0 / 25 + 15.0 / 25) / 2)
    val one = Evaluation.of(tally(2, Seq((0, 0), (0, 0)))).agreement
    assert(one.kappa.isNaN && one.mcc.isNaN && one.balancedAccuracy == 1)
  }

  test("Wilson's confidence interval is that of the tables, and undefined for 0 of 0") {
    val half = ConfidenceInterval.wilson(5, 10)
    assert(math.abs(half.low - 0.236593) < 1e-6 && math.abs(half.high - 0.763407) < 1e-6)
    assert(ConfidenceInterval.wilson(0, 10).low == 0 && ConfidenceInterval.wilson(10, 10).high == 1)
    assert(ConfidenceInterval.wilson(0, 0).low.isNaN)
  }

  test("the most frequent mistakes come first, equals in the order of their classes") {
    val matrix = Evaluation.of(tally(3, Seq((0, 1), (2, 1), (2, 1), (1, 0), (1, 1)))).confusion
    assert(
      ConfusedPair.mostFrequent(matrix, 5).asScala.map(c => (c.label, c.prediction, c.count)).toSeq ==
        Seq((2, 1, 2L), (0, 1, 1L), (1, 0, 1L))
    )
    assert(ConfusedPair.mostFrequent(matrix, 1).size == 1)
  }
}
