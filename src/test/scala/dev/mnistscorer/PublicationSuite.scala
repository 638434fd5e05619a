package dev.mnistscorer

import org.scalatest.tagobjects.Slow
import java.nio.file.{Files, Path}
import java.util.concurrent.FutureTask

import scala.jdk.CollectionConverters._

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.json.JsonMapper
import org.apache.spark.sql.Row

/** What readers of an output see, whatever becomes of the runs that write it. */
class PublicationSuite extends SparkTest {
  private def withData(body: Path => Unit): Unit = withDirectory { directory =>
    Idx.write(Files.createDirectory(directory.resolve("data")), 60, "a")
    Pickles.write(directory.resolve("weights.pkl"), 784, 20, 10)
    Pickles.write(directory.resolve("other.pkl"), 784, 30, 10)
    body(directory)
  }

  private def arguments(directory: Path, more: String*): Seq[String] = Arguments.merge(
    Seq(
      s"--input=$directory/data",
      s"--weights=$directory/weights.pkl",
      s"--output=$directory/out",
      s"--report=$directory/report",
      "--run-id=x"
    ) ++ Pickles.stated,
    more
  )

  private def score(directory: Path, more: String*): Ended = main(arguments(directory, more: _*): _*)

  private def done(ended: Ended): Ended = {
    assert(ended.status == 0, ended.err)
    ended
  }

  private def json(file: Path): JsonNode = new JsonMapper().readTree(file.toFile)

  private def manifest(directory: Path, runId: String = "x"): JsonNode =
    json(directory.resolve(s"out/run_id=$runId/_manifest.json"))

  private def rows(directory: Path): Seq[Row] =
    spark.read.parquet(s"$directory/out").orderBy("run_id", "origin", "index").collect().toSeq

  private def names(directory: Path): Set[String] =
    Files.list(directory).iterator.asScala.map(_.getFileName.toString).toSet

  test("a published run has a manifest of its files, rows, bytes, input and weights") {
    withData { directory =>
      done(score(directory, "--partitions=2"))
      val found = manifest(directory)
      val files = found.get("files").asScala.map(file => file.get("name").asText -> file.get("bytes").asLong).toMap
      val published = directory.resolve("out/run_id=x")
      assert(files.keySet == names(published).filter(_.startsWith("part-")))
      files.foreach { case (name, bytes) => assert(Files.size(published.resolve(name)) == bytes) }
      assert(found.get("bytes").asLong == files.values.sum)
      assert(found.at("/rows/read").asInt == 60 && found.at("/rows/scored").asInt == 60)
      val input = found.get("input").asScala.toSeq
      assert(input.map(_.get("path").asText) == Seq(s"file:$directory/data/a-images-idx3-ubyte"))
      assert(input.head.at("/labels/length").asLong == 68)
      val run = json(directory.resolve("report/run.json"))
      assert(found.get("inputSha256") == run.at("/input/sha256"))
      assert(found.get("weightsSha256") == run.at("/weights/sha256"))
      assert(!names(directory.resolve("out")).exists(_.startsWith("_")))
      assert(names(published).filterNot(_.endsWith(".crc")) == files.keySet ++ Set("_manifest.json", "_metrics.json"))
    }
  }

  test("the same run once more does nothing and says so; another one of that id is refused unless it may overwrite") {
    withData { directory =>
      done(score(directory))
      val before = Files.getLastModifiedTime(directory.resolve("out/run_id=x/_manifest.json"))
      val again = done(score(directory, "--batch-size=7", "--partitions=3"))
      assert(
        again.out ==
          s"Nothing to do: file:$directory/out/run_id=x is published already, of the same input and weights\n"
      )
      assert(Files.getLastModifiedTime(directory.resolve("out/run_id=x/_manifest.json")) == before)
      assert(json(directory.resolve("report/run.json")).get("status").asText == "done")

      def refused(difference: String, more: String*): Unit = {
        val ended = score(directory, more: _*)
        assert(ended.status == 2)
        assert(
          ended.err == s"Cannot publish to file:$directory/out/run_id=x: it already exists, with different $difference;" +
            " give another --run-id or --overwrite\n"
        )
      }
      refused("weights and settings", s"--weights=$directory/other.pkl")
      refused("settings", "--probabilities")
      val first = rows(directory)
      done(score(directory, s"--weights=$directory/other.pkl", "--overwrite"))
      assert(rows(directory) != first && rows(directory).length == 60)
      assert(names(directory.resolve("out")) == Set("run_id=x"))
      Files.write(directory.resolve("data/a-labels-idx1-ubyte"), Idx.labels(Seq.fill(60)(3)))
      refused("input", s"--weights=$directory/other.pkl")
    }
  }

