package dev.mnistscorer

import java.io.{BufferedReader, ByteArrayOutputStream, InputStreamReader, PrintStream}
import java.nio.charset.StandardCharsets.UTF_8

import scala.jdk.CollectionConverters._
import scala.util.Try

import org.apache.spark.sql.SparkSession

/** The process of a [[LakeShell]]: takes a line of JSON for each command from standard input. */
object LakeServer {
  def main(arguments: Array[String]): Unit = {
    val answers = System.out
    System.setOut(System.err)
    val spark = SparkSession.builder().appName(arguments.head).getOrCreate()
    val lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))
    Iterator.continually(lines.readLine()).takeWhile(_ != null).foreach { line =>
      val words = LakeShell.mapper.readTree(line).asScala.map(_.asText).toSeq
      val answer = words.head match {
        case "sql" =>
          Try(rows(spark, words(1)))
            .fold(e => s"""{"failed":${LakeShell.mapper.writeValueAsString(e.toString)}}""", identity)
        case "run" => ended(words.tail)
      }
      answers.println(LakeShell.Answer + answer)
    }
    System.exit(0)
  }

  private def rows(spark: SparkSession, query: String): String =
    spark.sql(query).toJSON.collect().mkString("""{"rows":[""", ",", "]}")

  private def ended(commands: Seq[String]): String = {
    val ends = new Array[Ended](commands.length)
    val threads = commands.zipWithIndex.map { case (command, number) =>
      new Thread(() => ends(number) = run(LakeShell.mapper.readTree(command).asScala.map(_.asText).toSeq))
    }
    threads.foreach(_.start())
    threads.foreach(_.join())
    LakeShell.mapper.writeValueAsString(Map("ended" -> ends.map(end => Seq(end.status.toString, end.out, end.err))))
  }

  private def run(arguments: Seq[String]): Ended = {
    val out = new ByteArrayOutputStream
    val err = new ByteArrayOutputStream
    val status = Main.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments: _*)
    Ended(status, out.toString(UTF_8), err.toString(UTF_8))
  }
}
