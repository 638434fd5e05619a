package dev.mnistscorer

import java.nio.file.{Files, Path}

/** Commands as a new user types them: with bare file names, from another directory. */
class NewcomerSuite extends SparkTest with ProcessTest {
  private val environment = Map("JAVA_HOME" -> System.getProperty("java.home"), "SPARK_LOCAL_IP" -> "127.0.0.1")

  private def typed(directory: Path, arguments: String*): Ended = {
    val ended = SubmitScript.run(arguments, environment, directory = directory)
    assert(ended.status == 0, ended.err)
    ended
  }

  test("train, score and inspect write to bare names in the directory they are started from") {
    withDirectory { directory =>
      val trained =
        typed(directory, "train", "--input", "sample:200", "--iterations", "2", "--output", "w.safetensors")
      assert(trained.out.endsWith("Weights: w.safetensors\n"))
      val scored =
        typed(directory, "--input", "sample:50", "--weights", "w.safetensors", "--output", "out", "--report", "report")
      assert(scored.out.contains("\nReport: report\n"))
      assert(Files.exists(directory.resolve("report/metrics.json")))
      assert(typed(directory, "inspect", "--input", "sample:20", "--png", "x.png").out.endsWith("Picture: x.png\n"))
      assert(Files.size(directory.resolve("x.png")) > 1000)
    }
  }

  test("an output that cannot be written is refused before the work") {
    withDirectory { directory =>
      Files.createDirectories(directory.resolve("taken.npz/x"))
      val train = main("train", "--input=sample:200", "--iterations=2", s"--output=$directory/taken.npz")
      assert(train == Ended(2, "", s"Cannot write to $directory/taken.npz: it is a directory, not a file\n"))
      val inspect = main("inspect", "--input=sample:20", s"--png=$directory/taken.npz")
      assert(inspect == Ended(2, "", s"Cannot write to $directory/taken.npz: it is a directory, not a file\n"))
    }
  }
}
