package dev.mnistscorer

import java.nio.file.{Files, Path}

/** The Spark in SPARK_HOME: which jar it gets, and with which settings. */
class SparkHomeSuite extends SparkTest with ProcessTest {
  private val java = Map("JAVA_HOME" -> System.getProperty("java.home"))
  private val project = SubmitScript.script.getParent
  private val module = "--add-modules=jdk.incubator.vector"

  /** The words of the command that a run would be, on a Spark of this version. */
  private def words(directory: Path, version: String, arguments: String*): Seq[String] = {
    val print = "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\n"
    val home = SubmitScript.spark(Files.createTempDirectory(directory, "spark"), print, version)
    val conf = Map("SPARK_CONF_DIR" -> directory.toString)
    val dry =
      SubmitScript.run("--dry-run" +: arguments, java ++ conf + ("SPARK_HOME" -> home.toString), without = Set())
    assert(dry.status == 0 && dry.err.isEmpty, dry.err)
    val ended = SubmitScript.run(Seq("-c", dry.out), command = Path.of("/bin/bash"))
    ended.out.linesIterator.map(_.drop(1).dropRight(1)).toSeq
  }

  private def settings(words: Seq[String]): Seq[String] =
    words.sliding(2).collect { case Seq("--conf", setting) if !setting.contains("LC_ALL") => setting }.toSeq

  test("each Spark gets the jar that was built for it") {
    withDirectory { directory =>
      for (
        (version, jar) <- Seq(
          "2.12-3.5.6" -> "spark3.5_2.12/mnist-scorer-spark3.5_2.12.jar",
          "2.12-3.5.4.7.3.1.0-197" -> "spark3.5_2.12/mnist-scorer-spark3.5_2.12.jar",
          "2.13-3.5.6" -> "spark3.5_2.13/mnist-scorer-spark3.5_2.13.jar",
          "2.13-4.0.1-amzn-0" -> "mnist-scorer.jar",
          "2.13-4.1.0" -> "mnist-scorer.jar",
          "2.13-4.2.0" -> "mnist-scorer.jar"
        )
      ) assert(words(directory, version).last == s"$project/target/$jar")
    }
  }

  test("a Spark that the job does not run on is refused in one line") {
    for (version <- Seq("2.12-3.4.4", "2.12-2.4.8", "2.13-4.3.0", "2.13-5.0.0")) withDirectory { directory =>
      SubmitScript.spark(directory, "#!/bin/sh\nexit 9\n", version)
      val Array(scala, number) = version.split("-")
      assert(
        SubmitScript.run(Seq(), java + ("SPARK_HOME" -> directory.toString)) == Ended(
          2,
          "",
          s"Cannot run on Spark $number with Scala $scala (SPARK_HOME is $directory): this job runs on Spark 3.5 with" +
            " Scala 2.12 or 2.13, and on Spark 4.0 to 4.2 with Scala 2.13\n"
        )
      )
    }
  }

  test("a SPARK_HOME without jars is named") {
    withDirectory { directory =>
      SubmitScript.executable(directory.resolve("bin/spark-submit"), "#!/bin/sh\nexit 9\n")
      assert(
        SubmitScript.run(Seq(), java + ("SPARK_HOME" -> directory.toString)) == Ended(
          2,
          "",
          s"Cannot tell the version of Spark: SPARK_HOME is $directory, which has no jars/spark-core_*.jar\n"
        )
      )
    }
  }

  test("on Spark 3.5 driver and executors get the module of the vector kernel, beside the options of the user") {
    withDirectory { directory =>
      assert(settings(words(directory, "2.13-4.0.1")).isEmpty)
      val onlyHot = JavaProcess.OnlyHot.mkString(" ")
      val ours = s"spark.driver.defaultJavaOptions=-XX:+UseParallelGC $onlyHot $module"
      assert(
        settings(words(directory, "2.12-3.5.6", "--driver-java-options", "-Da=b", "--")) ==
          Seq(ours, s"spark.executor.defaultJavaOptions=$module")
      )
      val executors = "spark.executor.defaultJavaOptions"
      for (words <- Seq(Seq("--conf", s"$executors=-Da=b -Dc"), Seq("-c", s"$executors=-Da=b -Dc")))
        assert(
          settings(this.words(directory, "2.12-3.5.6", words :+ "--": _*)).takeRight(2) ==
            Seq(ours, s"$executors=-Da=b -Dc $module")
        )
      val properties = Files.writeString(directory.resolve("x.properties"), s"$executors : -Dx\n")
      Files.writeString(
        directory.resolve("spark-defaults.conf"),
        s"#$executors -Dno\n$executors -Dold\n$executors   -Da=b -Dc\nspark.driver.defaultJavaOptions=-Dd\n"
      )
      assert(
        settings(words(directory, "2.12-3.5.6")) ==
          Seq(s"spark.driver.defaultJavaOptions=-Dd $module", s"$executors=-Da=b -Dc $module")
      )
      assert(
        settings(words(directory, "2.12-3.5.6", "--properties-file", properties.toString, "--")) ==
          Seq(s"spark.driver.defaultJavaOptions=$module", s"$executors=-Dx $module")
      )
    }
  }

  test("a locale that the user gives to the executors stays") {
    withDirectory { directory =>
      val stated = words(directory, "2.13-4.1.0", "--conf=spark.executorEnv.LC_ALL=de_DE.UTF-8", "--")
      assert(
        stated.filter(_.contains("LC_ALL")) == Seq(
          "--conf=spark.executorEnv.LC_ALL=de_DE.UTF-8",
          "spark.yarn.appMasterEnv.LC_ALL=C.UTF-8",
          "spark.kubernetes.driverEnv.LC_ALL=C.UTF-8"
        )
      )
    }
  }

  test("in cluster mode YARN starts the driver once, unless the user says otherwise; in client mode nothing is set") {
    withDirectory { directory =>
      def attempts(arguments: String*) =
        words(directory, "2.13-4.1.0", arguments :+ "--": _*).filter(_.contains("maxAppAttempts"))
      val once = Seq("spark.yarn.maxAppAttempts=1")
      assert(attempts("--master", "yarn", "--deploy-mode", "cluster") == once)
      assert(attempts("--deploy-mode=cluster") == once)
      assert(attempts("--conf", "spark.submit.deployMode=cluster") == once)
      assert(attempts("--master", "yarn", "--deploy-mode", "client").isEmpty)
      assert(attempts("--deploy-mode", "cluster", "--conf=spark.yarn.maxAppAttempts=3").forall(_.endsWith("=3")))
    }
  }
}
