package dev.mnistscorer

import java.nio.file.Files

import scala.jdk.CollectionConverters._

import org.scalatest.tags.Slow

/** What readers of an Iceberg or a Delta table find of the runs that write to it. */
@Slow
class LakeTableSuite extends LakeTest {
  for (format <- LakeFormat.all) {
    test(s"$format: a table that is missing is made if asked, and holds each row of a run once, as run.json has it") {
      withLake(format) { lake =>
        refused(
          lake.shell.main(arguments(lake.directory, s"--output-table=${lake.table}"): _*),
          s"Cannot write to ${lake.table}: there is no such table; --create-table makes it"
        )
        assert(!lake.exists("out/run_id=x") && !lake.exists("out/_staging"))
        val ended = done(lake.score())
        assert(ended.out.contains(s"\nPredictions: ${lake.table} (run_id=x)\n"))
        assert(lake.rows("x") == (60L, 60L) && lake.recorded("/rows/scored") == "60")
        assert(lake.recorded("/table/name") == lake.table && lake.recorded("/table/version") == lake.newestVersion)
        val columns = lake.shell.sql(s"SELECT * FROM ${lake.table} LIMIT 1").head.fieldNames.asScala.toSeq
        assert(columns == Seq("origin", "index", "label", "prediction", "confidence", "run_id"))
        assert(names(lake.directory.resolve("out/run_id=x")) == Set("_manifest.json", "_metrics.json"))
        assert(names(lake.directory.resolve("out")) == Set("run_id=x"))
      }
    }

    test(
      s"$format: the rows of other runs and columns of others stay; a table that does not fit is refused by column"
    ) {
      withLake(format) { lake =>
        def make(table: String, columns: String, more: String = "PARTITIONED BY (run_id)") =
          lake.shell.sql(s"CREATE TABLE ${lake.named(table)} ($columns) USING $format $more")
        val usual = "origin STRING, index BIGINT, label INT, prediction INT, confidence FLOAT, run_id STRING"
        make(
          "scores",
          "note STRING, confidence DOUBLE, run_id STRING, Prediction BIGINT, origin STRING, index BIGINT, label INT"
        )
        lake.shell.sql(s"INSERT INTO ${lake.table} VALUES ('mine', 1, 'before', 2, 'o', 3, 4)")
        done(lake.score())
        done(lake.score("--run-id=y", s"--weights=${lake.directory}/other.pkl"))
        assert(lake.rows("x") == (60L, 60L) && lake.rows("y") == (60L, 60L))
        assert(
          lake.shell.number(s"SELECT count(*) AS n FROM ${lake.table} WHERE note = 'mine' AND run_id = 'before'") == 1
        )
        assert(lake.shell.number(s"SELECT count(*) AS n FROM ${lake.table} WHERE note IS NULL") == 120)

        def refusal(table: String, message: String) = {
          val name = lake.named(table)
          refused(lake.score(s"--output-table=$name", "--run-id=z"), s"[$name] $message")
        }
        make(
          "narrow",
          usual.replace("label INT, ", "").replace("confidence FLOAT", "confidence STRING") + ", day DATE NOT NULL"
        )
        refusal(
          "narrow",
          "the table must have the columns of the predictions but has no label int; its confidence is string, not float;" +
            " its day takes no nulls, and they have no day"
        )
        make("flat", usual, "")
        refusal(
          "flat",
          "the table must be partitioned by run_id, so that a run is replaced without the rows of others, but is not partitioned"
        )
        make("other", usual, "PARTITIONED BY (label)")
        refusal(
          "other",
          "the table must be partitioned by run_id, so that a run is replaced without the rows of others, but is partitioned by label"
        )
        assert(!lake.exists("out/run_id=z") && !lake.exists("out/_staging"))
      }
    }

    test(s"$format: the same run again does nothing, --overwrite replaces it, and rows that are gone are noticed") {
      withLake(format) { lake =>
        done(lake.score())
        val version = lake.newestVersion
        assert(
          done(lake.score()).out ==
            s"Nothing to do: ${lake.table} (run_id=x) is published already, of the same input and weights\n"
        )
        assert(lake.newestVersion == version)
        val place = s"file:${lake.directory}/out/run_id=x"
        refused(
          lake.score(s"--weights=${lake.directory}/other.pkl"),
          s"Cannot publish to $place: it already exists, with different weights and settings; give another --run-id or --overwrite"
        )
        val before = lake.shell.sql(s"SELECT sum(confidence) AS s FROM ${lake.table}").head.get("s").asDouble
        done(lake.score(s"--weights=${lake.directory}/other.pkl", "--overwrite"))
        assert(lake.rows("x") == (60L, 60L))
        assert(lake.shell.sql(s"SELECT sum(confidence) AS s FROM ${lake.table}").head.get("s").asDouble != before)
        assert(lake.recorded("/table/version") == lake.newestVersion)
        assert(names(lake.directory.resolve("out")) == Set("run_id=x"))
        lake.shell.sql(s"DELETE FROM ${lake.table} WHERE index < 9")
        refused(
          lake.score(s"--weights=${lake.directory}/other.pkl"),
          s"Cannot publish to $place: it already exists, but not as its manifest has it: ${lake.table} has 51 of its 60 rows;" +
            " give another --run-id or --overwrite"
        )
        // A report that is missing is written, with the version of the table that the run has made.
        done(lake.score("--overwrite"))
        delete(lake.directory.resolve("report"))
        val published = lake.newestVersion
        assert(done(lake.score()).out.contains(s"\nPredictions: ${lake.table} (run_id=x) (published before)\n"))
        assert(lake.newestVersion == published && lake.recorded("/table/version") == published)
      }
    }

    test(s"$format: invalid rows and rejected runs stay out of the table, and are where those of files are") {
      withLake(format) { lake =>
        val labels = Seq.tabulate(60)(i => if (i == 7) 77 else i % 10)
        Files.write(lake.directory.resolve("data/a-labels-idx1-ubyte"), Idx.labels(labels))
        val gated = lake.score("--min-accuracy=1", "--on-bad-row=quarantine")
        assert(gated.status == 4, gated.err)
        assert(lake.rows("x") == (0L, 0L))
        assert(spark.read.parquet(s"${lake.directory}/out/_rejected/x").count() == 59)
        val ended = done(lake.score("--overwrite", "--on-bad-row=quarantine"))
        assert(ended.out.contains("\nRows: 60 read, 59 scored, 1 quarantined\n"))
        assert(lake.rows("x") == (59L, 59L))
        assert(spark.read.parquet(s"${lake.directory}/out/_quarantine/run_id=x").count() == 1)
        assert(names(lake.directory.resolve("out")) == Set("run_id=x", "_quarantine"))
      }
    }

    test(s"$format: --stamp gives each row the run, the weights and one time") {
      withLake(format) { lake =>
        done(lake.score("--stamp"))
        val provenance = "run_id, weights_sha256, CAST(scored_at AS STRING) AS at"
        val found = lake.shell.sql(s"SELECT DISTINCT $provenance FROM ${lake.table}")
        assert(found.map(_.get("run_id").asText) == Seq("x"))
        assert(found.head.get("weights_sha256").asText == lake.recorded("/weights/sha256"))
        assert(found.head.get("at").asText.take(10) == lake.recorded("/started").take(10))
      }
    }

    test(s"$format: two runs at once: of one ID, one is published; of two, both are, each row once") {
      withLake(format) { lake =>
        val same = lake.shell.both(lake.arguments(), lake.arguments(s"--report=${lake.directory}/second"))
        assert(same.exists(_.status == 0) && same.forall(end => end.status == 0 || end.status == 2), same)
        assert(lake.rows("x") == (60L, 60L))
        val two = Seq("y", "z").map(id => lake.arguments(s"--run-id=$id", s"--report=${lake.directory}/$id"))
        lake.shell.both(two: _*).foreach(done)
        assert(Seq("x", "y", "z").map(lake.rows) == Seq.fill(3)((60L, 60L)))
        assert(names(lake.directory.resolve("out")) == Set("run_id=x", "run_id=y", "run_id=z"))
      }
    }
  }
}
