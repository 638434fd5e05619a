package dev.mnistscorer

import java.io.{ByteArrayOutputStream, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import java.util.Comparator

import org.apache.spark.sql.SparkSession
import org.scalatest.funsuite.AnyFunSuite

/** What a command printed and how it ended. */
final case class Ended(status: Int, out: String, err: String)

object Arguments {

  /** All of the form --name=value: those of `more`, and before them those of `usual` that `more` does not replace. */
  def merge(usual: Seq[String], more: Seq[String]): Seq[String] = {
    def name(argument: String) = argument.takeWhile(_ != '=')
    usual.filterNot(argument => more.exists(name(_) == name(argument))) ++ more
  }
}

/** A test with a Spark session, which all suites of the process share, and with directories of its own. */
trait SparkTest extends AnyFunSuite with TakesTurns {
  override protected def isInSession: Boolean = true

  lazy val spark: SparkSession = SharedSession.spark

  /** Runs a command as spark-submit would, in this process. */
  def main(arguments: String*): Ended = {
    spark
    val out = new ByteArrayOutputStream
    val err = new ByteArrayOutputStream
    val status =
      Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments: _*)
    Ended(status, out.toString(UTF_8), err.toString(UTF_8))
  }

  /** Lends a new directory, which goes afterwards. */
  def withDirectory[T](body: Path => T): T = {
    val directory = Files.createTempDirectory("mnist-scorer-test").toRealPath()
    try body(directory)
    finally delete(directory)
  }

  /** Deletes a directory with all that is in it. */
  def delete(directory: Path): Unit =
    Files.walk(directory).sorted(Comparator.reverseOrder[Path]()).forEach(file => Files.delete(file))
}

private object SharedSession {
  lazy val spark: SparkSession = SparkSession
    .builder()
    .appName("mnist-scorer tests")
    .master("local[2]")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .config("spark.sql.shuffle.partitions", "2")
    .getOrCreate()
}