  test("a run in the place that has no manifest is left alone") {
    withData { directory =>
      done(score(directory))
      Files.delete(directory.resolve("out/run_id=x/_manifest.json"))
      val before = names(directory.resolve("out/run_id=x"))
      val ended = score(directory)
      assert(ended.status == 2)
      assert(
        ended.err == s"Cannot publish to file:$directory/out/run_id=x: it already exists, without a complete manifest;" +
          " give another --run-id or --overwrite\n"
      )
      assert(names(directory.resolve("out/run_id=x")) == before)
    }
  }

  private val environment = Map("JAVA_HOME" -> System.getProperty("java.home"), "SPARK_LOCAL_IP" -> "127.0.0.1")

  private def killed(directory: Path, point: String, more: String*): Unit = {
    val ended = SubmitScript.run(
      Seq(
        "--driver-class-path",
        Path.of("target/test-classes").toAbsolutePath.toString,
        "--conf",
        s"spark.hadoop.fs.halting.impl=${classOf[HaltingFileSystem].getName}",
        "--conf",
        s"spark.hadoop.halting.at=$point",
        "--",
        "score"
      ) ++ arguments(directory, s"--output=halting:$directory/out" +: more: _*),
      environment
    )
    assert(ended.status == 137, ended.err)
  }

  private def values(rows: Seq[Row]): Seq[Seq[Any]] = rows.map(_.toSeq.take(5))

  /** Ends what a run that died has begun: its report at least, and its predictions unless they were there `before`. */
  private def assertEnded(directory: Path, before: Boolean, more: String*): Unit = {
    assert(done(score(directory, more: _*)).out.contains(" (published before)\n") == before)
    assert(json(directory.resolve("report/run.json")).get("status").asText == "done")
    assert(done(score(directory, more: _*)).out.startsWith("Nothing to do: "))
  }

  test(
    "a driver killed before, at or after the rename: readers see whole runs, and the next run ends what was begun",
    Slow
  ) {
    withData { directory =>
      done(score(directory, "--run-id=quiet"))
      val quiet = values(rows(directory))
      for (point <- Seq("STAGED", "RENAMED", "PUBLISHED")) {
        killed(directory, point, s"--run-id=$point")
        val seen = rows(directory).map(_.getString(5)).groupBy(identity).map { case (run, all) => run -> all.length }
        assert(seen.values.forall(_ == 60) && seen.contains(point) == (point != "STAGED"))
        assertEnded(directory, before = point != "STAGED", s"--run-id=$point")
        val run = rows(directory).filter(_.getString(5) == point)
        assert(values(run) == quiet)
        assert(manifest(directory, point).at("/rows/scored").asInt == 60)
      }
    }
  }

  test(
    "a driver killed when a file of the new run is beside those of the older one: the next run ends what was begun",
    Slow
  ) {
    withData { directory =>
      done(score(directory))
      val first = manifest(directory)
      killed(directory, "BESIDE", s"--weights=$directory/other.pkl", "--overwrite", "--partitions=2")
      assert(manifest(directory) == first)
      assert(Files.exists(directory.resolve(s"out/run_id=x/${first.at("/files/0/name").asText}")))
      assertEnded(directory, before = true, s"--weights=$directory/other.pkl", "--partitions=2")
      val replaced = rows(directory)
      done(score(directory, s"--weights=$directory/other.pkl", "--run-id=y"))
      assert(values(replaced) == values(rows(directory).filter(_.getString(5) == "y")))
      assert(names(directory.resolve("out")) == Set("run_id=x", "run_id=y"))
    }
  }

  test("two runs of one id at once: one is published whole, the other is told", Slow) {
    withData { directory =>
      val ends = (1 to 2)
        .map { i =>
          val weights = if (i == 1) "weights.pkl" else "other.pkl"
          val job =
            arguments(directory, s"--weights=$directory/$weights", s"--report=$directory/report$i", "--partitions=8")
          val submitted = new FutureTask[Ended](() =>
            SubmitScript.run(Seq("--master", "local[1]", "--", "score") ++ job, environment)
          )
          new Thread(submitted).start()
          submitted
        }
        .map(_.get())
      assert(ends.map(_.status).sorted == Seq(0, 2), ends)
      val loser = ends.find(_.status == 2).get
      assert(loser.err.contains(s"Cannot publish to file:$directory/out/run_id=x: "), loser.err)
      assert(rows(directory).length == 60)
      assert(names(directory.resolve("out")) == Set("run_id=x"))
    }
  }

