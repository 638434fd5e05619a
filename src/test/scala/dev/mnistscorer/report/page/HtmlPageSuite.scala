package dev.mnistscorer.report.page

import java.io.{ByteArrayInputStream, IOException}
import java.nio.file.{Files, Path}
import java.util.{Base64, Optional, OptionalDouble, List => JavaList}

import scala.jdk.CollectionConverters._

import com.fasterxml.jackson.databind.JsonNode
import dev.mnistscorer.evaluation.{Evaluation, Image, ScoredImage, Tally}
import dev.mnistscorer.image.{ImageSample, Shape}
import dev.mnistscorer.source.sample.{Hand, SampleDigits}
import dev.mnistscorer.table.{ImageSize, MetricsLevel}
import dev.mnistscorer.{HookedFileSystem, Idx, Pickles, ScoringTest}
import javax.imageio.ImageIO

class HtmlPageSuite extends ScoringTest {
  private def written(directory: Path): Html = new Html(Files.readString(directory.resolve("report/report.html")))

  /** Scores with weights of no use, which make mistakes. */
  private def page(directory: Path, more: String*): Html = {
    val ended = score(directory, more: _*)
    assert(ended.status == 0 || ended.status == 4, ended.err)
    written(directory)
  }

  private def four(value: JsonNode): String = if (value.isNull) "–" else f"${value.asDouble}%.4f"

  private def decision(html: Html): String = html.withClass("p", "decision").head.getTextContent

  test("the figures on the page are those of metrics.json") {
    withData { directory =>
      val html = page(directory, "--input=sample:3000")
      val metrics = json(directory.resolve("report/metrics.json"))
      val cards = html.withClass("ul", "cards").flatMap(Html.elements(_, "li")).map { card =>
        Html.elements(card, "span").head.getTextContent -> Html.elements(card, "b").head.getTextContent
      }
      assert(
        cards == Seq(
          "Accuracy" -> four(metrics.get("accuracy")),
          "Macro F1" -> four(metrics.at("/macro/f1")),
          "MCC" -> four(metrics.get("mcc")),
          "Log-loss" -> four(metrics.get("logLoss")),
          "ECE" -> four(metrics.at("/calibration/ece")),
          "Macro AUC" -> four(metrics.at("/macro/auc"))
        )
      )
      val matrix = metrics.get("confusionMatrix").elements.asScala.map(_.elements.asScala.map(_.asLong).toSeq).toSeq
      val cells = html.withClass("span", "count").map(_.getTextContent.replace(",", "").toLong)
      assert(cells == matrix.flatten)
      val ofRow = matrix.flatMap(row => row.map(count => f"${100.0 * count / row.sum}%.1f"))
      assert(html.withClass("span", "of-row").map(_.getTextContent) == ofRow)
      val sums = matrix.transpose.map(_.sum)
      val ofColumn = matrix.flatMap(_.zip(sums).map { case (n, sum) =>
        if (sum == 0) "–" else f"${100.0 * n / sum}%.1f"
      })
      assert(html.withClass("span", "of-column").map(_.getTextContent) == ofColumn)
      val classes = metrics.get("classes").elements.asScala.toSeq.sortBy(_.get("recall").asDouble)
      val rows = html.table("Metrics of classes, with the 95 % CI of recall").take(10)
      assert(rows.head.head == s"${classes.head.get("label")} (lowest)")
      assert(
        rows.map(row => Seq(row(2), row(4), row(5), row(6))) == classes
          .map(each => Seq("recall", "precision", "f1", "auc").map(name => four(each.get(name))))
      )
    }
  }

