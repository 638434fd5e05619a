package dev.mnistscorer.evaluation

import scala.jdk.CollectionConverters._

import dev.mnistscorer.report.JsonReport
import dev.mnistscorer.table.MetricsLevel
import org.scalatest.funsuite.AnyFunSuite

class ComparisonSuite extends AnyFunSuite {
  private def close(got: Double, expected: Double): Unit =
    assert(math.abs(got - expected) <= 1e-9 * math.abs(expected), s"$got, $expected")

  test("McNemar's p-values are those of exact fractions, also of small counts and without any") {
    val expected = Seq(
      (0, 0, 1.0, 1.0),
      (0, 1, 1.0, 0.5),
      (5, 5, 1.0, 1.0),
      (2, 12, 0.012939453125, 0.00738525390625),
      (15, 5, 0.04138946533203125, 0.02660369873046875),
      (121, 59, 4.434449263755176e-06, 3.2666467957745924e-06),
      (1000, 1100, 0.030720707864242296, 0.029110633685909038)
    )
    for ((onlyBase, onlyChallenger, p, midP) <- expected) {
      val test = McNemar.of(onlyBase, onlyChallenger)
      close(test.p, p)
      close(test.midP, midP)
      assert(McNemar.of(onlyChallenger, onlyBase) == test)
    }
  }

  test("McNemar's p-values are those of 60 digits for counts of millions and far in the tail") {
    val expected = Seq(
      (36, 543, 2.739764180513513e-117, 1.4603470322140164e-117),
      (1000000, 1003000, 0.034088365079439383, 0.034028743892292996),
      (3000000, 3000100, 0.96776128047328308, 0.96743581951927536),
      (1000000, 1050000, 3.3816181153709003e-267, 3.3010390930535014e-267),
      (1000000000, 1000100000, 0.025352444671547586, 0.025350980026842361)
    )
    for ((onlyBase, onlyChallenger, p, midP) <- expected) {
      val test = McNemar.of(onlyBase, onlyChallenger)
      close(test.p, p)
      close(test.midP, midP)
    }
    assert(McNemar.of(0, 2000000) == new McNemar(0, 0))
  }

  test("the CI of the difference is Newcombe's method 10") {
    // Of his table: 36, 12, 2, 0 gives 0.0569 to 0.3404.
    val expected = Seq(
      (new PairCounts(36, 2, 12, 0), 0.05692958400323883, 0.3404276029749406),
      (new PairCounts(20, 2, 12, 16), 0.05615642484174829, 0.32920699540014053),
      (new PairCounts(1, 1, 97, 1), 0.8736721762007448, 0.9850257703740077),
      (new PairCounts(98, 2, 0, 0), -0.07001179072854391, 0.01973300711633593),
      (new PairCounts(0, 0, 0, 50), -0.07134759913335871, 0.07134759913335871),
      (new PairCounts(9316, 36, 543, 105), 0.04619256327920264, 0.05544216624124977)
    )
    for ((counts, low, high) <- expected) {
      close(counts.differenceInterval.low, low)
      close(counts.differenceInterval.high, high)
    }
    assert(new PairCounts(0, 0, 0, 0).difference.isNaN)
  }

  /** Images with or without a label, of which the networks agree on about three in four. */
  private def random(count: Int): Seq[Image] = {
    val random = new scala.util.Random(5)
    Seq.tabulate(count) { i =>
      val label = random.nextInt(4)
      val scores = Array.tabulate(3)(k => math.exp(random.nextGaussian() + (if (k == label) 2 else 0)))
      val image =
        Image.of(
          i.toLong,
          if (label == 3) ScoredImage.NO_LABEL else label,
          scores.map(s => (s / scores.sum).toFloat).toSeq: _*
        )
      val challenger = if (random.nextInt(4) > 0) image.prediction else random.nextInt(3)
      image.challengedBy(challenger, (random.nextInt(50) + 50) / 100f)
    }
  }

  private def tally(images: Seq[Image], level: PairLevel = PairLevel.EXAMPLES): Tally = {
    val tally = new Tally(3, MetricsLevel.ALL, level, java.util.List.of())
    images.foreach(tally.add)
    tally
  }

  private def compared(images: Seq[Image], level: PairLevel = PairLevel.EXAMPLES): Comparison =
    Evaluation.of(tally(images, level)).comparison.get

  test("outcomes are counted by class, and predictions of images without a label too") {
    val images = Seq((0, 0, 0), (0, 0, 1), (0, 2, 1), (1, 0, 1), (1, 1, 1), (-1, 2, 0), (-1, 2, 2)).zipWithIndex.map {
      case ((label, base, challenger), i) =>
        Image(i.toLong, label, base, Array(.25f, .25f, .5f)).challengedBy(challenger, .75f)
    }
    val got = compared(images)
    assert(
      got.classes.asScala == Seq(new PairCounts(1, 1, 0, 1), new PairCounts(1, 0, 1, 0), new PairCounts(0, 0, 0, 0))
    )
    assert(got.counts == new PairCounts(2, 1, 1, 1) && got.counts.difference == 0.0)
    assert(got.counts.baseAccuracy == 0.6 && got.counts.challengerAccuracy == 0.6)
    assert(got.predictions.map(_.toSeq).toSeq == Seq(Seq(1, 2, 0), Seq(0, 1, 0), Seq(1, 1, 1)))
    assert(got.count == 7 && got.agreed == 3)
  }

  test("the 50 disagreements in which the less confident network is most confident are kept, by place where equal") {
    val images = random(3000)
    val expected = images
      .filter(image => image.prediction != image.challengerPrediction)
      .sortBy(image => (-math.min(image.confidence, image.challengerConfidence), image.index))
      .take(50)
    val got = compared(images).mostConfident.asScala
    assert(got.map(_.base.index) == expected.map(_.index))
    assert(got.map(_.challengerPrediction) == expected.map(_.challengerPrediction))
    assert(compared(images, PairLevel.COUNTS).mostConfident.isEmpty)
  }

  test("parts that were sent and merged are the whole, in any order and grouping") {
    val images = random(2000)
    val expected = JsonReport.of(Evaluation.of(tally(images)))
    val shuffle = new scala.util.Random(6)
    for (_ <- 1 to 5) {
      val parts = shuffle.shuffle(images).grouped(1 + shuffle.nextInt(900)).map(tally(_)).toSeq
      val merged = parts.map(Serialized.sent).foldLeft(tally(Nil))(_ merge _)
      assert(JsonReport.of(Evaluation.of(merged)) == expected)
    }
  }
}
