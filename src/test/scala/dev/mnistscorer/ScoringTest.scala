package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.json.JsonMapper

/** A test of scoring runs with ID x in a directory of its own: data, weights, output, report and history. */
trait ScoringTest extends SparkTest {

  /** 60 labelled images in `data`, and the weights of two networks. */
  def withData(body: Path => Unit): Unit = withDirectory { directory =>
    spark.conf.set("fs.hooked.impl", classOf[HookedFileSystem].getName)
    spark.conf.set("fs.copying.impl", classOf[CopyingFileSystem].getName)
    Idx.write(Files.createDirectory(directory.resolve("data")), 60, "a")
    Pickles.write(directory.resolve("weights.pkl"), 784, 20, 10)
    Pickles.write(directory.resolve("other.pkl"), 784, 30, 10)
    body(directory)
  }

  def arguments(directory: Path, more: String*): Seq[String] = Arguments.merge(
    Seq(
      s"--input=$directory/data",
      s"--weights=$directory/weights.pkl",
      s"--output=$directory/out",
      s"--report=$directory/report",
      s"--history=$directory/history",
      "--run-id=x"
    ) ++ Pickles.stated,
    more
  )

  def score(directory: Path, more: String*): Ended = main(arguments(directory, more: _*): _*)

  def done(ended: Ended): Ended = {
    assert(ended.status == 0, ended.err)
    ended
  }

  def refused(ended: Ended, message: String): Unit = {
    assert(ended.err == message + "\n")
    assert(ended.status == 2)
    ()
  }

  def json(file: Path): JsonNode = new JsonMapper().readTree(file.toFile)

  def names(directory: Path): Set[String] =
    Files.list(directory).iterator.asScala.map(_.getFileName.toString).filterNot(_.endsWith(".crc")).toSet

  def count(directory: Path): Long = spark.read.parquet(s"$directory/out").count()

  /** Status and reason of each line of the history, in order. */
  def history(directory: Path): Seq[(String, String)] =
    spark.read
      .json(s"$directory/history")
      .orderBy("started")
      .select("status", "reason")
      .collect()
      .toSeq
      .map(row => row.getString(0) -> row.getString(1))
}