  test("the first line says how the run was decided, and each gate is listed, also those that passed") {
    withData { directory =>
      val rejected = page(directory, "--min-accuracy=0.95", "--max-log-loss=100")
      assert(
        decision(rejected) == "Rejected: failed 1 of 2 quality gates; nothing was published." +
          s" The predictions were withheld from $directory/out, run x."
      )
      assert(
        rejected.table("Quality gates, all of which must be passed").map(_.last) == Seq("✕ failed", "✓ passed")
      )
      assert(
        rejected.elements("title").head.getTextContent.contains(": rejected, 10.0 % right (95 % CI 4.7 to 20.1): ")
      )
      assert(rejected.withClass("line", "limit").length == 1)
      val published = page(directory, "--min-accuracy=0.01", "--overwrite")
      assert(
        decision(published) == s"Published: passed the quality gate. Predictions: $directory/out, run x."
      )
      done(main("--input=sample:100", s"--report=$directory/report"))
      assert(decision(written(directory)) == "Scored: no quality gate was set. Predictions were not to be written.")
      done(main("--input=sample:100", s"--report=$directory/report", "--min-recall=0"))
      assert(
        decision(written(directory)) == "Passed: passed all 10 quality gates. Predictions were not to be written."
      )
    }
  }

  test("a run that fails after its evaluation says so on its page") {
    withData { directory =>
      val ended = HookedFileSystem.during { (step, path) =>
        if (step == "listed" && path.getName.startsWith("_attempt-")) throw new IOException("connection reset")
      } {
        score(directory, s"--output=hooked:$directory/out")
      }
      assert(ended.status == 3)
      assert(
        decision(written(directory)) == "Failed: the run failed after scoring; nothing was published." +
          " Cannot finish: connection reset."
      )
    }
  }

  test("warnings of the run are at the top of the page") {
    withData { directory =>
      Idx.write(directory.resolve("data"), 400, "a")
      val warnings = page(directory).withClass("p", "decision").tail.map(_.getTextContent)
      assert(warnings.length == 1)
      assert(warnings.head.startsWith("Warning: the accuracy of 0.1000 is hardly better than guessing: "))
    }
  }

  test("the same input gives the same bytes, whatever the time, the partitions, the batches and the kernel") {
    withData { directory =>
      def bytes(report: String, more: String*): String = {
        val input = Seq(s"--input=$directory/data", s"--weights=$directory/weights.pkl")
        done(main(input ++ Pickles.stated :+ s"--report=$directory/$report" :++ more: _*))
        Files.readString(directory.resolve(s"$report/report.html"))
      }
      val first = bytes("a")
      assert(bytes("b", "--partitions=7", "--batch-size=3", "--kernel=scalar") == first)
    }
  }

  test("every number of the matrix leads to its images, at most eight, and every link to a place on the page") {
    withData { directory =>
      val html = page(directory, "--input=sample:2000")
      val links = html.elements("a").map(_.getAttribute("href"))
      assert(links.forall(_.startsWith("#")))
      links.distinct.foreach(link => html.byId(link.drop(1)))
      for (cell <- html.elements("td").filter(_.getAttribute("style").startsWith("--strength"))) {
        val count = Html.elements(cell, "span").find(_.getAttribute("class") == "count").get.getTextContent
        val link = Html.elements(cell, "a").map(_.getAttribute("href"))
        if (count == "0") assert(link.isEmpty)
        else {
          val shown = Html.elements(html.byId(link.head.drop(1)), "img")
          assert(shown.length == math.min(8, count.replace(",", "").toInt))
          assert(link.head.matches("#cell-\\d-\\d"))
        }
      }
    }
  }

  test("mistakes of high confidence are listed with file and position") {
    withData { directory =>
      val html = page(directory)
      val worst = json(directory.resolve("report/metrics.json")).get("worstMistakes").elements.asScala.toSeq
      assert(worst.nonEmpty)
      assert(
        html.table("Files and positions of these images") == worst.map(each =>
          Seq(
            s"#${each.get("index")}",
            s"${each.get("label")} → ${each.get("prediction")}",
            f"${each.get("confidence").asDouble}%.3f",
            each.get("origin").asText
          )
        )
      )
    }
  }

