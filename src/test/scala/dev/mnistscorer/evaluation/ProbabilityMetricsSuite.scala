package dev.mnistscorer.evaluation

import java.io.{ByteArrayInputStream, ByteArrayOutputStream, ObjectInputStream, ObjectOutputStream}

import scala.jdk.CollectionConverters._

import org.scalatest.funsuite.AnyFunSuite
import dev.mnistscorer.table.MetricsLevel

class ProbabilityMetricsSuite extends AnyFunSuite {
  private def tally(classes: Int, images: Seq[Image]): Tally = {
    val tally = new Tally(classes, MetricsLevel.ALL)
    images.foreach(tally.add)
    tally
  }

  private def figures(classes: Int, images: Seq[Image]): ProbabilityMetrics =
    Evaluation.of(tally(classes, images)).probabilities.get

  /** Images of ten classes whose probabilities are like those of a fair network: often sure, often right. */
  private def random(count: Int, classes: Int = 10, seed: Int = 1): Seq[Image] = {
    val random = new scala.util.Random(seed)
    Seq.tabulate(count) { i =>
      val label = random.nextInt(classes)
      val scores = Array.tabulate(classes)(k => math.exp(random.nextGaussian() * 2 + (if (k == label) 5 else 0)))
      val sum = scores.sum
      Image.of(i.toLong, label, scores.map(s => (s / sum).toFloat).toSeq: _*)
    }
  }

  private def close(a: Double, b: Double, within: Double = 1e-9): Unit = assert(math.abs(a - b) <= within, s"$a, $b")

  test("log-loss, Brier score and top-k accuracy are as defined") {
    val images = Seq(Image.of(0, 0, .7f, .2f, .1f), Image.of(1, 2, .5f, .3f, .2f), Image.of(2, 1, .5f, .3f, .2f))
    val got = figures(3, images)
    close(got.logLoss, -(math.log(.7f) + math.log(.2f) + math.log(.3f)) / 3)
    close(got.brier, (.09 + .04 + .01 + .25 + .09 + .64 + .25 + .49 + .04) / 3, 1e-7)
    assert(got.topKAccuracy.asScala.toSeq == Seq(1 -> 1.0 / 3, 2 -> 2.0 / 3, 3 -> 1.0))
  }

  test("of classes that are as probable as each other the lower ranks first") {
    val got = figures(4, Seq(Image.of(0, 2, .4f, .2f, .2f, .2f)))
    assert(got.topKAccuracy.asScala.toSeq == Seq(1 -> 0.0, 2 -> 0.0, 3 -> 1.0))
  }

  test("probabilities that are exactly 0 or 1 give finite figures") {
    val got = figures(2, Seq(Image.of(0, 0, 1f, 0f), Image.of(1, 1, 1f, 0f)))
    close(got.logLoss, 126 * math.log(2) / 2)
    assert(got.brier == 1.0)
    assert(got.calibration.bins.asScala.map(_.count) == Seq.fill(14)(0L) :+ 2L)
    assert(got.calibration.ece == 0.5 && got.calibration.mce == 0.5)
  }

  test("calibration is the distance of confidence and accuracy over bins, each with its upper bound") {
    val images = Seq.tabulate(10)(i => Image.of(i.toLong, if (i < 6) 0 else 1, .78f, .22f)) :+ Image.of(10, 1, .4f, .6f)
    val got = figures(2, images).calibration
    val eighty = got.bins.get(11)
    assert(eighty.count == 10 && eighty.accuracy == 0.6)
    close(eighty.confidence, .78f)
    close(got.ece, (10 * (.78f - 0.6) + (1 - .6f)) / 11, 1e-7)
    close(got.mce, 1 - .6f, 1e-7)
    assert(got.bins.asScala.filter(_.count == 0).forall(bin => bin.accuracy.isNaN && bin.confidence.isNaN))
  }

  private def exactCurve(images: Seq[Image], k: Int): (Double, Double) = {
    val ranked = images.sortBy(-_.probabilities(k)).map(_.label == k)
    val positives = ranked.count(identity).toDouble
    var hits = 0
    var pairs = 0.0
    var precisions = 0.0
    ranked.zipWithIndex.foreach {
      case (true, i) => hits += 1; precisions += hits / (i + 1.0)
      case _ => pairs += hits
    }
    (pairs / positives / (ranked.length - positives), precisions / positives)
  }

  test("areas under the curves are within 1e-4 of those of all scores sorted") {
    for ((classes, count) <- Seq((10, 20000), (2, 5000), (26, 5000))) {
      val images = random(count, classes)
      val got = figures(classes, images)
      for (k <- 0 until classes) {
        val (auc, precision) = exactCurve(images, k)
        close(got.curves.get(k).auc, auc, 1e-4)
        // Where a class has a few hundred images only, the order of a few of them in one bin shows.
        close(got.curves.get(k).averagePrecision, precision, if (count >= 10000) 1e-4 else 5e-4)
      }
      close(got.macroAuc, got.curves.asScala.map(_.auc).sum / classes)
    }
  }

