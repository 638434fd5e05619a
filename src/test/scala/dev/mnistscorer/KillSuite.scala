package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.annotation.tailrec
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration.Duration
import scala.concurrent.{Await, Future}
import scala.jdk.CollectionConverters._
import scala.util.{Failure, Random, Success, Try}

import org.apache.spark.sql.functions
import org.apache.spark.sql.functions.{coalesce, col, countDistinct, lit, round, sum}
import org.scalatest.tags.Slow

/**
 * Drivers that are killed at random moments of a publication. `MNIST_SCORER_KILLS` sets the number of kills of each kind of
 * output, 1 without it.
 */
@Slow
class KillSuite extends LakeTest {
  private val kills = sys.env.getOrElse("MNIST_SCORER_KILLS", "1").toInt
  private val longestStagingMillis = 1500

  /** Numbers of rows and of distinct keys, and the sum of the confidences. */
  private type Snapshot = (Long, Long, Double)
  private val nothing: Snapshot = (0, 0, 0)

  /** The place of published runs, as a reader sees it. */
  private trait Output {
    def directory: Path
    def arguments(more: String*): Seq[String]
    def run(arguments: Seq[String]): Ended

    /** Starts a run in a process of its own. */
    def start(arguments: Seq[String]): Process
    def snapshot(runId: String): Snapshot
    def rows: Long

    /** Longest time between the claim of a publication and the kill. */
    def longestPublicationMillis: Int

    final def exists(path: String): Boolean = Files.exists(directory.resolve(path))
  }

  private final class TableOutput(lake: Lake) extends Output {
    override def directory: Path = lake.directory
    override def arguments(more: String*): Seq[String] = lake.arguments(more: _*)
    override def run(arguments: Seq[String]): Ended = lake.shell.main(arguments: _*)
    override def start(arguments: Seq[String]): Process =
      LakeShell.start(lake.format.jars, lake.format.settings ++ lake.settings, "dev.mnistscorer.Main", arguments: _*)(
        silent
      )
    override def snapshot(runId: String): Snapshot = lake.snapshot(runId)
    override def rows: Long = lake.shell.number(s"SELECT count(*) AS n FROM ${lake.table}")
    override def longestPublicationMillis: Int = 2500
  }

  /** Files, of which the reader reads those that the manifest of a run lists. */
  private final class FileOutput(override val directory: Path) extends Output {
    override def arguments(more: String*): Seq[String] = KillSuite.this.arguments(directory, more: _*)
    override def run(arguments: Seq[String]): Ended = main(arguments: _*)
    override def start(arguments: Seq[String]): Process =
      LakeShell.start(Seq(), Map(), "dev.mnistscorer.Main", arguments: _*)(silent)
    override def rows: Long = count(directory)
    override def longestPublicationMillis: Int = 100

    @tailrec
    override def snapshot(runId: String): Snapshot = {
      val published = directory.resolve(s"out/run_id=$runId")
      val files = listed(published)
      if (files.isEmpty) nothing
      else
        Try(read(files.map(name => s"$published/$name"))) match {
          case Success(seen) => seen
          // A file that is gone was replaced: then there is another manifest.
          case Failure(e) => if (listed(published) == files) throw e else snapshot(runId)
        }
    }

    private def listed(published: Path): Seq[String] = {
      val manifest = published.resolve("_manifest.json")
      if (Files.exists(manifest)) json(manifest).get("files").asScala.map(_.get("name").asText).toSeq else Seq()
    }

    private def read(files: Seq[String]): Snapshot = {
      val confidence = coalesce(round(sum("confidence"), 3), lit(0.0))
      val seen = spark.read
        .parquet(files: _*)
        .agg(functions.count(lit(1)), countDistinct(col("origin"), col("index")), confidence)
      val row = seen.head()
      (row.getLong(0), row.getLong(1), row.getDouble(2))
    }
  }

  private def silent(builder: ProcessBuilder): ProcessBuilder =
    builder.redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(ProcessBuilder.Redirect.DISCARD)

  /** Starts a run in a process of its own, and kills it; tells whether it was still alive. */
  private def kill(output: Output, runId: String, random: Random, arguments: Seq[String])(poll: => Unit): Boolean = {
    val process = output.start(arguments)
    try {
      // The staging of rows, or the moment before the rename, after which what readers look at changes.
      val (place, longest) =
        if (random.nextInt(3) == 0) (s"out/_staging/$runId", longestStagingMillis)
        else (s"out/_staging/$runId/_publishing.json", output.longestPublicationMillis)
      while (process.isAlive && !output.exists(place)) Thread.sleep(1)
      val delay = random.nextInt(longest).toLong
      val killed = Future {
        Thread.sleep(delay)
        val alive = process.isAlive
        process.destroyForcibly().waitFor()
        alive
      }
      while (!killed.isCompleted) poll
      Await.result(killed, Duration.Zero)
    } finally process.destroyForcibly()
  }

  private def killAndRepeat(output: Output): Unit = {
    val seed = System.nanoTime()
    info(s"seed $seed")
    val random = new Random(seed)
    val other = s"--weights=${output.directory}/other.pkl"
    def score(more: String*): Ended = output.run(output.arguments(more: _*))
    done(score("--run-id=first"))
    done(score("--run-id=other", other))
    val (first, second) = (output.snapshot("first"), output.snapshot("other"))
    assert(first._1 == 60 && second._1 == 60 && first._3 != second._3)
    var (killed, completed, attempts) = (0, 0, 0)
    while (killed < kills) {
      attempts += 1
      val runId = s"k$attempts"
      val replaces = random.nextInt(3) == 0
      if (replaces) done(score(s"--run-id=$runId", other))
      val allowed = Set(first, if (replaces) second else nothing)
      val arguments = output.arguments(s"--run-id=$runId") ++ (if (replaces) Seq("--overwrite") else Seq())
      def poll(): Unit = {
        val seen = output.snapshot(runId)
        assert(allowed(seen), s"$runId, seed $seed: $seen")
      }
      if (kill(output, runId, random, arguments)(poll())) {
        killed += 1
        poll()
        if (output.exists(s"out/_staging/$runId/_publishing.json")) completed += 1
      }
      done(output.run(arguments))
      assert(output.snapshot(runId) == first, s"$runId, seed $seed")
      assert(json(output.directory.resolve("report/run.json")).at("/rows/scored").asText == "60")
    }
    info(s"$killed drivers killed, $completed of them while they published")
    // What dead attempts have staged stays.
    assert((names(output.directory.resolve("out")) - "_staging").forall(_.startsWith("run_id=")))
    assert(output.rows == 60L * (2 + attempts))
  }

  for (format <- LakeFormat.all)
    test(
      s"$format: drivers killed at random moments: readers see all rows of a run or none, and the next run completes it"
    ) {
      withLake(format)(lake => killAndRepeat(new TableOutput(lake)))
    }

  test(
    "files: drivers killed at random moments: readers see all rows of a run or none, and the next run completes it"
  ) {
    withData(directory => killAndRepeat(new FileOutput(directory)))
  }
}
