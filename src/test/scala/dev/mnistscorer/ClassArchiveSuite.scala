package dev.mnistscorer

import java.nio.file.{Files, Path, StandardCopyOption}

import scala.jdk.CollectionConverters._

/** The archive of Spark's classes, with which submit.sh starts faster. */
class ClassArchiveSuite extends SparkTest with ProcessTest {
  private val javaHome = System.getProperty("java.home")
  private val java = Map("JAVA_HOME" -> javaHome)
  private val preparing = "Preparing faster starts (once, 15 seconds)"

  private def list(directory: Path): Seq[Path] = {
    val files = Files.list(directory)
    try files.iterator.asScala.toSeq
    finally files.close()
  }

  private def archives(project: Path): Seq[Path] =
    list(project.resolve("target/spark")).filter(_.getFileName.toString.matches("classes-.*\\.(jsa|log)"))

  /** A copy of this project, as built, with the same Spark. */
  private def copyProject(to: Path): Path = {
    val from = SubmitScript.script.getParent
    for (directory <- Seq("conf", "src/main", "target/spark")) Files.createDirectories(to.resolve(directory))
    for (file <- Seq("submit.sh", "pom.xml", "conf/log4j2.properties", "conf/spark-defaults.conf"))
      Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.COPY_ATTRIBUTES)
    Files.copy(from.resolve("conf/scoring.properties"), to.resolve("conf/scoring.properties"))
    Files.copy(from.resolve("target/mnist-scorer.jar"), to.resolve("target/mnist-scorer.jar"))
    Files.createSymbolicLink(to.resolve("target/spark/jars"), from.resolve("target/spark/jars"))
    to
  }

  private def version(project: Path, environment: Map[String, String] = java, arguments: Seq[String] = Seq()): Ended = {
    val ended = SubmitScript.run(arguments :+ "--version", environment, command = project.resolve("submit.sh"))
    assert(ended.status == 0 && ended.out.startsWith("mnist-scorer "), ended.err)
    ended
  }

  private def messages(ended: Ended): Seq[String] =
    ended.err.linesIterator.filterNot(_.startsWith("WARNING: Using incubator modules")).toSeq

  /** A Java whose attempts at an archive are the shell command given; `$file` in it is the archive. */
  private def javaThatArchives(home: Path, command: String): Map[String, String] = {
    val script =
      s"""#!/usr/bin/env bash
         |for word; do
         |  file=$${word#-XX:ArchiveClassesAtExit=}
         |  [[ $$file == "$$word" ]] || { $command; }
         |done
         |exec "$javaHome/bin/java" "$$@"
         |""".stripMargin
    SubmitScript.executable(home.resolve("bin/java"), script)
    Files.copy(Path.of(javaHome, "release"), home.resolve("release"))
    Map("JAVA_HOME" -> home.toString)
  }

  test("Spark's classes come from an archive, also where the path of the project has a space") {
    withDirectory { directory =>
      val project = copyProject(directory.resolve("a project"))
      assert(messages(version(project)) == Seq(preparing))
      val Seq(archive) = archives(project)
      assert(Files.size(archive) > 10000000)
      val log = directory.resolve("loaded.txt")
      version(project, arguments = Seq("--driver-java-options", s"-Xlog:class+load:file=$log", "--"))
      val loaded = Files.readString(log)
      assert(loaded.contains("org.apache.spark.deploy.SparkSubmit source: shared objects file (top)"), loaded.take(500))

      // It does no harm where it does not fit.
      assert(messages(version(project, arguments = Seq("--driver-class-path", "/none", "--"))).isEmpty)
      Files.delete(archive)
      Files.writeString(archive, "no archive")
      assert(messages(version(project)).isEmpty)
    }
  }

  test("the archive of a project that was moved is made again, without the user's settings, and the old one removed") {
    withDirectory { directory =>
      val command = "echo \"$MNIST_SCORER_CONF\" > \"$file\"; exit 0"
      val environment = javaThatArchives(directory.resolve("java"), command)
      val project = copyProject(directory.resolve("before"))
      assert(messages(version(project, environment)) == Seq(preparing))
      assert(messages(version(project, environment)).isEmpty)
      val Seq(before) = archives(project)
      val moved = Files.move(project, directory.resolve("after"))
      assert(messages(version(moved, environment)) == Seq(preparing))
      val Seq(after) = archives(moved)
      assert(before.getFileName != after.getFileName && Files.readString(after) == s"$moved/target/spark\n")
    }
  }

  test("a Java that cannot write the archive says why in a log and is not tried again, but another one is") {
    for (end <- Seq("exit 0", "echo half > \"$file\"; exit 1")) withDirectory { directory =>
      val environment = javaThatArchives(directory.resolve("java"), s"echo no base archive; $end")
      val project = copyProject(directory.resolve("project"))
      val first = version(project, environment)
      val Seq(log) = archives(project)
      assert(
        messages(first) ==
          Seq(preparing, s"Cannot prepare faster starts: see $log; this run and later ones start without")
      )
      assert(Files.readString(log) == "no base archive\n")
      assert(messages(version(project, environment)).isEmpty)

      Files.writeString(directory.resolve("java/release"), "JAVA_VERSION=\"17.0.99\"\n")
      assert(messages(version(project, environment)).head == preparing)
      assert(archives(project).length == 2)
    }
  }

  test("warnings of the JVM are shown, on standard error") {
    assume(Files.readString(Path.of("/proc/meminfo")).contains("HugePages_Total:       0\n"))
    val ended = SubmitScript.run(Seq("--driver-java-options", "-XX:+UseLargePages", "--", "--version"), java)
    assert(ended.out.linesIterator.length == 1 && ended.err.contains("[warning][pagesize] UseLargePages disabled"))
  }
}
