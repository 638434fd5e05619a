package dev.mnistscorer

import java.sql.Timestamp
import java.time.Instant
import java.time.temporal.ChronoUnit

/** Tables for predictions that are refused before work, and columns that rows get of their run. */
class TableOutputSuite extends ScoringTest {
  test("a table that is not there, or whose format cannot replace the rows of a run, is refused before work") {
    withData { directory =>
      refused(
        score(directory, "--output-table=nowhere"),
        "Cannot write to nowhere: there is no such table; --create-table makes it"
      )
      spark.sql("CREATE TABLE plain (origin STRING, run_id STRING) USING parquet PARTITIONED BY (run_id)")
      try
        refused(
          score(directory, "--output-table=plain"),
          "[plain] the table must have a format that replaces the rows of a run in one commit, such as Iceberg or Delta," +
            " but its format is parquet"
        )
      finally spark.sql("DROP TABLE plain")
      val unknown = score(directory, "--output-table=a.b.c")
      assert(
        unknown.status == 2 && unknown.err.startsWith("Cannot write to a.b.c: ") && unknown.err.count(_ == '\n') == 1
      )
      val unnamed = score(directory, "--output-table=a b")
      assert(
        unnamed.status == 2 && unnamed.err.startsWith("Cannot write to a b: ") && unnamed.err.count(_ == '\n') == 1
      )
      assert(names(directory) == Set("data", "weights.pkl", "other.pkl", "report", "history"))
      assert(names(directory.resolve("report")) == Set("run.json", "metrics.prom", "lineage.json"))
    }
  }

  test("arguments of a table are refused without what they need") {
    def usage(message: String, arguments: String*): Unit = {
      assert(main("score" +: arguments: _*) == Ended(1, "", s"$message (see './submit.sh score --help')\n"))
      ()
    }
    usage("--output-table must go with --output", "--output-table=a")
    usage("--create-table must go with --output-table", "--output=o", "--create-table")
    usage("--format must be parquet with --output-table", "--output=o", "--output-table=a", "--format=orc")
    usage("--stamp must go with --output", "--stamp")
  }

  test("--stamp gives each row of the files the run, the weights and the time of its start, after the kept columns") {
    withData { directory =>
      done(score(directory))
      done(score(directory, "--stamp", "--run-id=y"))
      val stamped = spark.read.parquet(s"$directory/out/run_id=y")
      assert(
        stamped.columns.toSeq ==
          Seq("origin", "index", "run_id", "weights_sha256", "scored_at", "label", "prediction", "confidence")
      )
      val run = json(directory.resolve("report/run.json"))
      val started = Timestamp.from(Instant.parse(run.get("started").asText).truncatedTo(ChronoUnit.MICROS))
      val provenance = stamped.select("run_id", "weights_sha256", "scored_at").distinct().collect().map(_.toSeq).toSeq
      assert(provenance == Seq(Seq("y", run.at("/weights/sha256").asText, started)))
      // The predictions are those of a run without, and the same run again is known as it.
      val plain = spark.read.parquet(s"$directory/out/run_id=x")
      assert(stamped.select("origin", "index", "label", "prediction", "confidence").except(plain).isEmpty)
      assert(done(score(directory, "--stamp", "--run-id=y")).out.startsWith("Nothing to do: "))
      assert(score(directory, "--run-id=y").err.contains("it already exists, with different settings"))
    }
  }

  test("a column of the input that has the name of a stamp is kept without --stamp, and refused with it") {
    withData { directory =>
      val table = s"$directory/table"
      spark.read
        .format("idx")
        .load(s"$directory/data")
        .selectExpr("7 AS id", "'a' AS Run_Id", "label", "image")
        .write
        .parquet(table)
      done(score(directory, s"--input=$table"))
      refused(
        score(directory, s"--input=$table", "--stamp", "--overwrite"),
        s"[$table] column Run_Id cannot be kept, as the output has one of that name; --keep leaves it out"
      )
      done(score(directory, s"--input=$table", "--stamp", "--keep=id", "--overwrite"))
      assert(
        spark.read.parquet(s"$directory/out/run_id=x").columns.take(4).toSeq == Seq("id", "origin", "index", "run_id")
      )
    }
  }
}
