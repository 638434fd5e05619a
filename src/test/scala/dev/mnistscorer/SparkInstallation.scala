package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

/** Versions of Spark, from Maven, laid out as Spark's own distribution. */
object SparkInstallation {

  /** Fetches the jars of the Spark of a profile into its directory under target. */
  def jars(profile: String): Path = {
    maven(s"-P$profile", "antrun:run@remove-other-spark", "dependency:copy-dependencies@spark-jars")
    Path.of("target", profile, "spark", "jars").toAbsolutePath
  }

  /** Fetches modules of a version of Spark without what they depend on. */
  def sparkOnly(version: String, modules: String*): Path =
    only(s"spark-$version", modules.map(module => s"org.apache.spark:spark-${module}_2.13:$version"): _*)

  /** Fetches artifacts, as `group:name:version`, without what they depend on, into a directory under target. */
  def only(name: String, artifacts: String*): Path = {
    val directory = Files.createDirectories(Path.of(s"target/$name").toAbsolutePath)
    val dependencies = artifacts.map(_.split(':')).map { case Array(group, artifact, version) =>
      s"""<dependency>
         |  <groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version>
         |  <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
         |</dependency>""".stripMargin
    }
    val pom = Files.writeString(
      directory.resolve("pom.xml"),
      s"""<project>
         |<modelVersion>4.0.0</modelVersion>
         |<groupId>dev.mnistscorer</groupId><artifactId>$name</artifactId><version>1</version>
         |<dependencies>${dependencies.mkString}</dependencies>
         |</project>""".stripMargin
    )
    val jars = directory.resolve("jars")
    val copy = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies"
    maven("-f", pom.toString, copy, s"-DoutputDirectory=$jars")
    jars
  }

  /** Runs Maven on this project. */
  def maven(arguments: String*): Unit = {
    val command = Seq("mvn", "-B", "-ntp", "-q") ++ arguments
    val process = new ProcessBuilder(command.asJava).redirectErrorStream(true).start()
    val out = new String(process.getInputStream.readAllBytes())
    if (process.waitFor() != 0) throw new IllegalStateException(s"${command.mkString(" ")}:\n$out")
  }

  /** Makes a SPARK_HOME of jars, with this project's settings of the log. */
  def home(directory: Path, jars: Path, scalaVersion: String): Path = {
    val home = Files.createDirectories(directory)
    Files.createSymbolicLink(home.resolve("jars"), jars)
    Files.createDirectory(home.resolve("conf"))
    Files.copy(Path.of("conf/log4j2.properties"), home.resolve("conf/log4j2.properties"))
    SubmitScript.executable(
      home.resolve("bin/spark-submit"),
      s"""#!/usr/bin/env bash
        |# What bin/spark-submit and bin/spark-class of a distribution do.
        |export SPARK_SCALA_VERSION=$scalaVersion
        |mapfile -d '' -t command < <("$$JAVA_HOME/bin/java" -Xmx128m -XX:TieredStopAtLevel=1 -cp "$$SPARK_HOME/jars/*" \\
        |  org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$$@")
        |command=("$${command[@]:1}")
        |command[0]=$${command[0]#$$'\\n'}
        |exec "$${command[@]}"
        |""".stripMargin
    )
    home
  }
}
