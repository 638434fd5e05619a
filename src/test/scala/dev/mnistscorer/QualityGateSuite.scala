package dev.mnistscorer

import java.nio.file.{Files, Path}

/** Gates fail closed: only a run that is seen to be good enough is published. */
class QualityGateSuite extends SparkTest {

  /** 200 images of which the network has some right, and some classes wholly wrong. */
  private def withData[T](body: Path => T): T = withDirectory { directory =>
    Idx.write(directory, 200)
    Pickles.write(directory.resolve("weights.pkl"), 784, 20, 10)
    body(directory)
  }

  private def score(directory: Path, gates: String*): Ended =
    main(
      Seq(
        "score",
        s"--input=$directory/some-images-idx3-ubyte",
        s"--weights=$directory/weights.pkl",
        s"--output=$directory/out",
        s"--report=$directory/report",
        "--run-id=x"
      ) ++ Pickles.stated ++ gates: _*
    )

  private val warning =
    "Warning: the accuracy of 0.1000 is hardly better than guessing: see whether the weights are imported as they were" +
      " trained, with './submit.sh inspect --weights=DIR/weights.pkl --input=DIR/some-images-idx3-ubyte'\n"

  test("an accuracy that is hardly better than guessing is pointed out, with the command that shows what is wrong") {
    withData { directory =>
      val ended = score(directory)
      assert(ended.status == 0 && ended.err.replace(directory.toString, "DIR") == warning)
      val run = Files.readString(directory.resolve("report/run.json")).replace(directory.toString, "DIR")
      assert(run.contains("\"warnings\" : [ \"" + warning.stripTrailing + "\" ]"))
      assert(
        run.contains(
          "\"assumptions\" : [ \"softmax after the last layer (assumed: the file does not say; --output-activation)\" ]"
        )
      )
      val page = Files.readString(directory.resolve("report/report.html"))
      assert(
        page.contains("<td>softmax after the last layer (assumed: the file does not say; --output-activation)</td>")
      )
    }
    val right = main("score", "--input=sample:2000")
    assert(right.err == "")
  }

  private def assertPassed(directory: Path, gates: String*): Unit = {
    val ended = score(directory, gates: _*)
    assert(ended.status == 0, ended.err)
    assert(spark.read.parquet(s"$directory/out").count() == 200)
    assert(Files.readString(directory.resolve("report/run.json")).contains("\"status\" : \"done\""))
  }

  private def assertFailed(directory: Path, message: String, gates: String*): Unit = {
    val ended = score(directory, gates: _*)
    assert(ended.err.replace(directory.toString, "DIR").stripPrefix(warning) == s"Quality gate failed: $message\n")
    assert(ended.status == 4)
    assert(ended.out.contains(s"\nPredictions: file:$directory/out/_rejected/x (rejected, not published)\n"))
    assert(Files.exists(directory.resolve("report/report.html")))
    assert(Files.readString(directory.resolve("report/run.json")).contains("\"status\" : \"gate failed\""))
    assert(!Files.exists(directory.resolve("out/run_id=x")) && !Files.exists(directory.resolve("out/_staging")))
    assert(spark.read.parquet(s"$directory/out/_rejected/x").count() == 200)
  }

  private def accuracy(directory: Path): String = {
    val images = Seq("score", s"--input=$directory/some-images-idx3-ubyte", s"--weights=$directory/weights.pkl")
    val out = main(images ++ Pickles.stated: _*).out
    "Accuracy: (\\S+)".r.findFirstMatchIn(out).get.group(1)
  }

  test("a run at its threshold is published") {
    withData(directory => assertPassed(directory, s"--min-accuracy=${accuracy(directory)}", "--max-log-loss=50"))
  }

  test("a run below the least accuracy is not") {
    withData { directory =>
      val was = accuracy(directory).toDouble
      assertFailed(directory, s"accuracy must be at least 0.99 but was $was", "--min-accuracy=0.99")
    }
  }

  test("the recall of each class is judged, and all failures are named") {
    withData { directory =>
      val ended = score(directory, "--min-recall=0.5")
      assert(ended.status == 4)
      assert(ended.err.contains("recall of class 0 must be at least 0.5 but was "))
      assert(ended.err.contains("; recall of class "))
    }
  }

  test("a log-loss above the largest is not published") {
    withData { directory =>
      val ended = score(directory, "--max-log-loss=0.1")
      assert(ended.status == 4 && ended.err.contains("\nQuality gate failed: log-loss must be at most 0.1 but was "))
    }
  }

  test("without labels nothing can be judged, and the gate has failed") {
    withData { directory =>
      Files.delete(directory.resolve("some-labels-idx1-ubyte"))
      assertFailed(
        directory,
        "accuracy must be at least 0 but is not known; recall must be at least 0 but is not known;" +
          " log-loss must be at most 100 but is not known",
        "--min-accuracy=0",
        "--min-recall=0",
        "--max-log-loss=100"
      )
    }
  }

  test("accuracy may fall below a baseline by so much and no more") {
    withData { directory =>
      val was = accuracy(directory).toDouble
      val baseline = Files.writeString(directory.resolve("b.json"), s"{\"accuracy\": ${was + 0.25}}")
      assertFailed(
        directory,
        s"accuracy must be at most 0.125 below ${was + 0.25}, that of DIR/b.json, but was $was",
        "--max-drop=0.125",
        s"--baseline=$baseline"
      )
    }
    withData { directory =>
      val was = accuracy(directory).toDouble
      val baseline = Files.writeString(directory.resolve("b.json"), s"{\"accuracy\": ${was + 0.125}}")
      assertPassed(directory, "--max-drop=0.25", s"--baseline=$baseline")
    }
  }

  test("a baseline that cannot be read is a failed gate") {
    withData { directory =>
      assertFailed(
        directory,
        "baseline DIR/none cannot be read: File DIR/none does not exist",
        "--max-drop=1",
        s"--baseline=$directory/none"
      )
    }
    withData { directory =>
      val baseline = Files.writeString(directory.resolve("b.json"), "{\"accuracy\": null}")
      assertFailed(
        directory,
        "baseline DIR/b.json cannot be read: it has no accuracy",
        "--max-drop=1",
        s"--baseline=$baseline"
      )
    }
  }

  test("an id that was rejected is not used again") {
    withData { directory =>
      assert(score(directory, "--min-accuracy=1").status == 4)
      val ended = score(directory)
      assert(
        ended == Ended(
          2,
          "",
          s"Cannot score for file:$directory/out/run_id=x: a run with this ID was rejected, see" +
            s" file:$directory/out/_rejected/x; give another --run-id or --overwrite\n"
        )
      )
    }
  }

  test("gates that make no sense are bad arguments") {
    def refused(arguments: String*): String = {
      val ended = main("score" +: arguments: _*)
      assert(ended.status == 1)
      ended.err.stripSuffix(" (see './submit.sh score --help')\n")
    }
    assert(refused("--min-accuracy=1.5") == "--min-accuracy must be in 0..1 but was 1.5")
    assert(refused("--min-recall=NaN") == "--min-recall must be in 0..1 but was NaN")
    assert(refused("--max-log-loss=-1") == "--max-log-loss must be a number from 0 on but was -1.0")
    assert(refused("--max-drop=0.1") == "--max-drop and --baseline must be given together")
    assert(refused("--max-log-loss=1", "--metrics=accuracy") == "--max-log-loss must go with --metrics all")
  }
}
