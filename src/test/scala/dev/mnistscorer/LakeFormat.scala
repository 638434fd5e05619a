package dev.mnistscorer

import java.io.{BufferedReader, InputStreamReader, PrintStream}
import java.lang.management.ManagementFactory
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.json.JsonMapper
import com.fasterxml.jackson.module.scala.DefaultScalaModule

/** A format of tables with a history, with its real jars, which are not on the class path of the tests. */
sealed abstract class LakeFormat(val name: String, artifacts: String*) {

  /** Names of tables below a directory of any storage, as in SQL. */
  def table(directory: String, name: String): String

  /** Directory of a table of that name. */
  def place(directory: String, name: String): String

  /** Settings of every session. */
  def settings: Map[String, String]

  /** Settings of a session with tables below a directory, which it can be given at any time. */
  def catalog(directory: String): Map[String, String]

  /** Query of the versions of a table, of which each row has the `version`, the newest first. */
  def versions(table: String): String

  lazy val jars: Seq[Path] =
    Files.list(MavenJars.fetch(s"tables-$name", artifacts, without = Seq("*:*"))).iterator.asScala.toSeq.sorted

  override def toString: String = name
}

object LakeFormat {
  object Iceberg extends LakeFormat("iceberg", "org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:1.11.0") {
    private def catalogName(directory: String): String = "lake_" + Integer.toHexString(directory.hashCode)
    override def table(directory: String, name: String): String = s"${catalogName(directory)}.db.$name"
    override def place(directory: String, name: String): String = s"$directory/lake/db/$name"
    override def settings: Map[String, String] =
      Map("spark.sql.extensions" -> "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
    override def catalog(directory: String): Map[String, String] = {
      val catalog = s"spark.sql.catalog.${catalogName(directory)}"
      Map(
        catalog -> "org.apache.iceberg.spark.SparkCatalog",
        s"$catalog.type" -> "hadoop",
        s"$catalog.warehouse" -> s"$directory/lake"
      )
    }
    override def versions(table: String): String =
      s"SELECT snapshot_id AS version FROM $table.snapshots ORDER BY committed_at DESC"
  }

  object Delta
      extends LakeFormat(
        "delta",
        "io.delta:delta-spark_4.1_2.13:4.1.0",
        "io.delta:delta-storage:4.1.0",
        "io.unitycatalog:unitycatalog-client:0.4.0"
      ) {
    override def table(directory: String, name: String): String = s"delta.`${place(directory, name)}`"
    override def place(directory: String, name: String): String = s"$directory/$name"
    override def settings: Map[String, String] = Map(
      // Of 50, most would be empty.
      "spark.databricks.delta.snapshotPartitions" -> "2",
      "spark.sql.extensions" -> "io.delta.sql.DeltaSparkSessionExtension",
      "spark.sql.catalog.spark_catalog" -> "org.apache.spark.sql.delta.catalog.DeltaCatalog"
    )
    override def catalog(directory: String): Map[String, String] = Map()
    override def versions(table: String): String = s"DESCRIBE HISTORY $table"
  }

  val all: Seq[LakeFormat] = Seq(Iceberg, Delta)
}

/** A JVM with a format's jars and a session, which runs SQL and commands of the job, one after the other. */
final class LakeShell(format: LakeFormat) {
  private val errors = Files.createTempFile("mnist-scorer-shell", ".err")
  private val process =
    LakeShell.start(format.jars, format.settings, "dev.mnistscorer.LakeServer", "shell")(
      _.redirectError(errors.toFile)
    )
  private val in = new PrintStream(process.getOutputStream, true, UTF_8)
  private val out = new BufferedReader(new InputStreamReader(process.getInputStream, UTF_8))

  private def ask(command: String, arguments: Seq[String]): JsonNode = synchronized {
    in.println(LakeShell.mapper.writeValueAsString((command +: arguments).toArray))
    val answer = Iterator.continually(out.readLine()).find(line => line == null || line.startsWith(LakeShell.Answer))
    LakeShell.mapper.readTree(
      answer.filter(_ != null).getOrElse(fail(s"the shell ended: ${Files.readString(errors)}")).drop(1)
    )
  }

  private def fail(message: String) = throw new IllegalStateException(message)

  /** Adds the catalog of the tables below a directory. */
  def open(directory: String): Unit =
    format.catalog(directory).foreach { case (name, value) => sql(s"SET $name=$value") }

  /** The rows of a query. */
  def sql(query: String): Seq[JsonNode] = {
    val answer = ask("sql", Seq(query))
    if (answer.has("failed")) fail(answer.get("failed").asText)
    answer.get("rows").asScala.toSeq
  }

  /** The number that a query has as its only column `n`. */
  def number(query: String): Long = sql(query).head.get("n").asLong

  /** Runs a command as spark-submit would. */
  def main(arguments: String*): Ended = both(arguments).head

  /** Runs commands at once. */
  def both(commands: Seq[String]*): Seq[Ended] = {
    val answers = ask("run", commands.map(LakeShell.mapper.writeValueAsString(_)))
    answers.get("ended").asScala.map(end => Ended(end.get(0).asInt, end.get(1).asText, end.get(2).asText)).toSeq
  }

  private def close(): Unit = {
    process.destroyForcibly().waitFor()
    Files.delete(errors)
  }
}

object LakeShell {
  private var open = Map[LakeFormat, LakeShell]()

  /** The shell of a format, which all suites share: it ends with this process. */
  def of(format: LakeFormat): LakeShell = synchronized {
    if (open.isEmpty) sys.addShutdownHook(open.values.foreach(_.close()))
    open.getOrElse(
      format, {
        val shell = new LakeShell(format)
        open += format -> shell
        shell
      }
    )
  }

  /** Beginning of the lines that are answers. */
  val Answer = "@"
  val mapper: JsonMapper = JsonMapper.builder().addModule(DefaultScalaModule).build()

  /** Starts a JVM like this one, with the jars and the settings of Spark given. */
  def start(jars: Seq[Path], settings: Map[String, String], main: String, arguments: String*)(
      configure: ProcessBuilder => ProcessBuilder
  ): Process = {
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString
    val usual = Map("spark.master" -> "local[2]", "spark.ui.enabled" -> "false", "spark.sql.shuffle.partitions" -> "2")
    val properties = (usual ++ settings).map { case (name, value) => s"-D$name=$value" }
    val classes = (System.getProperty("java.class.path") +: jars.map(_.toString)).mkString(":")
    val own = ManagementFactory.getRuntimeMXBean.getInputArguments.asScala.toSeq
    val command = (java +: own) ++ Seq("-Xmx1g", "-XX:TieredStopAtLevel=1") ++ properties ++ Seq("-cp", classes, main)
    configure(new ProcessBuilder((command ++ arguments).asJava)).start()
  }
}
