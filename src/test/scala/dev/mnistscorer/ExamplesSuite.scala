package dev.mnistscorer

import java.nio.file.{Files, Path}

import org.scalatest.funsuite.AnyFunSuite

/** The schedulers' examples hold arguments that the job takes: each is shown with --print-config, which checks it all. */
class ExamplesSuite extends AnyFunSuite {
  private def text(name: String): String = Files.readString(Path.of("conf/examples", name))

  private def assertTaken(arguments: Seq[String]): Unit = {
    val out = new java.io.ByteArrayOutputStream
    val print = new java.io.PrintStream(out, true)
    assert(Main.run(print, print, arguments :+ "--print-config": _*) == 0, out)
    for (argument <- arguments if argument.startsWith("--")) {
      val shown = out.toString.linesIterator.find(_.startsWith(argument.drop(2) + "=")).get
      assert(shown.endsWith("# command line"), argument)
    }
    assert(arguments.count(_.startsWith("--")) >= 9)
  }

  test("the crontab line") {
    val line = text("crontab").linesIterator.find(_.startsWith("15 2 * * * /opt/mnist-scorer/submit.sh ")).get
    assert(!line.replace("\\%", "").contains("%"))
    val command =
      line.split("submit.sh ")(1).split(" >> ")(0).replace("\\%", "%").replaceAll("\"\\$\\(.*?\\)\"", "2026-01-01")
    assertTaken(command.split(" ").toSeq)
  }

  test("the Airflow DAG") {
    val list = "(?s)application_args=\\[(.*?)\n        ]".r.findFirstMatchIn(text("airflow_dag.py")).get.group(1)
    val arguments = "\"([^\"]*)\"".r.findAllMatchIn(list).map(_.group(1).replace("{{ ds }}", "2026-01-01")).toSeq
    assertTaken(arguments)
  }

  test("the ScheduledSparkApplication") {
    val yaml = text("scheduled-spark-application.yaml")
    assert(yaml.contains("\n    mainClass: dev.mnistscorer.Main\n"))
    val list = "(?s)\n    arguments:\n(.*?)\n    \\w".r.findFirstMatchIn(yaml).get.group(1)
    val arguments = list.linesIterator.map(_.trim.stripPrefix("- ").replace("\"", "")).toSeq
    assertTaken(arguments)
  }
}
