package dev.mnistscorer.report

import java.io.{ByteArrayInputStream, StringReader}
import java.nio.file.{Files, Path}
import java.util.{Base64, Map => JavaMap}

import scala.jdk.CollectionConverters._

import com.fasterxml.jackson.databind.ObjectMapper
import dev.mnistscorer.{Ended, Pickles, SparkTest}
import javax.imageio.ImageIO
import javax.xml.parsers.DocumentBuilderFactory
import org.w3c.dom.{Document, Element}
import org.xml.sax.InputSource

class HtmlReportSuite extends SparkTest {

  /** The page as XML: every element is closed and every value escaped, or this fails. */
  private def parse(html: String): Document = {
    val xml = html
      .replace("<!DOCTYPE html>", "")
      .replaceAll("<(meta|input|img)([^>]*)>", "<$1$2/>")
      .replaceAll(" (checked)(?=[ />])", " checked=\"checked\"")
    DocumentBuilderFactory.newInstance.newDocumentBuilder.parse(new InputSource(new StringReader(xml)))
  }

  private def elements(document: Document, name: String): Seq[Element] = {
    val found = document.getElementsByTagName(name)
    Seq.tabulate(found.getLength)(i => found.item(i).asInstanceOf[Element])
  }

  private def withClass(document: Document, name: String, kind: String): Seq[Element] =
    elements(document, name).filter(_.getAttribute("class").split(' ').contains(kind))

  private def report(directory: Path, input: String): (Document, String, String) = {
    // Weights of no use, which make mistakes.
    val weights = Pickles.write(directory.resolve("weights"), 784, 20, 10)
    val Ended(status, _, err) = main(
      Seq("score", s"--input=$input", s"--weights=$weights", s"--report=$directory/report") ++ Pickles.stated: _*
    )
    assert(status == 0, err)
    val html = Files.readString(directory.resolve("report/report.html"))
    (parse(html), html, Files.readString(directory.resolve("report/metrics.json")))
  }

  test("the numbers on the page are those of metrics.json") {
    withDirectory { directory =>
      val (page, _, json) = report(directory, "sample:3000")
      val metrics = new ObjectMapper().readTree(json)
      def four(value: com.fasterxml.jackson.databind.JsonNode): String =
        if (value.isNull) "-" else f"${value.asDouble}%.4f"

      val cards = elements(page, "li").filter(_.getElementsByTagName("b").getLength == 1).take(6).map { card =>
        card.getElementsByTagName("span").item(0).getTextContent -> card
          .getElementsByTagName("b")
          .item(0)
          .getTextContent
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
      val counts = withClass(page, "span", "count").map(_.getTextContent.replace(",", "").toLong)
      assert(counts == metrics.get("confusionMatrix").elements.asScala.flatMap(_.elements.asScala.map(_.asLong)).toSeq)
      val bars = withClass(page, "td", "bar").map(_.getTextContent).take(30).grouped(3).toSeq
      assert(bars == metrics.get("classes").elements.asScala.toSeq.map { each =>
        Seq("precision", "recall", "f1").map(name => four(each.get(name)))
      })
      val mistakes = metrics.get("worstMistakes").size
      assert(mistakes > 0)
      assert(elements(page, "img").count(_.getAttribute("alt").contains(" taken for ")) == mistakes)
    }
  }

  test("the page refers to nothing outside itself, and its pictures are pictures") {
    withDirectory { directory =>
      val (page, html, _) = report(directory, "sample:500")
      assert(elements(page, "script").isEmpty && elements(page, "link").isEmpty)
      assert(
        !html.contains("http://") && !html.contains("https://") && !html.contains("@import") && !html.contains("url(")
      )
      val images = elements(page, "img")
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
    withDirectory { directory =>
      val (page, _, _) = report(directory, "sample:500")
      val charts = elements(page, "svg")
      assert(charts.length == 3)
      assert(charts.forall(chart => chart.getAttribute("role") == "img" && chart.getAttribute("aria-label").nonEmpty))
      assert(elements(page, "th").forall(_.getAttribute("scope").nonEmpty))
      assert(elements(page, "html").head.getAttribute("lang") == "en")
    }
  }

  test("what comes from outside is escaped") {
    withDirectory { directory =>
      val hostile = Files.createDirectory(directory.resolve("<script>alert(1)<"))
      Files.write(hostile.resolve("x\"'&"), dev.mnistscorer.Idx.images(40))
      val (_, html, _) = report(directory, s"$hostile/x\"'&")
      assert(!html.contains("<script"))
      assert(html.contains("&lt;script&gt;alert(1)&lt;/x&quot;&#39;&amp;"))
    }
  }

  test("without labels the page shows counts, the least confident images and examples, and no accuracy") {
    withDirectory { directory =>
      Files.write(directory.resolve("x"), dev.mnistscorer.Idx.images(60))
      val (page, html, _) = report(directory, s"$directory/x")
      assert(html.contains("none has a label: not evaluated"))
      assert(withClass(page, "table", "matrix").isEmpty && elements(page, "svg").length == 1)
      assert(
        elements(page, "h2")
          .map(_.getTextContent) == Seq("By class", "Confidence", "Least confident", "Examples", "Run")
      )
    }
  }

  test("a report without probabilities has what follows from the confusion matrix") {
    withDirectory { directory =>
      val ended = main("score", "--input=sample:200", s"--report=$directory", "--metrics=accuracy")
      assert(ended.status == 0, ended.err)
      val page = parse(Files.readString(directory.resolve("report.html")))
      assert(elements(page, "svg").isEmpty && withClass(page, "span", "count").length == 100)
      assert(!Files.readString(directory.resolve("metrics.json")).contains("logLoss"))
      assert(elements(page, "h2").map(_.getTextContent) == Seq("Confusion matrix", "By class", "Run"))
    }
  }

  test("a page in headless Chromium is as wide as the window, on a desktop and on a phone") {
    val chromium = Seq("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").find(p =>
      Files.exists(Path.of(p))
    )
    assume(chromium.isDefined, "there is no Chromium on this machine")
    withDirectory { directory =>
      report(directory, "sample:1000")
      // The page as it is, and a line that says how wide it has become.
      val file = directory.resolve("report/report.html")
      val probe =
        "<script>document.title='width '+document.documentElement.scrollWidth+' of '+innerWidth</script></body>"
      Files.writeString(file, Files.readString(file).replace("</body>", probe))
      for (width <- Seq(1280, 520)) {
        val arguments = Seq(
          chromium.get,
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          s"--user-data-dir=$directory/profile",
          s"--window-size=$width,900",
          "--dump-dom",
          s"file://$file"
        )
        val process = new ProcessBuilder(arguments.asJava).redirectError(ProcessBuilder.Redirect.DISCARD).start()
        val dom = new String(process.getInputStream.readAllBytes(), "UTF-8")
        assert(process.waitFor() == 0)
        val title = "<title>width (\\d+) of (\\d+)</title>".r.findFirstMatchIn(dom).get
        assert(title.group(1).toInt <= title.group(2).toInt, title.matched)
      }
    }
  }

  test("facts about the run stand on the page in their order") {
    val tally = new dev.mnistscorer.evaluation.Tally(2, dev.mnistscorer.table.MetricsLevel.ACCURACY)
    val html = HtmlReport.of(
      dev.mnistscorer.evaluation.Evaluation.of(tally),
      28,
      28,
      Seq(JavaMap.entry("Weights", "a & b"), JavaMap.entry("Run", "7")).asJava
    )
    assert(elements(parse(html), "tr").takeRight(2).map(_.getTextContent) == Seq("Weightsa & b", "Run7"))
  }
}
