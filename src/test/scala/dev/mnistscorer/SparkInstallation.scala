package dev.mnistscorer

import java.nio.file.{Files, Path}

/** Versions of Spark, from Maven, laid out as Spark's own distribution. */
object SparkInstallation {

  /** Fetches the jars of the Spark of a profile into its directory under target. */
  def jars(profile: String): Path = MavenJars.once(profile) {
    MavenJars.maven(s"-P$profile", "antrun:run@remove-other-spark", "dependency:copy-dependencies@spark-jars")
    Path.of("target", profile, "spark", "jars").toAbsolutePath
  }

  /** Has submit.sh build the jar for a Spark, which suites that run at the same time would do in one directory. */
  def build(home: Path): Unit = synchronized {
    // The build of the tests has checked the format of the sources.
    val maven = "MAVEN_OPTS" -> s"${JavaProcess.Short} -Dspotless.check.skip=true"
    val ended = SubmitScript.run(Seq("--version"), environment(home) + maven)
    if (ended.status != 0) throw new IllegalStateException(ended.err)
  }

  /** What submit.sh needs to run on it. */
  def environment(home: Path): Map[String, String] = Map(
    "JAVA_HOME" -> System.getProperty("java.home"),
    "SPARK_LOCAL_IP" -> "127.0.0.1",
    "SPARK_HOME" -> home.toString
  )

  /** Fetches modules of a version of Spark without what they depend on. */
  def sparkOnly(version: String, modules: String*): Path =
    MavenJars.fetch(
      s"spark-$version",
      modules.map(module => s"org.apache.spark:spark-${module}_2.13:$version"),
      without = Seq("*:*")
    )

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