  test("thresholds of confidence say what is left to a person, and how right the rest is") {
    withData { directory =>
      val html = page(directory, "--probabilities")
      val scored = spark.read.parquet(s"$directory/out").select("confidence", "label", "prediction").collect().toSeq
      val rows = html.table("Accuracy of the rest if images up to a confidence are sent to a person")
      assert(rows.map(_.head).head == "none" && rows.map(_.head).contains("0.995"))
      for (row <- rows.tail) {
        val kept = scored.filter(_.getFloat(0) > row.head.toDouble)
        val right = kept.count(each => each.getInt(1) == each.getInt(2))
        assert(row(2).toInt == scored.length - kept.length, row.head)
        assert(row(3) == (if (kept.isEmpty) "–" else f"${right.toDouble / kept.length}%.4f"))
        assert(row(5).toInt == kept.length - right)
      }
    }
  }

  test("accuracy by file is shown where there are several, that of a column where it is asked for, the worst first") {
    withData { directory =>
      Idx.write(directory.resolve("data"), 40, "b")
      val html = page(directory)
      val files = html.table("By file: 2 values, in the order of the upper end of the 95 % CI")
      assert(files.map(row => row(4).toInt).sorted == Seq(40, 60))
      val rows = spark.read.format("idx").load(s"$directory/data/a-images-idx3-ubyte")
      rows
        .selectExpr("label", "image", "if(index < 50, 'early', null) as half", "date'2026-11-21' + label as day")
        .write
        .parquet(s"$directory/table")
      val table = page(directory, s"--input=$directory/table", "--slice-by=half,DAY", "--run-id=y")
      val halves = table.table("By half: 2 values, in the order of the upper end of the 95 % CI")
      assert(halves.map(row => row.head -> row(4)).toSet == Set("early" -> "50", "(missing)" -> "10"))
      val days = table.table("By day: 10 values, in the order of the upper end of the 95 % CI")
      assert(days.map(_.head).sorted.head == "2026-11-21" && days.map(_(4)).toSet == Set("6"))
      val uppers = days.map(_(3).split(" to ").last.toDouble)
      assert(uppers == uppers.sorted)
      refused(
        score(directory, s"--input=$directory/table", "--slice-by=hour", "--run-id=z"),
        s"[$directory/table] --slice-by must name kept columns of text, whole numbers, booleans or dates but named hour;" +
          " there are half, day"
      )
    }
  }

  test("the model card repeats the run, and states the network as it was understood") {
    withData { directory =>
      val html = page(directory, "--min-recall=0.1", "--batch-size=7")
      val facts = html.table("Network, input and versions").map(row => row.head -> row(1)).toMap
      assert(facts("Network") == "784-20-10 (sigmoid, softmax)" && facts("Parameters") == "15,910")
      assert(facts("Assumed") == "softmax after the last layer (assumed: the file does not say; --output-activation)")
      assert(facts("Understood as").startsWith("pixels times "))
      val command = Html.elements(html.byId("card"), "code").head.getTextContent
      assert(command.startsWith(s"./submit.sh score --input $directory/data ") && command.contains(" --min-recall 0.1"))
      assert(!command.contains("batch") && !command.contains("report") && !command.contains("run-id"))
      val again = main(command.split(' ').toSeq.drop(1) :+ s"--report=$directory/again": _*)
      assert(again.status == 4, again.err)
      assert(json(directory.resolve("again/metrics.json")) == json(directory.resolve("report/metrics.json")))
    }
  }

