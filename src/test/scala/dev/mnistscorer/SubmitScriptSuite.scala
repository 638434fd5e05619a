package dev.mnistscorer

import java.nio.file.attribute.FileTime
import java.nio.file.{Files, Path}
import java.time.Instant

import scala.util.Properties.versionNumberString

import org.apache.spark.SPARK_VERSION

class SubmitScriptSuite extends SparkTest with ProcessTest {
  import SubmitScript.executable

  private val java = Map("JAVA_HOME" -> System.getProperty("java.home"))

  /** A Spark that prints what it is called with, a word a line. */
  private def fakeSpark(directory: Path): Path =
    SubmitScript.spark(directory, "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\n")

  /** What is added to the arguments of spark-submit: JVMs that a cluster starts have its locale. */
  private val utf8 = Seq("spark.executorEnv", "spark.yarn.appMasterEnv", "spark.kubernetes.driverEnv")
    .flatMap(names => Seq("--conf", s"$names.LC_ALL=C.UTF-8"))

  test("what is before -- goes to spark-submit and the rest to the job, word for word") {
    withDirectory { directory =>
      val ended = SubmitScript.run(
        Seq("--master", "local[1]", "--conf", "spark.x=a b", "--", "score", "--input", "it's $HOME/*", "", "--", "x"),
        java + ("SPARK_HOME" -> fakeSpark(directory).toString)
      )
      assert(ended.status == 0, ended.err)
      val home = SubmitScript.script.getParent
      assert(
        ended.out.linesIterator.toSeq == (Seq(
          "--properties-file",
          s"$home/conf/spark-defaults.conf",
          "--master",
          "local[1]",
          "--conf",
          "spark.x=a b"
        ) ++ utf8 ++ Seq(
          "--class",
          "dev.mnistscorer.Main",
          s"$home/target/mnist-scorer.jar",
          "score",
          "--input",
          "it's $HOME/*",
          "",
          "--",
          "x"
        )).map(word => s"<$word>")
      )
    }
  }

  test("without -- every word is the job's, and a cluster's own defaults win over ours") {
    withDirectory { directory =>
      Files.createDirectories(directory.resolve("conf"))
      Files.writeString(directory.resolve("conf/spark-defaults.conf"), "")
      val ended = SubmitScript.run(Seq("--input", "mnist"), java + ("SPARK_HOME" -> fakeSpark(directory).toString))
      assert(
        ended.out.linesIterator.toSeq.map(_.drop(1).dropRight(1)) == utf8 ++ Seq(
          "--class",
          "dev.mnistscorer.Main",
          s"${SubmitScript.script.getParent}/target/mnist-scorer.jar",
          "--input",
          "mnist"
        )
      )
    }
  }

  test("--dry-run prints the command and runs nothing") {
    val ended = SubmitScript.run(Seq("--dry-run", "--driver-memory", "3g", "--", "--input", "a b"), java)
    assert(ended.status == 0, ended.err)
    assert(ended.out.startsWith(s"${System.getProperty("java.home")}/bin/java "))
    assert(ended.out.contains(" -Xmx3g "))
    assert(ended.out.contains(" org.apache.spark.deploy.SparkSubmit "))
    assert(ended.out.endsWith("/target/mnist-scorer.jar --input a\\ b \n"))
  }

  test("it runs from any directory, through its own path") {
    withDirectory { directory =>
      val ended = SubmitScript.run(Seq("--version"), java, directory = directory)
      assert(ended.status == 0, ended.err)
      assert(ended.out.startsWith("mnist-scorer ") && !ended.out.contains("not packaged"))
    }
  }

  test("the job's exit status is the script's, and its messages go to standard error") {
    val ended = SubmitScript.run(Seq("--batch-size", "none"), java)
    assert(ended.status == 1 && ended.out.isEmpty)
    val message =
      "Invalid value for option '--batch-size': 'none' is not an int (see './submit.sh score --help')"
    assert(ended.err.linesIterator.filterNot(_.startsWith("WARNING: Using incubator modules")).toSeq == Seq(message))
  }

  test("a JVM without the vector module runs the scalar kernel, says so once, and gives the same") {
    withDirectory { directory =>
      Idx.write(directory, 300)
      Pickles.write(directory.resolve("w"), 784, 50, 10)
      val job =
        Seq(s"--input=$directory/some-images-idx3-ubyte", s"--weights=$directory/w", s"--report=$directory/report") ++
          Pickles.stated
      val without = Map("JAVA_HOME" -> SubmitScript.javaWithoutVectors(directory.resolve("java")).toString)
      val metrics = Seq(java, without).map { environment =>
        val ended = SubmitScript.run(job, environment)
        assert(ended.status == 0, ended.err)
        (Files.readString(directory.resolve("report/metrics.json")), ended.err)
      }
      assert(metrics.head._1 == metrics.last._1)
      val warning =
        "Warning: (\\d+) of \\1 tasks fell back to the scalar kernel \\(same results, slower\\): their JVMs" +
          " were started without --add-modules=jdk\\.incubator\\.vector"
      assert(metrics.last._2.linesIterator.count(_.matches(warning)) == 1, metrics.last._2)
      val run = Files.readString(directory.resolve("report/run.json"))
      assert(run.contains("\"kernel\" : \"scalar\"") && run.contains("\"warnings\" : [ \"Warning: "))
      assert(!metrics.head._2.contains("scalar"))
    }
  }

