package dev.mnistscorer

import java.nio.file.{Files, Path}

/** The locale, terminal, logs and settings that submit.sh and conf give to Spark. */
class SubmitSettingsSuite extends SparkTest with ProcessTest {
  import SubmitScript.executable

  private val java = Map("JAVA_HOME" -> System.getProperty("java.home"))

  test("an ASCII locale becomes UTF-8, also where the command locale is missing, and another one stays") {
    withDirectory { directory =>
      SubmitScript.spark(directory, "#!/bin/sh\necho \"<$LC_ALL>\"\n")
      def locale(environment: (String, String)*): String = {
        val ended = SubmitScript.run(
          Seq(),
          java + ("SPARK_HOME" -> directory.toString) ++ environment,
          without = Set("LC_ALL", "LC_CTYPE", "LANG", "SPARK_CONF_DIR")
        )
        assert(ended.status == 0 && ended.err.isEmpty)
        ended.out.trim
      }
      assert(locale() == "<C.UTF-8>")
      assert(locale("LC_ALL" -> "C") == "<C.UTF-8>")
      assert(locale("LC_ALL" -> "POSIX", "LANG" -> "C.UTF-8") == "<C.UTF-8>")
      assert(locale("LANG" -> "C.UTF-8") == "<>")
      executable(directory.resolve("tools/locale"), "#!/bin/sh\nexit 127\n")
      assert(locale("PATH" -> s"$directory/tools:${System.getenv("PATH")}") == "<C.UTF-8>")
      executable(directory.resolve("tools/locale"), "#!/bin/sh\necho ISO-8859-1\n")
      assert(locale("PATH" -> s"$directory/tools:${System.getenv("PATH")}") == "<>")
    }
  }

  test("with LC_ALL=C paths outside ASCII are read and written by their names") {
    assume(System.getProperty("sun.jnu.encoding") == "UTF-8")
    withDirectory { directory =>
      val input = Files.createDirectory(directory.resolve("ümläut für 数字"))
      Idx.write(input, 300)
      Pickles.write(input.resolve("gewichte-ß"), 784, 50, 10)
      val ended = SubmitScript.run(
        Seq(
          s"--input=$input",
          s"--weights=$input/gewichte-ß",
          s"--output=$input/ausgänge",
          s"--report=$input/bericht-ü",
          "--run-id=x"
        ) ++ Pickles.stated,
        java + ("LC_ALL" -> "C")
      )
      assert(ended.status == 0, ended.err)
      assert(ended.out.startsWith(s"Scoring $input with $input/gewichte-ß: 784-50-10"))
      assert(Files.exists(input.resolve("bericht-ü/report.html")))
      assert(Files.exists(input.resolve("ausgänge/run_id=x/_manifest.json")))
      assert(Files.readString(input.resolve("bericht-ü/run.json")).contains("gewichte-ß"))
      assert(Files.list(input).count() == 5)
    }
  }

  test("the progress bar is for terminals, unless the user says otherwise") {
    val bar = "-Dspark.ui.showConsoleProgress=true"
    assert(!SubmitScript.run(Seq("--dry-run"), java).out.contains("showConsoleProgress"))
    val terminal = Path.of("/usr/bin/script")
    assume(Files.exists(terminal))
    val ended =
      SubmitScript.run(Seq("-qec", s"${SubmitScript.script} --dry-run", "/dev/null"), java, command = terminal)
    assert(ended.status == 0 && ended.out.contains(s" $bar "), ended.out)
  }

  test("an account key of Azure is in no log, of ours or of a cluster with settings of its own") {
    withDirectory { directory =>
      val key = "planted-92ab"
      val own = Files.createDirectory(directory.resolve("conf"))
      val withOwn = java + ("SPARK_CONF_DIR" -> own.toString)
      for (environment <- Seq(java, withOwn)) {
        val events = Files.createTempDirectory(directory, "events")
        val settings = Seq(
          s"spark.hadoop.fs.azure.account.key.x=$key",
          s"spark.hadoop.fs.azure.sas.c.x=$key",
          "spark.eventLog.enabled=true",
          "spark.eventLog.compress=false",
          s"spark.eventLog.dir=file:$events"
        )
        val verbose = if (environment eq java) Seq("--verbose") else Seq("--master", "local[1]")
        val ended = SubmitScript.run(
          verbose ++ settings.flatMap(Seq("--conf", _)) ++ Seq("--", "--input", "sample:500"),
          environment,
          without = Set("SPARK_HOME")
        )
        assert(ended.status == 0 && !(ended.out + ended.err).contains(key), ended.err)
        val logs = Files.walk(events).filter(Files.isRegularFile(_)).map[String](Files.readString(_)).toList
        assert(logs.toString.contains("fs.azure.account.key.x") && !logs.toString.contains(key))
      }
    }
  }

  test("a driver with too little memory ends in one line") {
    val ended = SubmitScript.run(Seq("--driver-memory", "300m", "--", "--input", "sample:500"), java)
    assert(ended.status == 2 && ended.out.isEmpty)
    val lines = ended.err.linesIterator.filterNot(_.startsWith("WARNING: Using incubator modules")).toSeq
    assert(
      lines.length == 1 && lines.head.matches(
        "Cannot start Spark: \\[INVALID_DRIVER_MEMORY] System memory \\d+ must be at least 471859200\\."
      ),
      ended.err
    )
  }
}
