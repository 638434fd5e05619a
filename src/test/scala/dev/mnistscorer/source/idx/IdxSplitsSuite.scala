package dev.mnistscorer.source.idx

import scala.jdk.CollectionConverters._

import org.scalatest.funsuite.AnyFunSuite

class IdxSplitsSuite extends AnyFunSuite {
  private def pair(name: String, count: Int, gzip: Boolean = false): IdxPair = {
    val version = new dev.mnistscorer.source.FileVersion(name, 0, 0)
    new IdxPair(
      new ArrayFile(
        if (gzip) new GzipFile(version) else new WholeFile(version),
        new ArrayHeader(ArrayHeader.Kind.IMAGES, ElementType.U1, false, 16, count, 28, 28)
      ),
      null
    )
  }

  private def cut(counts: Seq[Int], parts: Int, limit: Long = Long.MaxValue): Seq[Seq[(String, Int, Int)]] = {
    val pairs = counts.zipWithIndex.map { case (count, i) => pair(s"f$i", count) }
    IdxSplits
      .cut(IdxSplits.first(IdxSplits.all(pairs.asJava), limit), parts)
      .asScala
      .toSeq
      .map(_.slices.asScala.toSeq.map(slice => (slice.pair.images.path, slice.from, slice.to)))
  }

  test("one file is cut into even ranges") {
    assert(cut(Seq(10), 3) == Seq(Seq(("f0", 0, 4)), Seq(("f0", 4, 7)), Seq(("f0", 7, 10))))
  }

  test("slices that do not begin with the first image are cut where they are") {
    val slices = Seq(new IdxSlice(pair("x", 10), 4, 7), new IdxSlice(pair("y", 10), 8, 10))
    val parts = IdxSplits.cut(slices.asJava, 2).asScala.toSeq.map(_.slices.asScala.toSeq)
    assert(parts.map(_.map(slice => (slice.from, slice.to))) == Seq(Seq((4, 7)), Seq((8, 10))))
    assert(IdxSplits.first(slices.asJava, 4).asScala.toSeq.map(slice => (slice.from, slice.to)) == Seq((4, 7), (8, 9)))
  }

  test("a partition may end in another file than it begins in") {
    assert(cut(Seq(3, 1, 4), 2) == Seq(Seq(("f0", 0, 3), ("f1", 0, 1)), Seq(("f2", 0, 4))))
    assert(cut(Seq(3, 1, 3), 2) == Seq(Seq(("f0", 0, 3), ("f1", 0, 1)), Seq(("f2", 0, 3))))
    assert(cut(Seq(5, 5), 3) == Seq(Seq(("f0", 0, 4)), Seq(("f0", 4, 5), ("f1", 0, 2)), Seq(("f1", 2, 5))))
  }

  test("there is no partition without an image") {
    assert(cut(Seq(2), 20) == Seq(Seq(("f0", 0, 1)), Seq(("f0", 1, 2))))
    assert(cut(Seq(2), 4, limit = 0).isEmpty)
  }

  test("a limit takes the first images, over files") {
    assert(cut(Seq(3, 3, 3), 1, limit = 4) == Seq(Seq(("f0", 0, 3), ("f1", 0, 1))))
  }

  test("every image is in one partition, whatever the numbers") {
    val random = new scala.util.Random(1)
    for (_ <- 1 to 200) {
      val counts = Seq.fill(1 + random.nextInt(6))(1 + random.nextInt(40))
      val parts = 1 + random.nextInt(30)
      val partitions = cut(counts, parts)
      val seen = partitions.flatten.flatMap { case (name, from, to) => (from until to).map((name, _)) }
      assert(seen == counts.zipWithIndex.flatMap { case (count, i) => (0 until count).map((s"f$i", _)) })
      val sizes = partitions.map(_.map { case (_, from, to) => to - from }.sum)
      assert(sizes.max - sizes.min <= 1)
    }
  }

  private def partitions(mebibytes: Seq[Double], cores: Int, gzip: Boolean = false): Int = {
    val pairs = mebibytes.zipWithIndex.map { case (size, i) => pair(s"f$i", (size * (1 << 20) / 784).toInt + 1, gzip) }
    IdxSplits.partitions(IdxSplits.all(pairs.asJava), cores)
  }

  test("partitions are a multiple of the cores, unless they would be small or large") {
    assert(partitions(Seq(100), 2) == 2)
    assert(partitions(Seq(0.0001), 2) == 1)
    assert(partitions(Seq(5), 16) == 5)
    assert(partitions(Seq(900, 100), 2) == 8)
    assert(partitions(Seq(1000), 16) == 16)
  }

  test("a gzip file is cut into no more parts than there are cores, and not into many") {
    assert(partitions(Seq(1000), 2, gzip = true) == 2)
    assert(partitions(Seq(1000), 100, gzip = true) == 4)
    assert(partitions(Seq(1000, 1000, 1000), 2, gzip = true) == 3)
    assert(partitions(Seq.fill(100)(10), 2, gzip = true) == 8)
  }
}
