package dev.mnistscorer

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.attribute.PosixFilePermissions
import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

/** Runs submit.sh as a user would: in a process of its own. */
object SubmitScript {

  /** What a JVM says on its own whenever it has the module of the vector kernel and no fitting archive of classes. */
  val ModuleWarning = "WARNING: Using incubator modules: jdk.incubator.vector\n"

  /** Messages without those of a start that no other run has prepared. */
  def withoutFirstStart(messages: String): String =
    messages.replace(ModuleWarning, "").replaceFirst("Preparing faster starts \\(.*\\)\n", "")

  /** Environment of a run of many images, whose driver is not [[JavaProcess.Short]]. */
  val Optimised: Map[String, String] = Map("SPARK_SUBMIT_OPTS" -> "")

  val script: Path = Path.of("submit.sh").toAbsolutePath

  /** Writes a script, such as one in place of a tool. */
  def executable(file: Path, text: String): Path = {
    Files.createDirectories(file.getParent)
    Files.writeString(file, text)
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"))
  }

  /** A Spark whose spark-submit is the script given, of a version as the name of its jar has it. */
  def spark(home: Path, script: String, version: String = "2.13-4.1.0"): Path = {
    executable(home.resolve("bin/spark-submit"), script)
    Files.createFile(Files.createDirectories(home.resolve("jars")).resolve(s"spark-core_$version.jar"))
    home
  }

  /** A Java that does not do as it is told about incubator modules. */
  def javaWithoutVectors(home: Path): Path = {
    executable(
      home.resolve("bin/java"),
      s"""#!/usr/bin/env bash
         |for word; do [[ $$word == --add-modules=* ]] || words+=("$$word"); done
         |exec "${System.getProperty("java.home")}/bin/java" "$${words[@]}"
         |""".stripMargin
    )
    Files.copy(Path.of(System.getProperty("java.home"), "release"), home.resolve("release"))
    home
  }

  /** A run under way. */
  final class Submitted(process: Process, out: Path, err: Path) {
    def isAlive: Boolean = process.isAlive

    /** Messages so far. */
    def said: String = Files.readString(err, UTF_8)

    /** Sends a signal, by its name; the process is the driver's JVM, which the script has become. */
    def signal(name: String): Unit = {
      new ProcessBuilder("kill", s"-$name", process.pid.toString).start().waitFor(); ()
    }

    /** Waits for its end. */
    def ended(): Ended =
      try Ended(process.waitFor(), Files.readString(out, UTF_8), Files.readString(err, UTF_8))
      finally Seq(out, err).foreach(file => Files.delete(file))
  }

  /** Starts it with a [[JavaProcess.Short]] driver, unless the environment has options of its own. */
  def start(
      arguments: Seq[String],
      environment: Map[String, String] = Map(),
      without: Set[String] = Set("SPARK_HOME", "SPARK_CONF_DIR", "COLUMNS", "NO_COLOR"),
      directory: Path = Path.of("."),
      command: Path = script
  ): Submitted = {
    val out = Files.createTempFile("submit", ".out")
    val err = Files.createTempFile("submit", ".err")
    val builder = new ProcessBuilder((command.toString +: arguments).asJava)
      .directory(directory.toFile)
      .redirectOutput(out.toFile)
      .redirectError(err.toFile)
    without.foreach(builder.environment.remove)
    builder.environment.put("SPARK_SUBMIT_OPTS", JavaProcess.Short)
    environment.foreach { case (name, value) => builder.environment.put(name, value) }
    new Submitted(builder.start(), out, err)
  }

  def run(
      arguments: Seq[String],
      environment: Map[String, String] = Map(),
      without: Set[String] = Set("SPARK_HOME", "SPARK_CONF_DIR", "COLUMNS", "NO_COLOR"),
      directory: Path = Path.of("."),
      command: Path = script
  ): Ended = start(arguments, environment, without, directory, command).ended()
}
