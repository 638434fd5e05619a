package dev.mnistscorer

import java.nio.file.{Files, Path}

/** Runs for which memory does not suffice, and runs of very many partitions. */
class LimitsSuite extends ScoringTest {
  private val environment = Map("JAVA_HOME" -> System.getProperty("java.home"), "SPARK_LOCAL_IP" -> "127.0.0.1")

  private def submit(directory: Path, sparkArguments: Seq[String], more: String*): Ended =
    SubmitScript.run(sparkArguments ++ Seq("--", "score") ++ arguments(directory, more: _*), environment)

  test("more partitions than the driver can keep are refused at once") {
    withData { directory =>
      for (command <- Seq("score", "train")) {
        val ended = main(command, "--input=sample:10", s"--output=$directory/out", "--partitions=2000000000")
        assert(ended.status == 1)
        val help = s" (see './submit.sh $command --help')\n"
        if (command == "score") {
          assert(ended.err == "--partitions must be at most 100000 but was 2000000000" + help)
        }
      }
      assert(!Files.exists(directory.resolve("out")))
    }
  }

  test("more partitions than one job has give the metrics of a few") {
    withData { directory =>
      def metrics(partitions: Int): String = {
        val usual = Seq("--input=sample:1100", s"--weights=$directory/weights.pkl", s"--report=$directory/report")
        done(main(usual ++ Pickles.stated :+ s"--partitions=$partitions": _*))
        assert(json(directory.resolve("report/run.json")).get("partitions").asInt == partitions)
        Files.readString(directory.resolve("report/metrics.json"))
      }
      assert(metrics(1100) == metrics(2))
    }
  }

  private def assertRecorded(directory: Path, message: String): Unit = {
    val record = json(directory.resolve("report/run.json"))
    assert(record.get("status").asText == "failed" && record.get("exitStatus").asInt == 3)
    assert(record.get("reason").asText == message)
    assert(history(directory) == Seq("failed" -> message))
    ()
  }

  test("an error of the driver's JVM at any step is status 3, with a record, and nothing is published") {
    val steps = Seq("open" -> "weights.pkl", "create" -> "_report.html.", "listed" -> "_attempt-")
    for ((failing, name) <- steps)
      withData { directory =>
        val ended = HookedFileSystem.during { (step, path) =>
          if (step == failing && path.getName.startsWith(name)) throw new OutOfMemoryError("Java heap space")
        } {
          score(
            directory,
            s"--weights=hooked:$directory/weights.pkl",
            s"--output=hooked:$directory/out",
            s"--report=hooked:$directory/report"
          )
        }
        assert(ended.status == 3)
        assert(ended.err.linesIterator.next() == "Cannot finish: Java heap space")
        assertRecorded(directory, "Cannot finish: Java heap space")
        // What fails while it is published stays for whoever looks into it.
        val left = if (name == "_attempt-") Set("_staging") else Set()
        assert(Files.exists(directory.resolve("out")) == left.nonEmpty)
        if (left.nonEmpty) assert(names(directory.resolve("out")) == left)
      }
  }

  test("tasks without enough memory: status 3, with a record and nothing staged") {
    withData { directory =>
      Pickles.write(directory.resolve("wide.pkl"), 784, 4000, 10)
      val ended = submit(
        directory,
        Seq("--master", "local[2]", "--driver-memory", "600m"),
        "--input=sample:1000",
        s"--weights=$directory/wide.pkl",
        "--batch-size=100000"
      )
      assert(ended.status == 3, ended.err)
      val message = json(directory.resolve("report/run.json")).get("reason").asText
      assert(message.contains("java.lang.OutOfMemoryError: Java heap space"))
      assertRecorded(directory, message)
      assert(!Files.exists(directory.resolve("out")))
    }
  }

  test("less memory than Spark itself needs is one line") {
    withData { directory =>
      val ended = submit(directory, Seq("--driver-memory", "300m"))
      assert(ended.status == 2, ended.err)
      val needed = "Cannot start Spark: \\[INVALID_DRIVER_MEMORY] System memory [0-9]+ must be at least 471859200\\.\n"
      assert(SubmitScript.withoutFirstStart(ended.err).matches(needed), ended.err)
    }
  }
}
