package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

/** Runs that compare their network with a second one. */
class ChallengerSuite extends ScoringTest {
  private val stated = Pickles.stated.map(_.replace("--", "--challenger-"))

  private def challenged(directory: Path, more: String*): Seq[String] =
    Seq(s"--challenger=$directory/other.pkl") ++ stated ++ more

  private def predictions(directory: Path, columns: String*) =
    spark.read.parquet(s"$directory/out").orderBy("index").selectExpr(columns: _*).collect().toSeq

  test("the predictions of both networks are those of each alone, and the counts are those of the rows") {
    withData { directory =>
      done(score(directory, challenged(directory, "--challenger-predictions", "--probabilities"): _*))
      val both = predictions(
        directory,
        "prediction",
        "confidence",
        "probability",
        "challenger_prediction",
        "challenger_confidence",
        "challenger_probability"
      )
      val columns = spark.read.parquet(s"$directory/out").columns.toSeq
      val labels = predictions(directory, "label").map(_.getInt(0))
      val alone = Seq("weights", "other").map { name =>
        delete(directory.resolve("out"))
        done(
          score(directory, s"--weights=$directory/$name.pkl", "--probabilities", "--report=" + directory.resolve(name))
        )
        predictions(directory, "prediction", "confidence", "probability")
      }
      assert(both.map(_.toSeq) == alone.head.zip(alone.last).map { case (one, other) => one.toSeq ++ other.toSeq })
      assert(
        columns == Seq(
          "origin",
          "index",
          "label",
          "prediction",
          "confidence",
          "probability",
          "challenger_prediction"
        ) ++
          Seq("challenger_confidence", "challenger_probability", "run_id")
      )

      val metrics = json(directory.resolve("report/metrics.json"))
      val comparison = metrics.path("comparison")
      val outcomes = both.zip(labels).map { case (row, label) => (row.getInt(0) == label, row.getInt(3) == label) }
      for (
        (name, outcome) <-
          Seq("both" -> (true, true), "onlyBase" -> (true, false), "onlyChallenger" -> (false, true)) :+
            ("neither" -> (false, false))
      ) assert(comparison.path(name).asLong == outcomes.count(_ == outcome), name)
      val agreed = both.count(row => row.getInt(0) == row.getInt(3))
      assert(
        comparison.path("agreement").asDouble == BigDecimal(agreed / 60.0)
          .setScale(10, BigDecimal.RoundingMode.HALF_EVEN)
          .toDouble
      )
      assert(comparison.path("disagreements").size == math.min(50, 60 - agreed))
      assert(metrics.path("accuracy") == json(directory.resolve("weights/metrics.json")).path("accuracy"))
    }
  }

  test("the result is the same for every partitioning and mini-batch, and the predictions of the challenger stay out") {
    withData { directory =>
      val results = Seq((1, 100), (7, 1), (3, 13)).map { case (partitions, batch) =>
        done(
          score(
            directory,
            challenged(directory, s"--run-id=p$partitions", s"--partitions=$partitions", s"--batch-size=$batch"): _*
          )
        )
        Seq("metrics.json", "comparison.csv", "profile.json").map(name =>
          Files.readString(directory.resolve(s"report/$name"))
        )
      }
      assert(results.distinct.length == 1)
      assert(!spark.read.parquet(s"$directory/out").columns.exists(_.startsWith("challenger")))
      val comparison = results.head(1).linesIterator.toSeq
      assert(
        comparison.head ==
          "label,both,onlyBase,onlyChallenger,neither,accuracyDifference,differenceLow,differenceHigh"
      )
      assert(comparison.length == 11)
    }
  }

  test("run.json names the challenger, and without one nothing is said of it") {
    withData { directory =>
      val ended = done(score(directory, challenged(directory): _*))
      assert(
        ended.out.contains(
          s"\nChallenger $directory/other.pkl: 784-30-10 (sigmoid, softmax); softmax after the last layer (assumed: the" +
            " file does not say; --challenger-output-activation)\n"
        )
      )
      val run = json(directory.resolve("report/run.json"))
      assert(run.at("/challenger/network").asText == "784-30-10 (sigmoid, softmax)")
      assert(run.at("/challenger/sha256").asText.matches("[0-9a-f]{64}"))
      assert(
        Files.readString(directory.resolve("report/metrics.prom")).contains("_challenger_accuracy_difference_ratio ")
      )

      done(score(directory, "--run-id=alone"))
      assert(json(directory.resolve("report/run.json")).path("challenger").isMissingNode)
      assert(json(directory.resolve("report/metrics.json")).path("comparison").isMissingNode)
      assert(!names(directory.resolve("report")).contains("comparison.csv"))
    }
  }

  test("a challenger may be compared by classes alone, and without labels by agreement") {
    withData { directory =>
      done(score(directory, challenged(directory, "--metrics=accuracy"): _*))
      val comparison = json(directory.resolve("report/metrics.json")).path("comparison")
      assert(comparison.path("both").asLong + comparison.path("onlyBase").asLong == 6)
      assert(comparison.path("disagreements").isEmpty)

      Files.delete(directory.resolve("data/a-labels-idx1-ubyte"))
      val ended = done(score(directory, challenged(directory, "--run-id=unlabelled"): _*))
      assert(ended.out.contains("\nChallenger: not evaluated (no labels)\nAgreement 0."))
      val unlabelled = json(directory.resolve("report/metrics.json")).path("comparison")
      assert(unlabelled.path("mcnemarP").isNull && unlabelled.path("accuracyDifference").isNull)
      assert(unlabelled.path("agreement").isNumber && !unlabelled.path("disagreements").isEmpty)
    }
  }

