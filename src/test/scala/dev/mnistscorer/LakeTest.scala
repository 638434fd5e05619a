package dev.mnistscorer

import java.nio.file.{Files, Path}
import java.util.concurrent.atomic.AtomicInteger

/**
 * Tests of tables in formats with their real jars, on the local disk, or on an HDFS in a JVM of its own if the environment
 * variable `MNIST_SCORER_LAKE` is `hdfs`.
 */
trait LakeTest extends ScoringTest with ProcessTest {
  private val started = new AtomicInteger
  private lazy val directory = Files.createTempDirectory("mnist-scorer-tables").toRealPath()
  private lazy val hdfs =
    Option.when(sys.env.get("MNIST_SCORER_LAKE").contains("hdfs"))(Service.hadoop(directory, dataNodes = 1))

  /** A directory with 60 labelled images, the weights of two networks, and a table that is not there yet. */
  final class Lake(val format: LakeFormat, val directory: Path, tables: String, val shell: LakeShell) {
    private val prefix = s"t${started.incrementAndGet()}"
    val table: String = named("scores")

    def named(name: String): String = format.table(tables, s"${prefix}_$name")

    /** Directory of the table. */
    def place: String = format.place(tables, s"${prefix}_scores")

    /** Settings of a session that has the table. */
    def settings: Map[String, String] = format.catalog(tables)

    def arguments(more: String*): Seq[String] = LakeTest.this.arguments(
      directory,
      Arguments.merge(Seq(s"--output-table=$table", s"--create-table=$format"), more): _*
    )

    def score(more: String*): Ended = shell.main(arguments(more: _*): _*)

    /** Numbers of rows and of distinct keys of a run in the table, and the sum of its confidences, at one moment. */
    def snapshot(runId: String): (Long, Long, Double) = {
      val counts = "count(*) AS n, count(DISTINCT origin, index) AS k, coalesce(round(sum(confidence), 3), 0) AS s"
      val found = shell.sql(s"SELECT $counts FROM $table WHERE run_id = '$runId'").head
      (found.get("n").asLong, found.get("k").asLong, found.get("s").asDouble)
    }

    /** Numbers of rows and of distinct keys of a run in the table. */
    def rows(runId: String): (Long, Long) = snapshot(runId) match { case (rows, keys, _) => (rows, keys) }

    /** The field of `run.json` that is at a path. */
    def recorded(path: String): String = json(directory.resolve("report/run.json")).at(path).asText

    def newestVersion: String = shell.sql(format.versions(table)).head.get("version").asText

    def exists(path: String): Boolean = Files.exists(directory.resolve(path))
  }

  def withLake(format: LakeFormat)(body: Lake => Unit): Unit = withData { directory =>
    val tables = s"${hdfs.fold(directory.toString)(_.address)}/$format"
    val shell = LakeShell.of(format)
    shell.open(tables)
    body(new Lake(format, directory, tables, shell))
  }

  override def afterAll(): Unit = {
    hdfs.foreach(_.close())
    delete(directory)
  }
}
