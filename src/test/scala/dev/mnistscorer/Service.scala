package dev.mnistscorer

import java.io.{BufferedReader, InputStreamReader, PrintStream}
import java.nio.file.{Files, Path}
import java.util.Properties
import java.util.concurrent.TimeUnit.SECONDS

import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration.DurationInt
import scala.concurrent.{Await, Future}
import scala.jdk.CollectionConverters._

/**
 * A service in a JVM of its own, from a source file in `src/test/services`. It ends when its standard input does, so also
 * when this process dies. Its log is a file in `directory`.
 */
final class Service(source: String, classPath: String, directory: Path, arguments: String*) extends AutoCloseable {
  private val log = directory.resolve(s"$source.log")
  private val process = {
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString
    val file = Path.of(s"src/test/services/$source.java").toAbsolutePath.toString
    val command =
      Seq(java, "-Xmx512m", "-XX:TieredStopAtLevel=1", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", classPath)
    new ProcessBuilder((command ++ (file +: arguments)).asJava)
      .directory(directory.toFile)
      .redirectError(log.toFile)
      .start()
  }
  private val commands = new PrintStream(process.getOutputStream, true)
  private val answers = new BufferedReader(new InputStreamReader(process.getInputStream))

  /** What the service says when it is ready: where it is. */
  lazy val address: String = await("ready ")

  /** Has a command carried out. */
  def tell(command: String): Unit = {
    address
    commands.println(command)
    await(s"done $command"); ()
  }

  private def await(expected: String): String = {
    def answer(): String = answers.readLine() match {
      case null => throw new IllegalStateException(s"$source: ${Files.readString(log)}")
      case line if line.startsWith(expected) => line.stripPrefix(expected)
      case _ => answer()
    }
    Await.result(Future(answer()), 120.seconds)
  }

  override def close(): Unit = {
    commands.close()
    if (!process.waitFor(20, SECONDS)) {
      process.destroyForcibly().waitFor(); ()
    }
  }
}

/** Services of Hadoop and S3, with what they need from Maven. */
object Service {
  private val hadoopVersion = org.apache.hadoop.util.VersionInfo.getVersion

  /** HDFS with data nodes, and YARN if it has node managers. The address is the URI of HDFS. */
  def hadoop(directory: Path, dataNodes: Int, nodeManagers: Int = 0): Service = {
    val jars = MavenJars.fetch(
      s"hadoop-$hadoopVersion",
      Seq(
        s"org.apache.hadoop:hadoop-client-minicluster:$hadoopVersion",
        "org.slf4j:slf4j-reload4j:1.7.36",
        "org.bouncycastle:bcpkix-jdk18on:1.78.1",
        "javax.xml.bind:jaxb-api:2.3.1"
      )
    )
    new Service("HadoopService", s"$jars/*", directory, directory.toString, dataNodes.toString, nodeManagers.toString)
  }

  /** S3 with buckets. The address is the port of its endpoint on 127.0.0.1. */
  def s3(directory: Path, buckets: String*): Service = {
    val unpacked = MavenJars.unpack("s3mock-4.7.0", "com.adobe.testing:s3mock:4.7.0:exec", "BOOT-INF/**")
    new Service(
      "S3Service",
      s"$unpacked/BOOT-INF/classes:$unpacked/BOOT-INF/lib/*",
      directory,
      buckets.mkString(",")
    )
  }

  /** Settings of the example for S3. */
  val s3Settings: Map[String, String] = {
    val properties = new Properties
    val reader = Files.newBufferedReader(Path.of("conf/examples/s3.conf"))
    try properties.load(reader)
    finally reader.close()
    properties.asScala.toMap
  }

  /** The packages of the example. */
  lazy val s3aJars: Path = {
    val Seq(packages, without) =
      Seq("packages", "excludes").map(name => s3Settings(s"spark.jars.$name").split(',').toSeq)
    MavenJars.fetch(s"s3a-$hadoopVersion", packages, without)
  }
}