  test("a challenger that cannot be compared is refused in one line that names its own arguments") {
    withData { directory =>
      Pickles.write(directory.resolve("five.pkl"), 784, 20, 5)
      Pickles.write(directory.resolve("small.pkl"), 100, 20, 10)
      def challenger(name: String) = Seq(s"--challenger=$directory/$name.pkl") ++ stated
      refused(
        score(directory, challenger("five"): _*),
        s"[$directory/five.pkl] the challenger must have 10 classes, as many as $directory/weights.pkl, but has 5"
      )
      refused(
        score(directory, challenger("small"): _*),
        s"[$directory/small.pkl] the challenger must have 784 inputs, as many as $directory/weights.pkl, but has" +
          " 100"
      )
      val ended = score(directory, s"--challenger=$directory/other.pkl")
      assert(
        ended.status == 2 && ended.err.contains(" --challenger-activation=") && ended.err.contains(
          "--challenger-scale="
        )
      )
      refused(
        score(directory, "--challenger=buitlin"),
        s"Cannot read buitlin: no such file; did you mean builtin?"
      )
    }
  }

  test("arguments that need a challenger, and a significance that is none, are refused") {
    def refused(arguments: String*): String = {
      val ended = main("score" +: arguments: _*)
      assert(ended.status == 1)
      ended.err.stripSuffix(" (see './submit.sh score --help')\n")
    }
    assert(refused("--challenger-must=win") == "--challenger-must must go with --challenger")
    assert(refused("--challenger-predictions", "--output=x") == "--challenger-predictions must go with --challenger")
    assert(
      refused("--challenger-predictions", "--challenger=book") == "--challenger-predictions must go with --output"
    )
    assert(refused("--challenger-scale=1/255") == "--challenger-scale must go with --challenger")
    assert(
      refused("--challenger=book", "--challenger-must=draw") ==
        "Invalid value for option '--challenger-must': must be win or not-lose but was draw"
    )
    assert(
      refused("--challenger=book", "--challenger-must=win", "--significance=1") ==
        "--significance must be above 0 and below 1 but was 1.0"
    )
  }

  test("a rerun with another challenger is another run, and its gates are judged again") {
    withData { directory =>
      done(score(directory, challenged(directory): _*))
      assert(done(score(directory, challenged(directory): _*)).out.contains("is published already"))
      val gated = score(directory, challenged(directory, "--challenger-must=win"): _*)
      assert(gated.status == 4, gated.err)
      val other = score(directory, Seq(s"--challenger=$directory/weights.pkl") ++ stated: _*)
      assert(other.status == 2 && other.err.contains("it already exists, with different settings"))
    }
  }

  test("book against built-in: the p-value that the four counts give, and the gates") {
    Mnist.assumePresent()
    withDirectory { directory =>
      def run(base: String, challenger: String, more: String*): Ended =
        main(
          Seq(
            "score",
            "--input=mnist",
            s"--weights=$base",
            s"--challenger=$challenger",
            s"--report=$directory"
          ) ++ more: _*
        )
      val better = run("book", "builtin", "--challenger-must=win", "--significance=1e-100")
      assert(better.status == 0, better.err)
      assert(
        better.out.contains(
          """Challenger: accuracy 0.9859, difference +0.0507 (95 % CI +0.0462 to +0.0554)
            |Right: both 9,316, only base 36, only challenger 543, neither 105
            |McNemar's test: p 2.7e-117 (exact), mid-p 1.5e-117
            |""".stripMargin
        )
      )
      val comparison = json(directory.resolve("metrics.json")).path("comparison")
      assert(math.abs(comparison.path("mcnemarP").asDouble / 2.739764180513513e-117 - 1) < 1e-9)
      assert(comparison.path("disagreements").size == 50)
      val confidences = comparison
        .path("disagreements")
        .elements
        .asScala
        .toSeq
        .map(each => math.min(each.path("confidence").asDouble, each.path("challengerConfidence").asDouble))
      assert(confidences == confidences.sorted.reverse)
      val page = Files.readString(directory.resolve("report.html"))
      assert(
        page.contains(
          "Accuracy of the challenger 0.9859, of the base 0.9352: a difference of +0.0507 (95 % CI +0.0462 to +0.0554)."
        )
      )
      assert(page.contains("<th scope=\"row\">base right</th><td>9,316</td><td>36</td>"))
      assert(page.split("<span class=\"note\">challenger ").length == 51)

      val worse = run("builtin", "book", "--challenger-must=not-lose")
      assert(worse.status == 4)
      assert(
        worse.err == "Quality gate failed: the challenger must not lose at significance 0.05 but its difference of accuracy" +
          " was -0.0507, p 2.7e-117\n"
      )
      assert(run("book", "book", "--challenger-must=not-lose").status == 0)
      val same = run("book", "book", "--challenger-must=win")
      assert(
        same.err.endsWith("the challenger must win at significance 0.05 but its difference of accuracy was 0, p 1\n")
      )
    }
  }
}
