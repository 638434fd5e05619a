package dev.mnistscorer

import java.lang.management.ManagementFactory
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

/** Runs a command in a JVM like this one, without spark-submit, which decides on some options of a JVM by itself. */
object JavaProcess {

  /** Runs a command, with the options of this JVM but those in `without`, and with `more`. */
  def run(
      arguments: Seq[String],
      without: Set[String] = Set(),
      more: Seq[String] = Seq(),
      environment: Map[String, String] = Map()
  ): Ended = {
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString
    val own = ManagementFactory.getRuntimeMXBean.getInputArguments.asScala.toSeq.filterNot(without)
    val command = (java +: own) ++ more ++ Seq("-cp", System.getProperty("java.class.path"), "dev.mnistscorer.Main")
    val out = Files.createTempFile("java", ".out")
    val err = Files.createTempFile("java", ".err")
    try {
      val builder = new ProcessBuilder((command ++ arguments).asJava)
        .redirectOutput(out.toFile)
        .redirectError(err.toFile)
      environment.foreach { case (name, value) => builder.environment.put(name, value) }
      val status = builder.start().waitFor()
      val said = Files.readString(err, UTF_8).replace(SubmitScript.ModuleWarning, "")
      Ended(status, Files.readString(out, UTF_8), said)
    } finally Seq(out, err).foreach(file => Files.delete(file))
  }
}