  test("the page refers to nothing outside itself, and its pictures are pictures") {
    withData { directory =>
      val html = page(directory, "--input=sample:500")
      assert(html.elements("script").isEmpty && html.elements("link").isEmpty)
      for (word <- Seq("http://", "https://", "@import", "url(")) assert(!html.text.contains(word))
      val images = html.elements("img")
      assert(images.length >= 80)
      for (image <- images) {
        val source = image.getAttribute("src")
        assert(source.startsWith("data:image/png;base64,"))
        val picture = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder.decode(source.substring(22))))
        assert((picture.getWidth, picture.getHeight) == ((28, 28)))
        assert(image.getAttribute("alt").nonEmpty)
      }
    }
  }

  test("charts and tables can be read by those who do not see them") {
    withData { directory =>
      val html = page(directory, "--input=sample:500")
      val charts = html.elements("svg")
      assert(charts.length > 10)
      assert(charts.forall(chart => chart.getAttribute("role") == "img" && chart.getAttribute("aria-label").nonEmpty))
      assert(html.elements("th").forall(_.getAttribute("scope").nonEmpty))
      assert(html.elements("table").forall(Html.elements(_, "caption").exists(_.getTextContent.nonEmpty)))
      val scrolled = html.withClass("div", "scroll")
      assert(scrolled.forall(each => each.getAttribute("tabindex") == "0" && each.getAttribute("aria-label").nonEmpty))
      assert(html.elements("html").isEmpty || html.elements("html").head.getAttribute("lang") == "en")
      assert(html.text.contains("<html lang=\"en\">"))
    }
  }

  test("what comes from outside is escaped") {
    withData { directory =>
      val hostile = Files.createDirectory(directory.resolve("<script>alert(1)<"))
      Files.write(hostile.resolve("x\"'&"), Idx.images(40))
      val html = page(directory, s"--input=$hostile/x\"'&")
      assert(!html.text.contains("<script"))
      assert(html.text.contains("&lt;script&gt;alert(1)&lt;/x&quot;&#39;&amp;"))
    }
  }

  test("without labels the page shows predictions, the least confident images and examples, and no accuracy") {
    withData { directory =>
      Files.delete(directory.resolve("data/a-labels-idx1-ubyte"))
      val html = page(directory)
      assert(html.withClass("p", "headline").head.getTextContent == "Not evaluated: none of 60 images has a label")
      assert(html.headings == Seq("Predictions", "Confidence", "Images without a label", "Images", "Model card"))
      assert(html.table("Predictions by class").map(_(1).toInt).sum == 60)
      assert(html.elements("img").length >= 50)
    }
  }

  test("a report without probabilities has what follows from the confusion matrix") {
    withData { directory =>
      val html = page(directory, "--metrics=accuracy")
      assert(html.headings == Seq("Confusion matrix", "Classes", "Images", "Model card"))
      assert(html.elements("img").isEmpty && html.withClass("span", "count").length == 100)
      assert(!Files.readString(directory.resolve("report/metrics.json")).contains("logLoss"))
    }
  }

  test("the page is below 1 MB, also where ten classes are all confused with one another") {
    val drawn = SampleDigits
      .read(spark, 1000, Hand.HARD, 1)
      .select("image")
      .collect()
      .map(_.getAs[Array[Byte]](0))
    val tally = new Tally(10, MetricsLevel.ALL)
    for (i <- 0 until 1000) {
      val plain = Image(i.toLong, i % 10, i / 10 % 10, Array.tabulate(10)(k => if (k == i / 10 % 10) .91f else .01f))
      tally.add(new ScoredImage {
        override def label: Int = plain.label
        override def prediction: Int = plain.prediction
        override def probabilities: Array[Float] = plain.probabilities
        override def origin: String = plain.origin
        override def index: Long = plain.index
        override def slice(number: Int): String = plain.origin
        override def confidence: Float = plain.confidence
        override def challengerPrediction: Int = plain.challengerPrediction
        override def challengerConfidence: Float = plain.challengerConfidence
        override def pixels: Array[Byte] = drawn(i)
      })
    }
    val figures = new ImageSample(new Shape(28, 28)).figures
    val facts = new PageFacts(
      "images",
      "weights",
      Decision.SCORED,
      "",
      JavaList.of(),
      OptionalDouble.empty,
      "1,000 read",
      JavaList.of(),
      new ImageSize(28, 28, 1000, 1000),
      Optional.of(figures),
      JavaList.of(),
      "./submit.sh"
    )
    val html = HtmlPage.of(Evaluation.of(tally), facts)
    assert("<img ".r.findAllIn(html).length == 800 + 50)
    assert(html.length < 1000000, html.length)
  }
}
