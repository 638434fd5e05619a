package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

/** Names of classes in all that people read, and beside the numbers in all that programs read. */
class ClassNamesSuite extends ScoringTest {
  private val names =
    Seq("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
  private val named = s"--class-names=${names.mkString(",")}"

  private def lines(file: Path): Seq[String] = Files.readAllLines(file).asScala.toSeq

  test("the text has them in its tables and in the list of mistakes") {
    withData { directory =>
      val text = done(score(directory, named)).out
      val plain = done(score(directory, "--run-id=y")).out
      assert(text.contains("\n               precision    recall  f1-score   support\n"), text)
      assert("(?m)^0 T-shirt/top {6}".r.findFirstIn(text).isDefined, text)
      assert("(?m)^ 9 Ankle boot {6}".r.findFirstIn(text).isDefined, text)
      assert("(?m)^ {15}0  1  2".r.findFirstIn(text).isDefined || text.contains("Confusion matrix"), text)
      val mistake = """(?m)^ *(\S+) taken for (\S+): (\d+)$""".r
      val expected =
        mistake.findAllMatchIn(plain).map(m => (names(m.group(1).toInt), names(m.group(2).toInt), m.group(3)))
      val list = text.substring(text.indexOf("Most confused"))
      for ((label, prediction, count) <- expected) assert(list.contains(s"$label taken for $prediction: $count\n"))
    }
  }

  test("metrics.json and the CSV files have them beside the numbers, and are otherwise the same") {
    withData { directory =>
      done(score(directory, named, s"--report=$directory/named"))
      done(score(directory, "--run-id=y", s"--report=$directory/plain"))
      val root = json(directory.resolve("named/metrics.json"))
      assert(root.get("classes").elements.asScala.map(_.get("name").asText).toSeq == names)
      val without = lines(directory.resolve("named/metrics.json")).filterNot(_.matches(" *\"name\" : .*"))
      assert(without == lines(directory.resolve("plain/metrics.json")))
      for (file <- Seq("per_class_metrics.csv", "confusion_matrix.csv")) {
        val plain = lines(directory.resolve(s"plain/$file"))
        val expected = plain.zip("name" +: names).map { case (line, name) => s"$line,$name" }
        assert(lines(directory.resolve(s"named/$file")) == expected)
      }
    }
  }

  test("the page has them in its tables, charts and pictures") {
    withData { directory =>
      done(score(directory, named))
      val page = Files.readString(directory.resolve("report/report.html"))
      assert(page.contains("<th scope=\"col\">6 Shirt</th>") && page.contains("<th scope=\"row\">6 Shirt</th>"))
      assert(page.contains("title=\"true Shirt, predicted Bag: "))
      assert(page.contains("<h3>True class Shirt, predicted "))
      assert("<b>[A-Z][^<0-9]* → [A-Z][^<0-9]*</b>".r.findFirstIn(page).isDefined)
      assert("alt=\"A Shirt predicted as [A-Z]".r.findFirstIn(page).isDefined)
    }
  }

  test("without labels they are beside the counts of predictions") {
    withData { directory =>
      Files.delete(directory.resolve("data/a-labels-idx1-ubyte"))
      val text = done(score(directory, named)).out
      assert(text.contains("\n        class  predicted\n\n0 T-shirt/top "), text)
    }
  }

  test("inspect shows them with labels, pictures and probabilities") {
    withData { directory =>
      val all = main("inspect", s"--input=$directory/data", named, "--count=1").out
      assert(all.contains("\n0 T-shirt/top         6  ") && all.contains("\n 9 Ankle boot         6  "), all)
      assert(all.linesIterator.toSeq.last.strip == "T-shirt/top")
      val one = main("inspect", s"--input=$directory/data", "--index=6", "--weights=builtin", named).out
      assert(one.startsWith(s"Image 6 of $directory/data, label 6 Shirt\n"))
      assert("(?m)^      6 Shirt  0\\.\\d{6}".r.findFirstIn(one).isDefined, one)
    }
  }

  test("as many names as the network has classes are required, which differ and are not empty") {
    withData { directory =>
      refused(
        score(directory, "--class-names=a,b,c"),
        "--class-names must name the network's 10 classes but names 3"
      )
      for (
        (text, message) <- Seq(
          "a,a" -> "names of classes must differ but were a, a",
          "a,,b" -> "a name of a class must not be empty"
        )
      ) {
        val ended = score(directory, s"--class-names=$text")
        assert(ended.status == 1 && ended.err.startsWith(message), ended.err)
      }
    }
  }

  test("a name with a comma, which only a data set can have, is quoted in CSV") {
    val tally = new dev.mnistscorer.evaluation.Tally(2, dev.mnistscorer.table.MetricsLevel.ACCURACY)
    val classes = new dev.mnistscorer.table.ClassNames(java.util.List.of("a, b", "c \"d\""))
    val evaluation = dev.mnistscorer.evaluation.Evaluation.of(tally, classes)
    val rows = dev.mnistscorer.report.CsvReport.confusionMatrix(evaluation).linesIterator.toSeq
    assert(rows == Seq("label\\prediction,0,1,name", "0,0,0,\"a, b\"", "1,0,0,\"c \"\"d\"\"\""))
  }
}
