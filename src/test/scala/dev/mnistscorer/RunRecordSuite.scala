package dev.mnistscorer

import java.io.IOException
import java.nio.file.{Files, Path}
import java.util.concurrent.FutureTask

/** Report, run.json and history: each run leaves its own, whole, however it ends. */
class RunRecordSuite extends ScoringTest {
  private val records = Set("run.json", "metrics.prom", "lineage.json")
  private val report =
    records ++ Set("metrics.json", "profile.json", "per_class_metrics.csv", "confusion_matrix.csv", "report.html")

  private def run(directory: Path) = json(directory.resolve("report/run.json"))

  private def nothingToDo(directory: Path): String =
    s"Nothing to do: file:$directory/out/run_id=x is published already, of the same input and weights\n"

  test("a report that cannot be written is refused before work; the same run then ends all of it") {
    withData { directory =>
      Files.createDirectories(directory.resolve("report/metrics.json"))
      refused(
        score(directory),
        s"Cannot write to $directory/report/metrics.json: it is a directory, not a file"
      )
      assert(!Files.exists(directory.resolve("out")))
      assert(names(directory.resolve("report")) == records + "metrics.json")
      assert(run(directory).get("status").asText == "failed")
      assert(history(directory).map(_._1) == Seq("failed"))
      Files.delete(directory.resolve("report/metrics.json"))
      done(score(directory))
      assert(names(directory.resolve("report")) == report)
      assert(count(directory) == 60)
    }
  }

  test("a report that fails to be written: nothing is published, and the next run does both") {
    withData { directory =>
      val hooked = s"--report=hooked:$directory/report"
      val ended = HookedFileSystem.during { (step, path) =>
        if (step == "create" && path.getName.startsWith("_report.html.")) throw new IOException("connection reset")
      }(score(directory, hooked))
      assert(ended.status == 3)
      assert(ended.err.linesIterator.next() == "Cannot finish: connection reset")
      assert(names(directory.resolve("report")) == records)
      assert(run(directory).get("status").asText == "failed")
      assert(!Files.exists(directory.resolve("out")))
      done(score(directory, hooked))
      assert(names(directory.resolve("report")) == report && count(directory) == 60)
    }
  }

  test("a published run whose report is missing is scored again for the report alone") {
    withData { directory =>
      done(score(directory))
      val manifest = directory.resolve("out/run_id=x/_manifest.json")
      val published = Files.getLastModifiedTime(manifest)
      val metrics = Files.readString(directory.resolve("report/metrics.json"))
      for (missing <- Seq("metrics.json", "profile.json", "run.json")) {
        Files.delete(directory.resolve(s"report/$missing"))
        val again = done(score(directory))
        assert(again.out.contains(s"\nPredictions: file:$directory/out/run_id=x (published before)\n"))
        assert(names(directory.resolve("report")) == report)
        assert(Files.readString(directory.resolve("report/metrics.json")) == metrics)
        assert(run(directory).get("status").asText == "done" && run(directory).get("count").asInt == 60)
        assert(done(score(directory)).out == nothingToDo(directory))
      }
      assert(Files.getLastModifiedTime(manifest) == published)
      assert(names(directory.resolve("out")) == Set("run_id=x"))
      assert(history(directory).map(_._1) == "done" +: Seq.fill(3)(Seq("done", "skipped")).flatten)
    }
  }

  test("gates of a published run are judged by its metrics") {
    withData { directory =>
      done(score(directory))
      val ended = score(directory, "--min-accuracy=0.99")
      assert(ended.status == 4)
      assert(ended.err == "Quality gate failed: accuracy must be at least 0.99 but was 0.1\n")
      assert(ended.out == s"Predictions: file:$directory/out/run_id=x (published before)\n")
      assert(count(directory) == 60)
      assert(history(directory).map(_._1) == Seq("done", "gate failed"))
      // Also where its report is missing.
      val elsewhere = score(directory, "--min-accuracy=0.99", s"--report=$directory/elsewhere")
      assert(elsewhere.status == 4)
      assert(elsewhere.err == "Quality gate failed: accuracy must be at least 0.99 but was 0.1\n")
      assert(count(directory) == 60)
      done(score(directory, "--min-accuracy=0.1"))
    }
  }

  test("a published run once more leaves its record and its report, and says so in the history") {
    withData { directory =>
      done(score(directory))
      val before = report.map(name => name -> Files.readString(directory.resolve(s"report/$name")))
      assert(done(score(directory)).out == nothingToDo(directory))
      assert(report.map(name => name -> Files.readString(directory.resolve(s"report/$name"))) == before)
      assert(
        history(directory) == Seq(
          "done" -> null,
          "skipped" -> nothingToDo(directory).strip
        )
      )
      assert(run(directory).get("count").asInt == 60 && run(directory).at("/rows/scored").asInt == 60)
      val metrics = spark.read.json(s"$directory/history").select("accuracy", "logLoss").collect()
      assert(metrics.map(_.getDouble(0)).toSeq == Seq(0.1, 0.1))
      assert(math.abs(metrics(0).getDouble(1) - metrics(1).getDouble(1)) < 1e-9)
    }
  }

