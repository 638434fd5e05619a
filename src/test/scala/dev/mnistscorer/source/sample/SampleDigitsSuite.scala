package dev.mnistscorer.source.sample

import java.security.MessageDigest
import java.util.HexFormat

import com.fasterxml.jackson.databind.ObjectMapper
import dev.mnistscorer.SparkTest

class SampleDigitsSuite extends SparkTest {
  private def digits(count: Int, partitions: Int = 0): Seq[(Long, Int, Seq[Byte])] =
    SampleDigits
      .read(spark, count.toLong, partitions)
      .collect()
      .map(row => (row.getLong(1), row.getInt(2), row.getAs[Array[Byte]](3).toSeq))
      .toSeq

  test("the columns are those of an IDX data set") {
    val sample = SampleDigits.read(spark, 3, 0)
    assert(sample.schema.simpleString == "struct<origin:string,index:bigint,label:int,image:binary>")
    val size = sample.schema("image").metadata
    assert((size.getLong("height"), size.getLong("width")) == ((28, 28)))
    assert((size.getLong("imagesInSource"), size.getLong("labelledInSource")) == ((3, 3)))
  }

  test("the digits are the same in any number of partitions, and in a longer sample") {
    val expected = digits(300, 1)
    assert(expected.map(_._1) == (0L until 300L) && expected.map(_._2) == (0 until 300).map(_ % 10))
    assert(digits(300, 7) == expected)
    assert(digits(5000).take(300) == expected)
  }

  test("there are no more partitions than digits, and no more than a driver can hold") {
    assert(SampleDigits.read(spark, 3, 2000000000).rdd.getNumPartitions == 3)
    assert(SampleDigits.read(spark, 1L << 40, 2000000000).rdd.getNumPartitions == 100000)
  }

  test("the digits are the same on every machine") {
    val sha256 = MessageDigest.getInstance("SHA-256")
    digits(1000).foreach(digit => sha256.update(digit._3.toArray))
    assert(
      HexFormat.of.formatHex(sha256.digest) == "380a0925a0ebf5cb256389135fc8716eb4549eb5887cbe3fbb25e7c8d40b1416"
    )
  }

  private def hard(count: Int, partitions: Int = 0): Seq[(String, Long, Int, Seq[Byte])] =
    SampleDigits
      .read(spark, count.toLong, Hand.HARD, partitions)
      .collect()
      .map(row => (row.getString(0), row.getLong(1), row.getInt(2), row.getAs[Array[Byte]](3).toSeq))
      .toSeq

  test("hard digits are the same in any number of partitions and on every machine, their classes at random") {
    val digits = hard(1000)
    assert(hard(1000, 7) == digits && digits.map(_._1).distinct == Seq("sample:hard"))
    val sha256 = MessageDigest.getInstance("SHA-256")
    digits.foreach(digit => sha256.update(digit._4.toArray))
    assert(
      HexFormat.of.formatHex(sha256.digest) == "79781bb3c867cf63c12e39640e5c1b0b776489c415e70fdb62e6cd7c66f82178"
    )
    val counts = digits.groupBy(_._3).map { case (label, all) => label -> all.length }
    assert(counts.keySet == (0 to 9).toSet && counts.values.forall(n => n > 70 && n < 130) && counts(0) != counts(1))
    assert(digits.map(_._4).distinct.length == 1000)
  }

  test("the built-in network makes a few understandable mistakes on hard digits, and none on neat ones") {
    val out = main("--input=sample:2000:hard", "--json").out
    val metrics = new ObjectMapper().readTree(out).get("metrics")
    val accuracy = metrics.get("accuracy").asDouble
    assert(accuracy >= 0.96 && accuracy <= 0.985)
    def counts(label: Int)(prediction: Int): Int = metrics.get("confusionMatrix").get(label).get(prediction).asInt
    // A 4 that is closed and a 1 with a long flag are the most frequent ones; no pair is half of all mistakes.
    val mistakes = for { i <- 0 to 9; j <- 0 to 9 if i != j } yield counts(i)(j)
    assert(counts(4)(9) > 0 && counts(1)(7) > 0 && mistakes.max * 2 < mistakes.sum)
    assert(main("--input=sample:2000").out.contains("Accuracy: 1.0000 (2,000 of 2,000)"))
  }

  test("no two of 20,000 are alike") {
    assert(digits(20000).map(_._3).distinct.length == 20000)
  }

  test("as in MNIST, ink fits in 20 by 20 with soft edges, its centre of mass in the middle") {
    for ((index, _, image) <- digits(2000)) {
      val ink =
        for { at <- image.indices; value = image(at) & 0xff if value > 0 } yield (at % 28, at / 28, value.toDouble)
      val xs = ink.map(_._1)
      val ys = ink.map(_._2)
      assert(xs.max - xs.min <= 21 && ys.max - ys.min <= 21, index)
      assert(xs.min >= 0 && xs.max <= 27 && ys.min >= 0 && ys.max <= 27)
      val mass = ink.map(_._3).sum
      for (mean <- Seq(ink.map(p => p._1 * p._3).sum / mass, ink.map(p => p._2 * p._3).sum / mass))
        assert(math.abs(mean - 13.5) < 0.2, index)
      assert(ink.exists(_._3 == 255) && ink.exists(p => p._3 > 60 && p._3 < 200), index)
    }
  }
}