  test("areas of 1,000 classes are within 2e-3 of those of all scores sorted, from a tally of bounded size") {
    val images = random(4000, 1000)
    val part = tally(1000, images)
    val sent = new ByteArrayOutputStream
    new ObjectOutputStream(sent).writeObject(part)
    assert(sent.size < 1000000, sent.size)
    val received =
      new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray)).readObject.asInstanceOf[Tally]
    val curves = Evaluation.of(new Tally(1000, MetricsLevel.ALL).merge(received)).probabilities.get.curves
    for (k <- 0 until 1000 by 200) {
      close(curves.get(k).auc, exactCurve(images, k)._1, 2e-3)
    }
    assert(Evaluation.of(received).accuracy == Evaluation.of(part).accuracy)
  }

  test("a perfect ranking has area 1, a reversed one 0, equal scores a half") {
    def auc(pairs: (Int, Float)*): Double =
      figures(2, pairs.map { case (label, p) => Image.of(0, label, 1 - p, p) }).curves.get(1).auc
    assert(auc((1, .9f), (0, .2f)) == 1)
    assert(auc((1, .2f), (0, .9f)) == 0)
    assert(auc((1, .5f), (0, .5f)) == 0.5)
  }

  test("a curve goes from corner to corner and never back") {
    val points = figures(10, random(5000)).curves.get(3).points.asScala
    assert(points.head == new RocCurve.Point(0, 0) && points.last == new RocCurve.Point(1, 1))
    points
      .sliding(2)
      .foreach(pair =>
        assert(
          pair(1).falsePositiveRate >= pair(0).falsePositiveRate && pair(1).truePositiveRate >= pair(0).truePositiveRate
        )
      )
  }

  test("a class that does not occur, or is all there is, has no curve") {
    val got = figures(3, Seq(Image.of(0, 0, .6f, .3f, .1f)))
    assert(got.curves.asScala.forall(_.auc.isNaN))
    assert(got.curves.get(0).averagePrecision == 1 && got.curves.get(1).averagePrecision.isNaN)
    assert(got.macroAuc.isNaN)
  }

  test("the worst mistakes are the most confident ones, equals by file and position") {
    val images = Seq.tabulate(200)(i => Image.of(i.toLong, 1, .9f, .1f).copy(origin = if (i % 2 == 0) "b" else "a")) :+
      Image.of(500, 0, .05f, .95f) :+ Image.of(501, 0, .99f, .01f)
    val worst = figures(2, images).worst.asScala
    assert(worst.length == 50)
    assert(worst.head.index == 500 && worst.head.confidence == .95f)
    assert(worst.tail.map(e => (e.origin, e.index)) == Seq.tabulate(49)(i => ("a", 2L * i + 1)))
  }

  test("without labels there are the least confident images, and examples of each prediction") {
    val images = Seq.tabulate(100)(i => Image.of(i.toLong, ScoredImage.NO_LABEL, .5f + i / 300f, .5f - i / 300f))
    val got = figures(2, images)
    assert(got.leastConfident.asScala.map(_.index) == (0L until 50L))
    assert(got.examples.asScala.map(cell => (cell.label, cell.prediction)) == Seq((ScoredImage.NO_LABEL, 0)))
    assert(got.examples.get(0).images.asScala.map(_.index) == (0L until 8L))
    assert(got.logLoss.isNaN && got.worst.isEmpty && got.confidences.sum == 100 && got.calibration.ece.isNaN)
  }

  test("a single image is evaluated") {
    val evaluation = Evaluation.of(tally(2, Seq(Image.of(0, 1, .25f, .75f))))
    assert(evaluation.accuracy == 1)
    close(evaluation.probabilities.get.logLoss, -math.log(.75))
  }

  private def sent(tally: Tally): Tally = {
    val bytes = new ByteArrayOutputStream
    val out = new ObjectOutputStream(bytes)
    out.writeObject(tally)
    out.close()
    new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray)).readObject().asInstanceOf[Tally]
  }

  test("parts that were sent and merged are the whole, in any order and grouping") {
    val images = random(3000, seed = 3)
    def shown(evaluation: Evaluation): String = dev.mnistscorer.report.JsonReport.of(evaluation)
    val expected = shown(Evaluation.of(tally(10, images)))
    val random2 = new scala.util.Random(4)
    for (_ <- 1 to 5) {
      val parts = random2.shuffle(images).grouped(1 + random2.nextInt(1500)).map(tally(10, _)).toSeq
      val merged = parts.map(sent).foldLeft(new Tally(10, MetricsLevel.ALL))(_ merge _)
      assert(shown(Evaluation.of(merged)) == expected)
    }
  }

  test("a sum beyond its range is an error, not a wrong number") {
    val sum = new FixedPointSum
    sum.add(2e9)
    intercept[ArithmeticException](sum.add(2e9))
  }
}