  test("a reader that looks all the while sees only whole runs") {
    withData { directory =>
      done(score(directory, "--run-id=0"))
      @volatile var ended = false
      @volatile var looks = 0
      val looking = new FutureTask[Unit](() =>
        while (!ended) {
          val seen = spark.read.parquet(s"$directory/out").groupBy("run_id").count().collect()
          assert(seen.nonEmpty && seen.forall(_.getLong(1) == 60), seen.toSeq)
          looks += 1
        }
      )
      new Thread(looking).start()
      def score4(from: Int): Unit =
        for (run <- from until from + 4) done(score(directory, s"--run-id=$run", s"--report=$directory/report$run"))
      try {
        score4(from = 1)
        // On a busy machine a look takes as long as several runs.
        Iterator.from(5, 4).takeWhile(_ => looks < 4 && !looking.isDone).foreach(score4)
      } finally ended = true
      looking.get()
      assert(looks > 3)
    }
  }

  test("a driver killed with quarantined rows staged: the next run puts them into place", Slow) {
    withData { directory =>
      Files.write(
        directory.resolve("data/a-labels-idx1-ubyte"),
        Idx.labels(Seq.tabulate(60)(i => if (i == 7) 99 else i % 10))
      )
      killed(directory, "RENAMED", "--on-bad-row=quarantine")
      assertEnded(directory, before = true, "--on-bad-row=quarantine")
      assert(spark.read.parquet(s"$directory/out/_quarantine/run_id=x").count() == 1)
      assert(rows(directory).length == 59 && names(directory.resolve("out")) == Set("run_id=x", "_quarantine"))
      // A run that died before its manifest got its name has scored its files all the same.
      killed(directory, "RENAMED", "--on-bad-row=drop", "--run-id=y")
      assert(done(score(directory, "--incremental", "--run-id=z", "--on-bad-row=drop")).out.startsWith("Nothing new: "))
    }
  }

  private def withFault(fault: String)(body: => Unit): Unit = {
    spark.conf.set("fs.faulty.impl", classOf[FaultyFileSystem].getName)
    FaultyFileSystem.fault = fault
    try body
    finally FaultyFileSystem.fault = ""
  }

  private def faulty(directory: Path): Ended = score(directory, s"--output=faulty:$directory/out")

  test("a rename that fails publishes nothing, and leaves what is staged; the next run is not in its way") {
    for ((fault, reason) <- Seq("refuse" -> "the rename was refused", "throw" -> "connection reset"))
      withData { directory =>
        withFault(fault) {
          val ended = faulty(directory)
          assert(ended.status == 3)
          val line = ended.err.linesIterator.next()
          assert(
            line.matches(
              s"Cannot finish: Cannot move faulty:$directory/out/_staging/x/_attempt-[0-9a-f]{8} to" +
                s" faulty:$directory/out/run_id=x: $reason"
            ),
            line
          )
          assert(names(directory.resolve("out")) == Set("_staging"))
          assert(json(directory.resolve("report/run.json")).get("exitStatus").asInt == 3)
        }
        done(faulty(directory))
        assert(rows(directory).length == 60)
      }
  }

  test("a rename that fails when an older run is replaced: the older one is there again") {
    withData { directory =>
      done(score(directory))
      val before = rows(directory)
      withFault("refuse once") {
        val ended =
          score(directory, s"--output=faulty:$directory/out", s"--weights=$directory/other.pkl", "--overwrite")
        assert(ended.status == 3, ended.err)
      }
      assert(rows(directory) == before)
      assert(names(directory.resolve("out")) == Set("run_id=x", "_staging"))
    }
  }

  test("a rename that is done and then throws is found out") {
    withData { directory =>
      withFault("succeed and throw")(done(faulty(directory)))
      assert(rows(directory).length == 60)
      assert(manifest(directory).at("/rows/scored").asInt == 60)
    }
  }

  test("a full disk: nothing is published, and the reason is said") {
    withData { directory =>
      done(score(directory, "--run-id=before"))
      withFault("full") {
        val ended = faulty(directory)
        assert(ended.status == 3)
        assert(ended.err.contains("No space left on device"))
        assert(json(directory.resolve("report/run.json")).get("reason").asText.nonEmpty)
      }
      assert(names(directory.resolve("out")) - "_staging" == Set("run_id=before"))
      assert(rows(directory).length == 60)
    }
  }

