package dev.mnistscorer

import java.nio.file.{Files, Path}
import java.time.Instant
import java.util.UUID

/** What monitoring and lineage tools read of a run: metrics.prom and lineage.json. */
class OperatorFilesSuite extends ScoringTest {
  private def families(directory: Path): Map[String, OpenMetrics.Family] =
    OpenMetrics
      .parse(Files.readString(directory.resolve("report/metrics.prom")))
      .map(family => family.name.stripPrefix("mnist_scorer_") -> family)
      .toMap

  private def values(family: OpenMetrics.Family, label: String): Map[String, Double] =
    family.samples.map(sample => sample.labels(label) -> sample.value).toMap

  private def statuses(directory: Path): Map[String, Double] =
    values(families(directory)("run_status"), "mnist_scorer_run_status")

  test("metrics.prom has rows by outcome, accuracy, seconds of stages and the status, in the format of OpenMetrics") {
    withData { directory =>
      val labels = Seq.tabulate(60)(i => if (i == 7) 77 else i % 10)
      Files.write(directory.resolve("data/a-labels-idx1-ubyte"), Idx.labels(labels))
      done(score(directory, "--on-bad-row=drop"))
      val found = families(directory)
      assert(values(found("rows"), "outcome") == Map("scored" -> 59.0, "dropped" -> 1.0, "quarantined" -> 0.0))
      val metrics = json(directory.resolve("report/metrics.json"))
      val accuracy = found("accuracy_ratio").samples.map(_.value)
      assert(accuracy.length == 1 && math.abs(accuracy.head - metrics.get("accuracy").asDouble) < 1e-9)
      val stages = values(found("run_stage_duration_seconds"), "stage")
      assert(stages.keySet == Set("resolve", "plan", "score", "judge", "report", "deliver"))
      assert(statuses(directory) == Map("done" -> 1.0, "failed" -> 0.0, "gate failed" -> 0.0, "interrupted" -> 0.0))
      val info = found("run").samples.head.labels
      assert(info("run_id") == "x" && info("spark_version") == spark.version)
      assert(info("weights_sha256") == json(directory.resolve("report/run.json")).at("/weights/sha256").asText)
      assert(found("failed_gates").samples.map(_.value) == Seq(0.0))
    }
  }

  test("metrics.prom of runs that fail: the status, and what is known") {
    withData { directory =>
      assert(score(directory, "--min-accuracy=1").status == 4)
      assert(statuses(directory)("gate failed") == 1 && families(directory)("failed_gates").samples.head.value == 1)
      assert(score(directory, s"--weights=$directory/none").status == 2)
      assert(statuses(directory)("failed") == 1)
      assert(!families(directory).contains("rows") && !families(directory).contains("accuracy_ratio"))
    }
  }

  test("a text that is not of OpenMetrics is refused by the parser of these tests") {
    val right =
      "# TYPE a_seconds gauge\n# UNIT a_seconds seconds\n# HELP a_seconds Time.\na_seconds{b=\"c\"} 1.5\n# EOF\n"
    assert(OpenMetrics.parse(right).map(_.samples.map(_.value)) == Seq(Seq(1.5)))
    for (
      (from, to) <- Seq(
        "# EOF\n" -> "",
        "# EOF\n" -> "\n# EOF\n",
        " 1.5" -> " one",
        " 1.5" -> " NaN",
        "a_seconds{" -> "other{",
        "b=\"c\"" -> "b=c",
        "b=\"c\"" -> "b=\"c\",b=\"d\"",
        "seconds seconds" -> "seconds minutes",
        " gauge" -> " number",
        " Time." -> ""
      )
    ) intercept[RuntimeException](OpenMetrics.parse(right.replace(from, to)))
  }

  test("lineage.json is a run event of OpenLineage with inputs, outputs, rows and data quality") {
    withData { directory =>
      done(score(directory))
      val event = json(directory.resolve("report/lineage.json"))
      assert(event.get("eventType").asText == "COMPLETE")
      Instant.parse(event.get("eventTime").asText)
      UUID.fromString(event.at("/run/runId").asText)
      assert(event.get("schemaURL").asText == "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent")
      assert(event.get("producer").asText.startsWith("urn:mnist-scorer:"))
      assert(event.at("/job/namespace").asText == "mnist-scorer" && event.at("/job/name").asText == "score")
      val input = event.at("/inputs/0")
      assert(input.get("namespace").asText == "file" && input.get("name").asText == s"$directory/data")
      assert(input.at("/inputFacets/dataQualityMetrics/rowCount").asInt == 60)
      assert(input.at("/inputFacets/dataQualityMetrics/columnMetrics/label/nullCount").asInt == 0)
      val output = event.at("/outputs/0")
      assert(output.get("namespace").asText == "file" && output.get("name").asText == s"$directory/out/run_id=x")
      assert(output.at("/outputFacets/outputStatistics/rowCount").asInt == 60)
      val facets = Seq("/run/facets/processing_engine", "/inputs/0/inputFacets/dataQualityMetrics") :+
        "/outputs/0/outputFacets/outputStatistics"
      for (facet <- facets; field <- Seq("_producer", "_schemaURL")) assert(event.at(s"$facet/$field").isTextual, facet)
    }
  }

  test("lineage.json of a run that fails: the reason, and no outputs") {
    withData { directory =>
      assert(score(directory, "--min-accuracy=1").status == 4)
      val event = json(directory.resolve("report/lineage.json"))
      assert(event.get("eventType").asText == "FAIL" && event.get("outputs").isEmpty)
      assert(event.at("/run/facets/errorMessage/message").asText.contains("accuracy"))
      assert(event.at("/run/facets/errorMessage/programmingLanguage").asText == "JAVA")
    }
  }
}
