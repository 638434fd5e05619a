package dev.mnistscorer

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

/** Runs submit.sh as a user would: in a process of its own. */
object SubmitScript {
  val script: Path = Path.of("submit.sh").toAbsolutePath

  def run(
      arguments: Seq[String],
      environment: Map[String, String] = Map(),
      without: Set[String] = Set("SPARK_HOME", "SPARK_CONF_DIR"),
      directory: Path = Path.of("."),
      command: Path = script
  ): Ended = {
    val out = Files.createTempFile("submit", ".out")
    val err = Files.createTempFile("submit", ".err")
    try {
      val builder = new ProcessBuilder((command.toString +: arguments).asJava)
        .directory(directory.toFile)
        .redirectOutput(out.toFile)
        .redirectError(err.toFile)
      without.foreach(builder.environment.remove)
      environment.foreach { case (name, value) => builder.environment.put(name, value) }
      val status = builder.start().waitFor()
      Ended(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8))
    } finally Seq(out, err).foreach(file => Files.delete(file))
  }
}