  test("incremental: only files that no published run has scored, as they are now") {
    withData { directory =>
      def scored(ended: Ended): Set[String] = {
        done(ended)
        val last =
          manifest(directory, ended.out.linesIterator.find(_.startsWith("Predictions: ")).get.split("run_id=").last)
        last.get("input").asScala.map(_.get("path").asText.split("/").last.take(1)).toSet
      }
      assert(scored(score(directory, "--incremental", "--run-id=1")) == Set("a"))
      val nothing = done(score(directory, "--incremental", "--run-id=2"))
      assert(nothing.out == s"Nothing new: all of $directory/data was scored by runs in $directory/out\n")
      Idx.write(directory.resolve("data"), 20, "b")
      Idx.write(directory.resolve("data"), 30, "c")
      assert(scored(score(directory, "--incremental", "--run-id=3")) == Set("b", "c"))
      Files.setLastModifiedTime(
        directory.resolve("data/b-images-idx3-ubyte"),
        java.nio.file.attribute.FileTime.fromMillis(1000000000000L)
      )
      assert(scored(score(directory, "--incremental", "--run-id=4")) == Set("b"))
      assert(rows(directory).length == 60 + 50 + 20)
      // A run that was rejected has scored nothing.
      Idx.write(directory.resolve("data"), 10, "d")
      assert(score(directory, "--incremental", "--run-id=5", "--min-accuracy=1").status == 4)
      assert(scored(score(directory, "--incremental", "--run-id=6")) == Set("d"))
    }
  }

  test("the history has a line for each run, failed ones too") {
    withData { directory =>
      val history = s"--history=$directory/history"
      done(score(directory, history))
      assert(score(directory, history, "--run-id=y", "--min-accuracy=1").status == 4)
      assert(score(directory, history, "--run-id=z", s"--weights=$directory/none").status == 2)
      val table = spark.read.json(s"$directory/history").orderBy("started")
      assert(
        table.select("runId", "status", "exitStatus", "count").collect().toSeq == Seq(
          Row("x", "done", 0L, 60L),
          Row("y", "gate failed", 4L, 60L),
          Row("z", "failed", 2L, 0L)
        )
      )
      assert(table.select("reason").collect().last.getString(0) == s"Cannot read $directory/none: no such file")
      assert(table.filter("accuracy is not null and logLoss is not null").count() == 2)
    }
  }

  test("run.json holds arguments, stages and versions") {
    withData { directory =>
      done(score(directory, "--partitions=3", "--activation=relu"))
      val run = json(directory.resolve("report/run.json"))
      assert(run.at("/arguments/input").asText == s"$directory/data")
      assert(run.at("/arguments/activation").asText == "relu")
      assert(run.at("/arguments/partitions").asInt == 3 && run.get("partitions").asInt == 3)
      assert(run.at("/arguments/minAccuracy").isNull && run.at("/arguments/onBadRow").asText == "fail")
      assert(
        run.get("secondsPerStage").fieldNames.asScala.toSeq == Seq(
          "resolve",
          "plan",
          "score",
          "judge",
          "report",
          "deliver"
        )
      )
      assert(run.get("status").asText == "done" && run.get("reason").isNull)
    }
  }

  test("names and passwords in URIs are refused on the command line, unrepeated") {
    for (argument <- Seq("--input", "--labels", "--weights", "--output", "--report", "--history")) {
      val ended = main(s"$argument=s3a://me:planted-secret@bucket/x")
      assert(ended.status == 1)
      assert(
        ended.err == s"$argument must not hold a user's name and password: give them to Spark, as spark.hadoop.fs.…" +
          " (see './submit.sh score --help')\n"
      )
    }
  }

  test("planted secrets are in no log, event log, record or page") {
    withData { directory =>
      val secret = "planted-7f3a"
      val events = Files.createDirectory(directory.resolve("events"))
      val ended = SubmitScript.run(
        Seq(
          "--conf",
          s"spark.hadoop.fs.x.password=$secret",
          "--conf",
          s"spark.my.token=$secret",
          "--conf",
          "spark.eventLog.enabled=true",
          "--conf",
          s"spark.eventLog.dir=file:$events",
          "--",
          "score"
        ) ++ arguments(directory, s"--history=$directory/history"),
        environment
      )
      assert(ended.status == 0, ended.err)
      assert(!(ended.out + ended.err).contains(secret))
      val files = Files.walk(directory).iterator.asScala.filter(Files.isRegularFile(_)).toSeq
      assert(files.exists(_.startsWith(events)) && files.exists(_.endsWith("report.html")))
      for (file <- files) assert(!new String(Files.readAllBytes(file), "ISO-8859-1").contains(secret), file)
    }
  }
}
