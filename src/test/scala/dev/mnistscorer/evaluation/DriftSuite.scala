package dev.mnistscorer.evaluation

import java.util.Optional

import dev.mnistscorer.image.ImageSums
import dev.mnistscorer.report.ProfileJson
import dev.mnistscorer.table.MetricsLevel
import org.scalatest.funsuite.AnyFunSuite

class DriftSuite extends AnyFunSuite {
  private def close(got: Double, expected: Double): Unit =
    assert(math.abs(got - expected) <= 1e-9 * math.max(1, math.abs(expected)), s"$got, $expected")

  private val reference = Array(100L, 250L, 0L, 650L)
  private val night = Array(30L, 20L, 5L, 45L)

  test("PSI and Jensen-Shannon distance are those of NumPy and SciPy, with empty bins too") {
    val shift = Shift.of(reference, night)
    close(shift.psi, 0.7601728963942952)
    close(shift.jensenShannon, 0.2791789840128285)
    assert(Shift.of(reference, reference) == new Shift(0, 0))
    assert(math.abs(Shift.of(reference, reference.map(_ * 3)).psi) < 1e-15)
    assert(Shift.of(Array(1L, 0L), Array(0L, 1L)).jensenShannon == 1.0)
    assert(Shift.of(reference, Array(0L, 0L, 0L, 0L)).psi.isNaN)
  }

  test("chi-square and Cramér's V are SciPy's, over the classes that occur") {
    val test = ChiSquare.of(reference, night)
    assert(math.abs(test.p / 7.727852745451e-19 - 1) < 1e-9)
    close(test.cramersV, 0.2819583340892279)
    val millions = ChiSquare.of(Array(3000000L, 1000000L), Array(2999000L, 1001500L))
    close(millions.p, 0.26172619585749046)
    assert(ChiSquare.of(Array(5L, 0L), Array(7L, 0L)).p.isNaN)
  }

  test("expected accuracy weights the accuracies of the reference's bins, with Jeffreys' prior") {
    val bins = new Profile.ConfidenceCounts(Array(0L, 10L, 190L), Array(0L, 10L, 150L), Array(0L, 4L, 3L))
    val expected = ExpectedAccuracy.of(bins, Array(1L, 20L, 79L))
    close(expected.value, 0.8948705599036725)
    close(expected.interval.low, 0.8165065802010679)
    close(expected.interval.high, 0.973234539606277)
    val unlabelled = new Profile.ConfidenceCounts(Array(5L), Array(0L), Array(0L))
    assert(ExpectedAccuracy.of(unlabelled, Array(5L)).value.isNaN)
  }

  private def profile(images: Seq[Image]): Profile = {
    val tally = new Tally(3, MetricsLevel.ALL)
    images.foreach(tally.add)
    val n = images.size.toLong
    Profile.of("abc", tally, new ImageSums(n, 3 * n, 9 * n, n, 5 * n, 6 * n, 784 * n, 7 * n))
  }

  private val images = Seq(
    Image.of(0, 0, .75f, .25f, 0f),
    Image.of(1, 1, .75f, .25f, 0f),
    Image.of(2, 2, .05f, .05f, .9f),
    Image.of(3, ScoredImage.NO_LABEL, 0f, 1f, 0f)
  )

  test("a profile counts predictions, labels and confidences, and is read as it was written") {
    val whole = profile(images)
    assert(whole.predictions.toSeq == Seq(2, 1, 1) && whole.support.toSeq == Seq(1, 1, 1))
    assert(whole.correct.toSeq == Seq(1, 0, 1) && whole.count == 4 && whole.labelled == 3)
    val bins = whole.confidence.get
    assert(Seq(14, 17, 19).map(bins.counts.apply) == Seq(2, 1, 1) && bins.counts.sum == 4)
    assert(bins.labelled.sum == 3 && bins.wrong.toSeq.zipWithIndex.filter(_._1 > 0) == Seq(1L -> 14))
    val text = ProfileJson.of(whole)
    assert(ProfileJson.of(ProfileJson.parse(text)) == text)
  }

  test("profiles of parts add up to that of the whole") {
    val parts = images.map(image => profile(Seq(image))).reverse.reduce(_ plus _)
    assert(ProfileJson.of(parts) == ProfileJson.of(profile(images)))
    val classes = new Tally(3, MetricsLevel.ACCURACY)
    val without = Profile.of("abc", classes, profile(Nil).images)
    assert(parts.plus(without).confidence == Optional.empty())
    assert(Drift.of(profile(images), without).largestPsi.isNaN)
  }

  test("a text that is no profile is refused with the reason") {
    def refusal(text: String): String = intercept[IllegalArgumentException](ProfileJson.parse(text)).getMessage
    val text = ProfileJson.of(profile(images))
    assert(refusal("{") == "a profile.json must be JSON but was not")
    assert(refusal("{}") == "version must be 1 but was missing")
    assert(refusal(text.replace("\"version\" : 1", "\"version\" : 2")) == "version must be 1 but was 2")
    assert(refusal(text.replace("\"classes\" : 3", "\"classes\" : 4")) == "predictions must be 4 counts but was 3")
    assert(refusal(text.replace("[ 2, 1, 1 ]", "[ 2, -1, 1 ]")) == "predictions must be a count but was -1")
    assert(refusal(text.replace("\"mean\" : 12", "\"mean\" : 1.5")) == "mean must be a count but was 1.5")
  }
}
