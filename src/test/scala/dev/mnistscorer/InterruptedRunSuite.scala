package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._
import scala.util.Try

/** Runs that a signal ends, as a scheduler or a user at a terminal sends it. */
class InterruptedRunSuite extends ScoringTest with ProcessTest {
  private val environment = Map("JAVA_HOME" -> System.getProperty("java.home"), "SPARK_LOCAL_IP" -> "127.0.0.1")

  private def files(directory: Path): Seq[String] =
    Try(Files.walk(directory).iterator.asScala.map(_.toString).toSeq).getOrElse(Seq())

  /** Waits until some tasks have committed their files, and many are still to come. */
  private def awaitCommits(directory: Path, run: SubmitScript.Submitted): Unit = {
    def commits = files(directory.resolve("out/_staging")).count(_.matches(".*/task_[^/]*/part-[^/]*parquet"))
    await(run)(commits >= 2)
  }

  private def await(run: SubmitScript.Submitted)(begun: => Boolean): Unit = {
    val deadline = System.nanoTime() + 120L * 1000 * 1000 * 1000
    while (!begun) {
      assert(run.isAlive && System.nanoTime() < deadline, "the run ended before it could be interrupted")
      Thread.sleep(5)
    }
  }

  for ((signal, status) <- Seq("TERM" -> 143, "INT" -> 130))
    test(s"SIG$signal while predictions are written: status $status, a record of it, and nothing else is left") {
      withData { directory =>
        val run = SubmitScript.start(
          Seq("--master", "local[2]", "--conf", "spark.ui.showConsoleProgress=false", "--", "score") ++
            arguments(directory, "--input=sample:5000000", "--partitions=500"),
          environment
        )
        awaitCommits(directory, run)
        run.signal(signal)
        val ended = run.ended()
        assert(SubmitScript.withoutFirstStart(ended.err) == "Interrupted: nothing was published\n")
        assert(ended.status == status)
        val record = json(directory.resolve("report/run.json"))
        assert(record.get("status").asText == "interrupted" && record.get("exitStatus").isNull)
        val reason = "the process was told to end; nothing was published"
        assert(record.get("reason").asText == reason)
        assert(history(directory) == Seq("interrupted" -> reason))
        assert(names(directory.resolve("report")) == Set("run.json", "metrics.prom", "lineage.json"))
        assert(!Files.exists(directory.resolve("out")), files(directory.resolve("out")))
      }
    }

  test("SIGTERM while a network is trained leaves the weights of the last checkpoint, and says so") {
    withDirectory { directory =>
      val file = directory.resolve("c.safetensors")
      val run = SubmitScript.start(
        Seq("--master", "local[2]", "--conf", "spark.ui.showConsoleProgress=false", "--", "train", "--seed=3") ++
          Seq(
            "--input=sample:400",
            "--layers=784,16,10",
            "--iterations=1000000",
            "--output=w.npz",
            "--checkpoint",
            "c.safetensors"
          ),
        environment,
        directory = directory
      )
      await(run)(Files.exists(file))
      run.signal("TERM")
      val ended = run.ended()
      assert(ended.status == 143)
      val lines = SubmitScript.withoutFirstStart(ended.err).linesIterator.toSeq
      val done = "Interrupted: the weights after (\\d+) of 1000000 iterations are in c.safetensors".r
      val done(iterations) = lines.last
      assert(iterations.toInt % 50 == 0 && lines.dropRight(1).forall(_.matches("(About i|I)teration .*")), ended.err)
      assert(names(directory) == Set("c.safetensors"))
      assert(main("inspect", s"--weights=$file").out.contains(f"\niterations      $iterations\n"))
    }
  }

  test("SIGINT while a network is trained without a checkpoint says that nothing is left") {
    withDirectory { directory =>
      val run = SubmitScript.start(
        Seq("train", "--input=sample:400", "--layers=784,16,10", "--iterations=1000000", s"--output=$directory/w.npz"),
        environment
      )
      await(run)(run.said.contains("teration "))
      run.signal("INT")
      val ended = run.ended()
      assert(ended.status == 130)
      val said = "Interrupted: no weights were written; --checkpoint keeps those of every 50 iterations\n"
      assert(ended.err.endsWith(said), ended.err)
      assert(names(directory).isEmpty)
    }
  }
}