  test("a report directory holds files of one run: of one without labels, of one that failed") {
    withData { directory =>
      done(score(directory))
      assert(names(directory.resolve("report")) == report)
      val unlabelled = Files.write(directory.resolve("unlabelled"), Idx.images(7))
      done(score(directory, s"--input=$unlabelled", "--run-id=y"))
      assert(names(directory.resolve("report")) == report - "confusion_matrix.csv")
      assert(json(directory.resolve("report/metrics.json")).get("count").asInt == 7)
      assert(score(directory, s"--weights=$directory/none", "--run-id=z").status == 2)
      assert(names(directory.resolve("report")) == records)
      assert(run(directory).get("runId").asText == "z" && run(directory).get("status").asText == "failed")
    }
  }

  private def atOnce(runs: (() => Ended)*): Seq[Ended] = {
    val tasks = runs.map(run => new FutureTask[Ended](() => run()))
    tasks.foreach(task => new Thread(task).start())
    tasks.map(_.get())
  }

  test("two runs at once with one report directory both end well, and it holds the files of one") {
    withData { directory =>
      Idx.write(Files.createDirectory(directory.resolve("more")), 90, "b")
      for (_ <- 1 to 5) {
        val ended = atOnce(
          () => score(directory, "--run-id=x", "--overwrite"),
          () => score(directory, "--run-id=y", s"--input=$directory/more", "--overwrite")
        )
        ended.foreach(done)
        assert(names(directory.resolve("report")) == report)
        val images = if (run(directory).get("runId").asText == "x") 60 else 90
        assert(json(directory.resolve("report/metrics.json")).get("count").asInt == images)
        val matrix = Files.readAllLines(directory.resolve("report/confusion_matrix.csv")).toArray.drop(1)
        assert(matrix.flatMap(_.toString.split(",").drop(1).map(_.toInt)).sum == images)
      }
    }
  }

  test("a run that writes its report while another ends replaces all files of the other") {
    withData { directory =>
      var other: Option[Ended] = None
      val ended = HookedFileSystem.during { (step, path) =>
        if (step == "rename" && path.getName == "run_id=x" && other.isEmpty) {
          other = Some(score(directory, "--run-id=y", s"--weights=$directory/other.pkl"))
        }
      }(score(directory, s"--output=hooked:$directory/out"))
      done(ended)
      done(other.get)
      assert(run(directory).get("runId").asText == "x")
      val metrics = json(directory.resolve("out/run_id=x/_metrics.json"))
      assert(json(directory.resolve("report/metrics.json")) == metrics)
      assert(json(directory.resolve("out/run_id=y/_metrics.json")) != metrics)
    }
  }

  test("a run that ends early leaves run.json and a line of the history: a sample of nothing, weights that are none") {
    withData { directory =>
      val early = Seq(
        "--input=sample:0" -> "Cannot read sample:0: the number of digits must be at least 1",
        s"--input=$directory/none" -> s"Cannot read $directory/none: no such file or directory",
        s"--weights=$directory/none" -> s"Cannot read $directory/none: no such file"
      )
      for ((argument, message) <- early) {
        refused(score(directory, argument), message)
        assert(run(directory).get("status").asText == "failed" && run(directory).get("exitStatus").asInt == 2)
        assert(run(directory).get("reason").asText == message)
        assert(!Files.exists(directory.resolve("out")))
      }
      assert(history(directory) == early.map("failed" -> _._2))
    }
  }

  test("data that cannot be brought leaves run.json and a line of the history") {
    withData { directory =>
      val noDirectory = Files.writeString(directory.resolve("file"), "")
      val ended = SubmitScript.run(
        arguments(directory, "--input=mnist"),
        Map("JAVA_HOME" -> System.getProperty("java.home"), "MNIST_HOME" -> noDirectory.toString)
      )
      assert(ended.status == 2, ended.err)
      val message = ended.err.linesIterator.toSeq.last
      assert(message.startsWith("Cannot download mnist: "), ended.err)
      assert(run(directory).get("status").asText == "failed" && run(directory).get("reason").asText == message)
      assert(history(directory) == Seq("failed" -> message))
    }
  }

  test("a JVM without the module of the vector kernel: bad configuration, with run.json and a line of the history") {
    withData { directory =>
      val ended = JavaProcess.run(
        arguments(directory, "--kernel=vector"),
        without = Set("--add-modules=jdk.incubator.vector"),
        more = Seq("-Dspark.master=local[1]", "-Dspark.ui.enabled=false")
      )
      assert(ended.status == 2, ended.err)
      val message = "Cannot run the vector kernel: this JVM has no module jdk.incubator.vector; start Java with" +
        " --add-modules=jdk.incubator.vector"
      assert(ended.err.linesIterator.toSeq.last == message)
      assert(run(directory).get("reason").asText == message)
      assert(history(directory) == Seq("failed" -> message))
    }
  }
}
