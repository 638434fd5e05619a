package dev.mnistscorer

import java.lang.management.ManagementFactory
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

/** Runs a command in a short-lived JVM with the options of this one, without spark-submit, which decides on some options of a JVM by itself. */
object JavaProcess {

  /** Option of a JVM that ends before code of the optimising compiler pays: a start takes half the CPU time. */
  val Short = "-XX:TieredStopAtLevel=1"

  /** Options of a JVM of which only what is hot, such as kernels, pays to be optimised, as they are for the tests. */
  lazy val OnlyHot: Seq[String] = own.filter(_.startsWith("-XX:Tier4"))

  /** Runs a command, with the options of this JVM but those in `without`, and with `more`. */
  def run(
      arguments: Seq[String],
      without: Set[String] = Set(),
      more: Seq[String] = Seq(),
      environment: Map[String, String] = Map()
  ): Ended = {
    val options = own.filterNot(without) ++ more
    start(
      options ++ Seq("-cp", System.getProperty("java.class.path"), "dev.mnistscorer.Main") ++ arguments,
      environment,
      Path.of(".")
    )
  }

  /** Runs a source file of Java in a directory, with the options of this JVM. */
  def source(
      file: String,
      arguments: Seq[String],
      directory: Path,
      classPath: String = System.getProperty("java.class.path")
  ): Ended = start(own ++ Seq("-cp", classPath, file) ++ arguments, Map(), directory)

  private def own: Seq[String] = ManagementFactory.getRuntimeMXBean.getInputArguments.asScala.toSeq

  private def start(arguments: Seq[String], environment: Map[String, String], directory: Path): Ended = {
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString
    val out = Files.createTempFile("java", ".out")
    val err = Files.createTempFile("java", ".err")
    try {
      val builder = new ProcessBuilder((Seq(java, Short) ++ arguments).asJava)
        .directory(directory.toFile)
        .redirectOutput(out.toFile)
        .redirectError(err.toFile)
      environment.foreach { case (name, value) => builder.environment.put(name, value) }
      val status = builder.start().waitFor()
      val said = Files.readString(err, UTF_8).replace(SubmitScript.ModuleWarning, "")
      Ended(status, Files.readString(out, UTF_8), said)
    } finally Seq(out, err).foreach(file => Files.delete(file))
  }
}
