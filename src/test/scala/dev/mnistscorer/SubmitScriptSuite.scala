package dev.mnistscorer

import java.nio.file.attribute.PosixFilePermissions
import java.nio.file.{Files, Path, StandardCopyOption}

class SubmitScriptSuite extends SparkTest {
  private val java = Map("JAVA_HOME" -> System.getProperty("java.home"))

  private def executable(file: Path, text: String): Path = {
    Files.createDirectories(file.getParent)
    Files.writeString(file, text)
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"))
  }

  /** A Spark that prints what it is called with, a word a line. */
  private def fakeSpark(directory: Path): Path = {
    executable(directory.resolve("bin/spark-submit"), "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\n")
    directory
  }

  test("what stands before -- goes to spark-submit and the rest to the job, word for word") {
    withDirectory { directory =>
      val ended = SubmitScript.run(
        Seq("--master", "local[1]", "--conf", "spark.x=a b", "--", "score", "--input", "it's $HOME/*", "", "--", "x"),
        java + ("SPARK_HOME" -> fakeSpark(directory).toString)
      )
      assert(ended.status == 0, ended.err)
      val home = SubmitScript.script.getParent
      assert(
        ended.out.linesIterator.toSeq == Seq(
          "--properties-file",
          s"$home/conf/spark-defaults.conf",
          "--master",
          "local[1]",
          "--conf",
          "spark.x=a b",
          "--class",
          "dev.mnistscorer.Main",
          s"$home/target/mnist-scorer.jar",
          "score",
          "--input",
          "it's $HOME/*",
          "",
          "--",
          "x"
        ).map(word => s"<$word>")
      )
    }
  }

  test("without -- every word is the job's, and a cluster's own defaults win over ours") {
    withDirectory { directory =>
      Files.createDirectories(directory.resolve("conf"))
      Files.writeString(directory.resolve("conf/spark-defaults.conf"), "")
      val ended = SubmitScript.run(Seq("--input", "mnist"), java + ("SPARK_HOME" -> fakeSpark(directory).toString))
      assert(
        ended.out.linesIterator.toSeq.map(_.drop(1).dropRight(1)) == Seq(
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

  test("Spark's classes come from an archive, which does no harm where it does not fit") {
    val archive = Path.of("target/spark/classes.jsa").toAbsolutePath
    assert(SubmitScript.run(Seq("--version"), java).status == 0)
    assert(Files.size(archive) > 10000000)
    assert(SubmitScript.run(Seq("--dry-run"), java).out.contains(s" -XX:SharedArchiveFile=$archive "))
    val kept = archive.resolveSibling("classes.kept")
    Files.move(archive, kept)
    try {
      Files.writeString(archive, "no archive")
      val ended = SubmitScript.run(Seq("--version"), java)
      assert(ended.status == 0 && ended.out.startsWith("mnist-scorer "), ended.err)
      assert(ended.err.linesIterator.forall(_.startsWith("WARNING: Using incubator modules")), ended.err)
    } finally Files.move(kept, archive, StandardCopyOption.REPLACE_EXISTING)
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
      val metrics = Seq(java, withoutVectors(directory.resolve("java"))).map { environment =>
        val ended = SubmitScript.run(job, environment)
        assert(ended.status == 0, ended.err)
        (Files.readString(directory.resolve("report/metrics.json")), ended.err)
      }
      assert(metrics.head._1 == metrics.last._1)
      assert("Falling back to the scalar kernel".r.findAllIn(metrics.last._2).length == 1, metrics.last._2)
      assert(!metrics.head._2.contains("scalar"))
    }
  }

  /** A Java that does not do as it is told about incubator modules. */
  private def withoutVectors(home: Path): Map[String, String] = {
    executable(
      home.resolve("bin/java"),
      s"""#!/usr/bin/env bash
         |for word; do [[ $$word == --add-modules=* ]] || words+=("$$word"); done
         |exec "${System.getProperty("java.home")}/bin/java" "$${words[@]}"
         |""".stripMargin
    )
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n")
    Map("JAVA_HOME" -> home.toString)
  }

  private def fakeJava(directory: Path, version: String): Map[String, String] = {
    executable(directory.resolve("bin/java"), "#!/bin/sh\nexit 9\n")
    Files.writeString(directory.resolve("release"), s"JAVA_VERSION=\"$version\"\n")
    Map("JAVA_HOME" -> directory.toString)
  }

  test("a Java that Spark cannot run on is refused at once") {
    for (version <- Seq("11.0.2", "24", "25.0.1", "1.8.0_392")) withDirectory { directory =>
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
      for (tool <- Seq("bash", "dirname", "readlink", "sed", "find")) {
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
}
