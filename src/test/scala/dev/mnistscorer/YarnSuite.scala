package dev.mnistscorer

import java.nio.file.Files

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.json.JsonMapper
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{FileSystem, Path => HadoopPath}
import org.scalatest.tags.Slow

/**
 * Runs on a real YARN and HDFS, in a JVM of their own. The module of Spark for YARN is that of 3.5.6 with Scala 2.13: so are
 * the Spark and the jar of the job.
 */
@Slow
class YarnSuite extends StorageTest {
  private lazy val directory = Files.createTempDirectory("mnist-scorer-yarn").toRealPath()
  private lazy val service = Service.hadoop(directory, dataNodes = 1, nodeManagers = 1)
  private lazy val root = service.address
  private lazy val hdfs = FileSystem.get(new HadoopPath(root).toUri, new Configuration)
  private lazy val home = {
    val jars = Files.createDirectory(directory.resolve("jars"))
    val yarn = MavenJars.fetch("spark-yarn-3.5.6", Seq("org.apache.spark:spark-yarn_2.13:3.5.6"), Seq("*:*"))
    for (from <- Seq(SparkInstallation.jars("spark3.5_2.13"), yarn))
      Files.list(from).forEach(jar => { Files.createSymbolicLink(jars.resolve(jar.getFileName), jar); () })
    val home = SparkInstallation.home(directory.resolve("spark"), jars, "2.13")
    SparkInstallation.build(home)
    home
  }

  override protected def afterAll(): Unit = {
    hdfs.close()
    service.close()
    delete(directory)
  }

  private def submit(mode: String, job: Seq[String], more: String*): Ended = {
    val settings = Seq(
      s"spark.yarn.jars=local:$home/jars/*",
      "spark.executor.instances=1",
      "spark.scheduler.minRegisteredResourcesRatio=0",
      "spark.executor.memory=512m",
      "spark.driver.memory=512m",
      "spark.yarn.am.memory=512m",
      "spark.yarn.report.interval=200ms"
    ) ++ more
    SubmitScript.run(
      Seq("--master", "yarn", "--deploy-mode", mode) ++ settings.flatMap(Seq("--conf", _)) ++ ("--" +: job),
      SparkInstallation.environment(home) + ("HADOOP_CONF_DIR" -> directory.toString)
    )
  }

  private def run(path: String): JsonNode = json(s"$path/run.json")

  private def json(path: String): JsonNode = {
    val in = hdfs.open(new HadoopPath(s"$root/$path"))
    try new JsonMapper().readTree(in.readAllBytes())
    finally in.close()
  }

  /** The line that the run has printed, where its output is that of the driver. */
  private def accuracy(path: String): String = {
    val metrics = json(s"$path/metrics.json")
    f"Accuracy: ${metrics.get("accuracy").asDouble}%.4f (${metrics.get("correct").asInt}%,d of ${metrics.get("count").asInt}%,d)"
  }

  /** In cluster mode only the record of the run has the status of the job: spark-submit ends with 1. */
  private def assertEnds(mode: String, status: Int, ended: Ended, name: String): Unit = {
    val record = run(s"$mode/$name-report")
    assert(record.get("exitStatus").asInt == status, record)
    if (mode == "client") {
      assert(ended.status == status && messages(ended.err) == Seq(record.get("reason").asText), ended.err)
    } else {
      assert(ended.status == 1, ended.err)
      assert(ended.err.contains("finished with failed status"), ended.err)
      // YARN would start the driver once more, whose record would replace this one.
      assert(hdfs.listStatus(new HadoopPath(s"$root/$mode/$name-history")).length == 1)
    }
  }

  private def exists(path: String): Boolean = hdfs.exists(new HadoopPath(s"$root/$path"))

  for ((mode, statuses) <- Seq("client" -> "done, refused", "cluster" -> "done, refused, rejected"))
    test(s"$mode mode: data, weights and results on HDFS; the exit statuses of a run that is $statuses") {
      withGolden { data =>
        for (file <- data.files)
          hdfs.copyFromLocalFile(new HadoopPath(file.toUri), new HadoopPath(s"$root/data/${file.getFileName}"))
        def job(name: String, more: String*) =
          scoring(
            root,
            data,
            Seq(
              s"--output=$root/$mode/$name",
              s"--report=$root/$mode/$name-report",
              s"--history=$root/$mode/$name-history"
            ) ++ more: _*
          )

        val ended = done(submit(mode, job("done")))
        assert(messages(ended.err).isEmpty, ended.err)
        assert(run(s"$mode/done-report").at("/exitStatus").asInt == 0)
        assert(accuracy(s"$mode/done-report") == data.accuracy)
        assert(exists(s"$mode/done/run_id=x/_manifest.json"))

        assertEnds(mode, 2, submit(mode, job("bad", s"--labels=$root/data/${data.images.getFileName}")), "bad")
        assert(!exists(s"$mode/bad"))

        // In client mode the process is the driver, as without YARN.
        if (mode == "cluster") {
          assertEnds(mode, 4, submit(mode, job("gate", "--max-log-loss=0")), "gate")
          assert(exists(s"$mode/gate/_rejected/x") && !exists(s"$mode/gate/run_id=x"))
        }
      }
    }
}
