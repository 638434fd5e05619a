package dev.mnistscorer.evaluation

import scala.jdk.CollectionConverters._
import scala.util.Random

import org.scalatest.funsuite.AnyFunSuite

class SliceTallySuite extends AnyFunSuite {
  private def tally(images: Seq[(String, Boolean)]): SliceTally = {
    val tally = new SliceTally("day")
    images.foreach { case (value, correct) => tally.add(value, correct) }
    tally
  }

  private def merged(images: Seq[(String, Boolean)], parts: Int): Slices = {
    val all = new SliceTally("day")
    images.grouped(math.max(1, images.length / parts)).foreach(part => all.merge(tally(part)))
    all.slices
  }

  test("of more values than are kept the counts of the first ones are exact, however the images are parted") {
    val random = new Random(7)
    val images = Seq.fill(20000)((f"v${random.nextInt(3000)}%04d", random.nextInt(10) > 0))
    val whole = tally(images).slices
    assert(!whole.complete && whole.slices.size == SliceTally.MOST)
    val first = images.map(_._1).distinct.sorted.take(SliceTally.MOST)
    assert(whole.slices.asScala.map(_.value).sorted == first)
    val counts = images.groupBy(_._1).view.mapValues(all => (all.length.toLong, all.count(_._2).toLong)).toMap
    whole.slices.asScala.foreach(slice => assert((slice.count, slice.correct) == counts(slice.value)))
    for (parts <- Seq(2, 7, 500)) assert(merged(Random.shuffle(images), parts) == whole, parts)
  }

  test("the first slice is the one whose accuracy is at most the lowest, not the one with the fewest images") {
    val images = Seq("a" -> false) ++ Seq.fill(100)("b" -> false) ++ Seq.fill(300)("b" -> true) ++
      Seq.fill(90)("c" -> true) ++ Seq.fill(10)("c" -> false)
    val slices = tally(images).slices
    assert(slices.complete && slices.slices.asScala.map(_.value) == Seq("a", "b", "c").sortBy {
      case "b" => 0
      case "a" => 1
      case _ => 2
    })
  }
}
