package dev.mnistscorer

import java.net.{InetAddress, ServerSocket, Socket}
import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._
import scala.util.Try

/** A real standalone cluster on this machine: a master and workers with one core each, JVMs of their own. */
final class StandaloneCluster(
    directory: Path,
    workers: Int,
    sparkHome: Path = Path.of("target/spark").toAbsolutePath,
    scalaVersion: String = "2.13"
) extends AutoCloseable {
  private val port = {
    val socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress)
    try socket.getLocalPort
    finally socket.close()
  }

  val master: String = s"spark://127.0.0.1:$port"

  private val processes: Seq[Process] = {
    val first = start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", port.toString)
    waitFor(Try(new Socket("127.0.0.1", port).close()).isSuccess)
    first +: Seq.tabulate(workers) { i =>
      // Hosts of their own: Spark runs no second attempt at a task on the host of the first.
      start(
        s"worker-$i",
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        s"127.0.0.${i + 1}",
        "--cores",
        "1",
        "--memory",
        "1g",
        "--work-dir",
        directory.resolve(s"work-$i").toString,
        master
      )
    }
  }
  waitFor(Files.readString(log("master")).linesIterator.count(_.contains("Registering worker")) == workers)

  /** What spark-submit needs to run on it, with two executors of one core. */
  def sparkArguments: Seq[String] =
    Seq("--master", master, "--executor-memory", "512m", "--conf", "spark.driver.host=127.0.0.1") ++
      Seq("--conf", s"spark.executor.extraJavaOptions=${JavaProcess.OnlyHot.mkString(" ")}")

  /** The executors of the applications that run on it. */
  def executors: Seq[ProcessHandle] = {
    def command(process: ProcessHandle) = Try(Files.readString(Path.of(s"/proc/${process.pid}/cmdline"))).getOrElse("")
    val started = processes.flatMap(_.descendants().iterator().asScala)
    started.filter(command(_).contains("CoarseGrainedExecutorBackend"))
  }

  private def log(name: String): Path = directory.resolve(s"$name.log")

  private def start(name: String, main: String, arguments: String*): Process = {
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString
    val opens = Seq("java.lang", "java.net", "java.nio", "java.util", "java.util.concurrent", "sun.nio.ch")
      .map(name => s"--add-opens=java.base/$name=ALL-UNNAMED")
    val builder = new ProcessBuilder(
      ((java +: opens) ++ Seq(
        "-Xmx256m",
        JavaProcess.Short,
        "-XX:+UseSerialGC",
        "-cp",
        s"$sparkHome/jars/*",
        main,
        "--webui-port",
        "0"
      ) ++ arguments).asJava
    )
    builder.environment.putAll(
      Map(
        // As under cron and systemd.
        "LC_ALL" -> "C",
        "SPARK_HOME" -> sparkHome.toString,
        "SPARK_SCALA_VERSION" -> scalaVersion,
        "SPARK_LOCAL_IP" -> arguments.dropWhile(_ != "--host")(1)
      ).asJava
    )
    builder.redirectErrorStream(true).redirectOutput(log(name).toFile).start()
  }

  private def waitFor(condition: => Boolean): Unit = {
    val deadline = System.nanoTime() + 180L * 1000 * 1000 * 1000
    while (!condition) {
      if (System.nanoTime() > deadline) {
        close()
        throw new IllegalStateException("the cluster did not start; see " + log("master"))
      }
      Thread.sleep(100)
    }
  }

  override def close(): Unit = {
    processes.reverse.foreach(_.destroy())
    processes.foreach(_.waitFor())
  }
}
