package dev.mnistscorer

import java.nio.file.{Files, Path}

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.json.JsonMapper
import dev.mnistscorer.kernel.KernelChoice
import dev.mnistscorer.scoring.{Scorer, Scores}
import dev.mnistscorer.weights.WeightsFile
import org.apache.spark.sql.{DataFrame, Row}

/** Rows that cannot be scored: none of them changes what becomes of another, and each is accounted for. */
class BadRowsSuite extends SparkTest {
  private val count = 40
  private val batch = 8

  /** 40 images, of which those in `bad` have a label that is no class. */
  private def withData(bad: Int*)(body: Path => Unit): Unit = withDirectory { directory =>
    Idx.write(directory, count)
    Files.write(
      directory.resolve("some-labels-idx1-ubyte"),
      Idx.labels(Seq.tabulate(count)(i => if (bad.contains(i)) 77 else i % 10))
    )
    Pickles.write(directory.resolve("weights.pkl"), 784, 20, 10)
    body(directory)
  }

  private def score(directory: Path, more: String*): Ended = main(
    Arguments.merge(
      Seq(
        s"--input=$directory/some-images-idx3-ubyte",
        s"--weights=$directory/weights.pkl",
        "--activation=sigmoid",
        "--scale=1/255",
        s"--output=$directory/out",
        s"--report=$directory/report",
        s"--batch-size=$batch",
        "--partitions=1",
        "--probabilities",
        "--run-id=x"
      ),
      more
    ): _*
  )

  private def predictions(directory: Path): Seq[Row] =
    spark.read.parquet(s"$directory/out").orderBy("index").collect().toSeq

  private def record(directory: Path): JsonNode =
    new JsonMapper().readTree(directory.resolve("report/run.json").toFile)

  private lazy val quiet: Map[Long, Row] = {
    var rows = Seq[Row]()
    withData() { directory =>
      assert(score(directory).status == 0)
      rows = predictions(directory)
    }
    rows.map(row => row.getLong(1) -> row).toMap
  }

  private def sameAsQuiet(rows: Seq[Row]): Boolean =
    rows.forall(row => row.toSeq.drop(1) == quiet(row.getLong(1)).toSeq.drop(1))

  private val places = Seq(
    "the first of a mini-batch" -> Seq(8),
    "in the middle of one" -> Seq(11, 12),
    "the last of one" -> Seq(15),
    "the first and last of the file" -> Seq(0, 39),
    "a whole mini-batch" -> (16 to 23),
    "all but one of a mini-batch" -> (24 to 30)
  )

  for ((place, bad) <- places)
    test(s"$place: dropped or quarantined, the others are what they are without it") {
      for (policy <- Seq("drop", "quarantine")) withData(bad: _*) { directory =>
        val ended = score(directory, s"--on-bad-row=$policy")
        assert(ended.status == 0, ended.err)
        val rows = predictions(directory)
        assert(rows.map(_.getLong(1)) == (0L until count.toLong).filterNot(i => bad.contains(i.toInt)))
        assert(sameAsQuiet(rows))
        val word = if (policy == "drop") "dropped" else "quarantined"
        assert(ended.out.contains(s"\nRows: 40 read, ${40 - bad.length} scored, ${bad.length} $word\n"))
        val counts = record(directory).get("rows")
        assert(counts.get("read").asInt == 40 && counts.get("scored").asInt == 40 - bad.length)
        assert(counts.get(word).asInt == bad.length)
      }
    }

  test("quarantined rows keep their place, label and bytes, and say why") {
    withData(3, 17) { directory =>
      val ended = score(directory, "--on-bad-row=quarantine", "--partitions=5")
      assert(
        ended.out.endsWith(s"\nQuarantined: file:$directory/out/_quarantine/run_id=x\n\nReport: $directory/report\n")
      )
      val rows = spark.read.parquet(s"$directory/out/_quarantine/run_id=x").orderBy("index").collect().toSeq
      assert(rows.map(_.getAs[Long]("index")) == Seq(3, 17))
      assert(rows.map(_.getAs[Int]("label")) == Seq(77, 77))
      assert(rows.forall(_.getAs[String]("reason") == "label must be in 0..9 but was 77"))
      assert(rows.forall(_.getAs[String]("origin") == s"file:$directory/some-images-idx3-ubyte"))
      val pixels = rows.map(_.getAs[Array[Byte]]("image").toSeq)
      assert(pixels == Seq(3, 17).map(i => Seq.tabulate(784)(p => Idx.pixel(i, p))))
      // Readers of the output see predictions only.
      assert(spark.read.parquet(s"$directory/out").count() == 38)
    }
  }

