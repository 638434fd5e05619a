package dev.mnistscorer

import java.io.{ByteArrayOutputStream, File, OutputStream, PrintStream}
import java.lang.management.ManagementFactory
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.Path
import java.util.Base64

import scala.jdk.CollectionConverters._

/**
 * Runs commands one after the other in one JVM like this one, in local mode, which takes a quarter of the time of a JVM for
 * each. What the JVM logs is part of the messages.
 *
 * @param jars
 *   class path beside that of the tests
 * @param options
 *   options of the JVM beside those of this one
 */
final class WarmJob(
    settings: Map[String, String] = Map(),
    environment: Map[String, String] = Map(),
    jars: Option[Path] = None,
    options: Seq[String] = Seq(JavaProcess.Short)
) extends AutoCloseable {
  private val process = {
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString
    val own = ManagementFactory.getRuntimeMXBean.getInputArguments.asScala.toSeq
    val properties = settings + ("spark.master" -> "local[2]") + ("spark.ui.enabled" -> "false")
    val classPath =
      (System.getProperty("java.class.path") +: jars.map(_.toString + "/*").toSeq).mkString(File.pathSeparator)
    val command = Seq(java) ++ own ++ options ++ properties.map { case (name, value) => s"-D$name=$value" } ++
      Seq("-cp", classPath, WarmJob.getClass.getName.stripSuffix("$"))
    val builder = new ProcessBuilder(command.asJava).redirectError(ProcessBuilder.Redirect.INHERIT)
    environment.foreach { case (name, value) => builder.environment.put(name, value) }
    builder.start()
  }
  private val commands = new PrintStream(process.getOutputStream, true, UTF_8)
  private val answers = process.inputReader(UTF_8)

  /** Runs a command to its end. */
  def run(arguments: String*): Ended = synchronized {
    commands.println(arguments.mkString("\t"))
    val Array(status, out, err) = answers.readLine().split("\t", -1)
    Ended(status.toInt, WarmJob.decoded(out), WarmJob.decoded(err))
  }

  override def close(): Unit = {
    commands.close()
    process.waitFor(); ()
  }
}

object WarmJob {
  private def decoded(text: String): String = new String(Base64.getDecoder.decode(text), UTF_8)

  private def encoded(bytes: ByteArrayOutputStream): String = Base64.getEncoder.encodeToString(bytes.toByteArray)

  /** Takes a command from each line, its arguments separated by tabs. */
  def main(arguments: Array[String]): Unit = {
    require(arguments.isEmpty)
    val answers = new PrintStream(System.out, true, UTF_8)
    val err = new ByteArrayOutputStream
    val errors = new PrintStream(err, true, UTF_8)
    System.setErr(errors)
    System.setOut(new PrintStream(OutputStream.nullOutputStream))
    for (line <- scala.io.Source.fromInputStream(System.in, "UTF-8").getLines()) {
      val out = new ByteArrayOutputStream
      err.reset()
      val status = Main.run(new PrintStream(out, true, UTF_8), errors, line.split("\t"): _*)
      answers.println(s"$status\t${encoded(out)}\t${encoded(err)}")
    }
    System.exit(0)
  }
}