  private def fakeJava(directory: Path, version: String): Map[String, String] = {
    executable(directory.resolve("bin/java"), "#!/bin/sh\nexit 9\n")
    Files.writeString(directory.resolve("release"), s"JAVA_VERSION=\"$version\"\n")
    Map("JAVA_HOME" -> directory.toString)
  }

  test("a Java that Spark cannot run on is refused at once") {
    for (version <- Seq("11.0.2", "23", "24.0.1", "25", "1.8.0_392")) withDirectory { directory =>
      assert(
        SubmitScript.run(Seq(), fakeJava(directory, version)) == Ended(
          2,
          "",
          s"Cannot run on Java $version ($directory/bin/java): Spark needs 17 or 21; set JAVA_HOME to one\n"
        )
      )
    }
  }

  test("a missing Java is named") {
    assert(
      SubmitScript.run(Seq(), Map("JAVA_HOME" -> "/none")) ==
        Ended(2, "", "Cannot run Java: JAVA_HOME is /none, which has no bin/java\n")
    )
  }

  test("a missing Maven is named when there is something to build") {
    withDirectory { directory =>
      val copy = directory.resolve("submit.sh")
      Files.copy(SubmitScript.script, copy)
      Files.createDirectories(directory.resolve("src/main"))
      Files.createFile(directory.resolve("pom.xml"))
      // A PATH with what the script needs, and no Maven.
      val tools = Files.createDirectory(directory.resolve("tools"))
      for (tool <- Seq("bash", "dirname", "readlink", "sed", "find", "id")) {
        val real = Seq("/usr/bin", "/bin").map(Path.of(_, tool)).find(Files.exists(_)).get
        Files.createSymbolicLink(tools.resolve(tool), real)
      }
      val ended = SubmitScript.run(Seq(), fakeJava(directory, "17.0.1") + ("PATH" -> tools.toString), command = copy)
      assert(ended == Ended(2, "", "Cannot build: Maven (mvn) is not installed\n"))
    }
  }

  test("a SPARK_HOME without a Spark is named") {
    withDirectory { directory =>
      assert(
        SubmitScript.run(Seq(), java + ("SPARK_HOME" -> directory.toString)) ==
          Ended(2, "", s"Cannot run Spark: SPARK_HOME is $directory, which has no bin/spark-submit\n")
      )
    }
  }

  test("arguments of the job before -- are refused in one line") {
    for (
      (words, word) <- Seq(
        (Seq("--input", "mnist", "--", "--weights", "book"), "--input"),
        (Seq("--master", "local[1]", "--batch-size=7", "--"), "--batch-size=7"),
        (Seq("score", "--"), "score")
      )
    ) {
      val message = s"Cannot pass $word to spark-submit: arguments of the job belong after the --\n"
      assert(SubmitScript.run(words, java) == Ended(1, "", message))
    }
  }

  test("a user without a name is refused in one line") {
    withDirectory { directory =>
      executable(directory.resolve("id"), "#!/bin/sh\necho 'id: cannot find name' >&2\nexit 1\n")
      val ended = SubmitScript.run(Seq(), java + ("PATH" -> s"$directory:${System.getenv("PATH")}"))
      assert(ended.status == 2 && ended.out.isEmpty)
      assert(
        ended.err.matches(
          "Cannot run as user (\\d+): Hadoop needs a user with a name; add an entry for \\1 to /etc/passwd\n"
        )
      )
    }
  }

  test("a build with another version of Spark, or after a change of the pom, removes the jars of the former") {
    withDirectory { directory =>
      val jars = directory.resolve("spark/jars")
      val spark = s"spark-core_2.13-$SPARK_VERSION.jar"
      def remains(core: String, copied: FileTime): Boolean = {
        Files.createDirectories(jars)
        for (jar <- Seq(core, s"scala-library-$versionNumberString.jar", "other.jar"))
          Files.createFile(jars.resolve(jar))
        Files.setLastModifiedTime(jars, copied)
        MavenJars.maven("-o", s"-Dspark.directory=$directory/spark", "antrun:run@remove-other-spark")
        val left = Files.exists(directory.resolve("spark"))
        if (left) delete(directory.resolve("spark"))
        left
      }
      val now = FileTime.from(Instant.now())
      assert(remains(spark, now))
      assert(!remains("spark-core_2.13-3.5.6.jar", now))
      assert(!remains(spark, FileTime.fromMillis(0)))
    }
  }
}