  test("all rows bad: nothing is scored, and all is accounted for") {
    withData(0 until count: _*) { directory =>
      val ended = score(directory, "--on-bad-row=quarantine")
      assert(ended.status == 0, ended.err)
      assert(ended.out.contains("\nRows: 40 read, 0 scored, 40 quarantined\n"))
      assert(spark.read.parquet(s"$directory/out/_quarantine").count() == 40)
    }
  }

  test("without an output bad rows are left out of the figures") {
    withData(5, 6) { directory =>
      val ended = main(
        s"--input=$directory/some-images-idx3-ubyte",
        s"--weights=$directory/weights.pkl",
        "--activation=sigmoid",
        "--scale=1/255",
        "--on-bad-row=drop"
      )
      assert(ended.out.contains("of 38)") && ended.out.contains("\nRows: 40 read, 38 scored, 2 dropped\n"))
    }
  }

  test("by default the first ends the run, with its place") {
    withData(11) { directory =>
      val ended = score(directory)
      assert(ended.status == 2)
      assert(
        ended.err == s"[file:$directory/some-labels-idx1-ubyte] the label of image 11, at byte 19, must be in 0..9 but was 77\n"
      )
      assert(!Files.exists(directory.resolve("out")))
    }
  }

  test("more than may be are a failed run that publishes nothing") {
    for ((limit, ends) <- Seq("2" -> 2, "3" -> 0, "7%" -> 2, "7.5%" -> 0, "0" -> 2, "100%" -> 0))
      withData(1, 2, 30) { directory =>
        val ended = score(directory, "--on-bad-row=quarantine", s"--max-bad-rows=$limit")
        assert(ended.status == ends, limit)
        assert(Files.exists(directory.resolve("out")) == (ends == 0))
        if (limit == "2")
          assert(
            ended.err == s"[$directory/some-images-idx3-ubyte] invalid rows must be at most 2 (--max-bad-rows) but were 3 of" +
              " 40; nothing is published\n"
          )
      }
  }

  test("arguments that make no sense together, or are no limit, are refused") {
    val cases = Seq(
      Seq("--on-bad-row=quarantine") -> "--on-bad-row quarantine must go with --output",
      Seq("--max-bad-rows=5") -> "--max-bad-rows must go with --on-bad-row drop or quarantine",
      Seq("--on-bad-row=drop", "--max-bad-rows=-1") ->
        "--max-bad-rows must be a number of rows, or a percentage in 0%..100%, but was -1",
      Seq("--on-bad-row=drop", "--max-bad-rows=101%") ->
        "--max-bad-rows must be a number of rows, or a percentage in 0%..100%, but was 101%",
      Seq("--overwrite") -> "--overwrite must go with --output",
      Seq("--incremental") -> "--incremental must go with --output"
    )
    for ((arguments, message) <- cases) {
      val ended = main(arguments: _*)
      assert(ended.status == 1 && ended.err == s"$message (see './submit.sh score --help')\n")
    }
  }

  private def table(images: Array[Byte]*): DataFrame = {
    val session = spark
    import session.implicits._
    images.zipWithIndex.map { case (image, i) => ("t", i.toLong, image) }.toDF("origin", "index", "image").coalesce(1)
  }

  test("images that are null or of another size, in any table, are left out of the mini-batch and named") {
    val network =
      WeightsFile.of("f", Pickles.dict(Pickles.network(4, 3, 2)), Pickles.options).network
    val good = Array[Byte](1, 2, 3, 4)
    val scorer = new Scorer(network, 3, KernelChoice.AUTO, Scores.confidence)
    val mixed = table(null, good, Array[Byte](1), good, good, null, Array.fill[Byte](5)(9), good)
    val rows = scorer.rows(mixed)
    val shared = scorer.broadcast(mixed)
    val found = new java.util.ArrayList[(Seq[(Long, Int)], Seq[(Long, String)])]
    rows.forEachPartition[(Seq[(Long, Int)], Seq[(Long, String)])](
      partition => {
        val invalid = Seq.newBuilder[(Long, String)]
        val scored =
          shared.score(partition, (row, reason) => invalid += row.getLong(row.column("index")) -> reason)
        val valid = Iterator
          .continually(scored)
          .takeWhile(_.next())
          .map(each => each.row.getLong(each.row.column("index")) -> each.row.getInt(each.row.column("prediction")))
          .toSeq
        (valid.toList, invalid.result())
      },
      found.add(_): Unit
    )
    val (scored, invalid) = found.get(0)
    assert(scored.map(_._1) == Seq(1, 3, 4, 7))
    assert(scored.map(_._2).distinct.length == 1)
    assert(
      invalid == Seq(
        0L -> "image must hold 4 bytes but is null",
        2L -> "image must hold 4 bytes, the network's inputs, but holds 1",
        5L -> "image must hold 4 bytes but is null",
        6L -> "image must hold 4 bytes, the network's inputs, but holds 5"
      )
    )
  }
}
