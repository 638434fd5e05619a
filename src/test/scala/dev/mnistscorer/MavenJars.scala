package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.collection.mutable

/** Jars from Maven in directories of their own under target, on no class path of the build. */
object MavenJars {
  private val fetched = mutable.Map[String, Path]()
  private val plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0"

  /**
   * Fetches artifacts, as `group:artifact:version`, and what they depend on.
   *
   * @param without
   *   what is left out, as `group:artifact`; all that an artifact depends on is `*:*`
   */
  def fetch(name: String, artifacts: Seq[String], without: Seq[String] = Seq()): Path = once(name) {
    val directory = project(name, artifacts, without)
    val jars = directory.resolve("jars")
    maven("-f", s"$directory/pom.xml", s"$plugin:copy-dependencies", s"-DoutputDirectory=$jars")
    jars
  }

  /** Fetches an artifact, as `group:artifact:version:classifier`, without what it depends on, and unpacks files of it. */
  def unpack(name: String, artifact: String, files: String): Path = once(name) {
    val directory = project(name, Seq(artifact), Seq("*:*"))
    val into = directory.resolve("files")
    val goal = s"$plugin:unpack-dependencies"
    maven("-f", s"$directory/pom.xml", goal, s"-Dmdep.unpack.includes=$files", s"-DoutputDirectory=$into")
    into
  }

  /** Fetches what has a name for the first suite that needs it. */
  def once(name: String)(fetch: => Path): Path = synchronized(fetched.getOrElseUpdate(name, fetch))

  private def project(name: String, artifacts: Seq[String], without: Seq[String]): Path = {
    val exclusions = without.map(_.split(':')).map { case Array(group, artifact) =>
      s"<exclusion><groupId>$group</groupId><artifactId>$artifact</artifactId></exclusion>"
    }
    val dependencies = artifacts.map(_.split(':')).map { parts =>
      s"""<dependency>
         |  <groupId>${parts(0)}</groupId><artifactId>${parts(1)}</artifactId><version>${parts(2)}</version>
         |  ${parts.drop(3).map(classifier => s"<classifier>$classifier</classifier>").mkString}
         |  <exclusions>${exclusions.mkString}</exclusions>
         |</dependency>""".stripMargin
    }
    val directory = Files.createDirectories(Path.of("target", name).toAbsolutePath)
    Files.writeString(
      directory.resolve("pom.xml"),
      s"""<project>
         |<modelVersion>4.0.0</modelVersion>
         |<groupId>dev.mnistscorer</groupId><artifactId>$name</artifactId><version>1</version>
         |<dependencies>${dependencies.mkString}</dependencies>
         |</project>""".stripMargin
    )
    directory
  }

  /** Runs Maven. */
  def maven(arguments: String*): Unit = {
    val command = Seq("mvn", "-B", "-ntp", "-q") ++ arguments
    val builder = new ProcessBuilder(command: _*).redirectErrorStream(true)
    builder.environment.merge("MAVEN_OPTS", JavaProcess.Short, (given, more) => s"$given $more")
    val process = builder.start()
    val out = new String(process.getInputStream.readAllBytes())
    if (process.waitFor() != 0) throw new IllegalStateException(s"${command.mkString(" ")}:\n$out")
  }
}
