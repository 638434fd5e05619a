package dev.mnistscorer

import org.scalatest.tags.Slow
import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

/** One run in JVMs of its own, and on a real cluster. */
@Slow
class ClusterSuite extends SparkTest with ProcessTest {
  private val environment = Map("JAVA_HOME" -> System.getProperty("java.home"), "SPARK_LOCAL_IP" -> "127.0.0.1")

  private def result(directory: Path, name: String, sparkArguments: Seq[String], job: String*) = {
    val out = directory.resolve(name)
    val ended = SubmitScript.run(
      sparkArguments ++ Seq(
        "--",
        "score",
        s"--input=$directory/data",
        s"--weights=$directory/weights.pkl",
        "--activation=sigmoid",
        "--scale=1/255",
        s"--report=$out",
        s"--output=$out",
        "--run-id=x",
        "--probabilities"
      ) ++ job,
      environment
    )
    assert(ended.status == 0, ended.err)
    val rows = spark.read.parquet(s"$out/run_id=x").orderBy("origin", "index").collect().map(_.toSeq).toSeq
    (Files.readString(out.resolve("metrics.json")), rows)
  }

  test("one core, two cores, and a cluster of two workers in their own JVMs give the same bytes") {
    withDirectory { directory =>
      val data = Files.createDirectory(directory.resolve("data"))
      Idx.write(data, 1500, "a")
      Files.write(data.resolve("b-images-idx3-ubyte.gz"), Idx.gzip(Idx.images(700)))
      Files.write(data.resolve("b-labels-idx1-ubyte.gz"), Idx.gzip(Idx.labels(Seq.tabulate(700)(_ % 7))))
      Pickles.write(directory.resolve("weights.pkl"), 784, 50, 100, 10)
      val expected = result(directory, "one", Seq("--master", "local[1]"))
      assert(expected._2.length == 2200)
      assert(result(directory, "two", Seq("--master", "local[2]"), "--batch-size=7", "--partitions=20") == expected)
      val cluster = new StandaloneCluster(directory, workers = 2)
      try {
        assert(result(directory, "cluster", cluster.sparkArguments, "--batch-size=10000", "--partitions=5") == expected)
        assertScalarIsReported(directory, cluster, expected)
        assertRefused(directory, cluster)
      } finally cluster.close()
    }
  }

  /** The kernel in the record is that of the tasks, whose JVMs are not started as the driver's. */
  private def assertScalarIsReported(directory: Path, cluster: StandaloneCluster, expected: Any): Unit = {
    val home = SubmitScript.javaWithoutVectors(directory.resolve("java"))
    val executors = Seq("--conf", s"spark.executorEnv.JAVA_HOME=$home")
    assert(result(directory, "scalar", cluster.sparkArguments ++ executors, "--partitions=5") == expected)
    val run = Files.readString(directory.resolve("scalar/run.json"))
    assert(run.contains("\"kernel\" : \"scalar\""), run)
    val warning =
      "Warning: 5 of 5 tasks fell back to the scalar kernel (same results, slower): their JVMs were started" +
        " without --add-modules=jdk.incubator.vector"
    assert(run.contains(s"\"warnings\" : [ \"$warning\""), run)
  }

  /** What only a task in another JVM can find ends in the same one line and status. */
  private def assertRefused(directory: Path, cluster: StandaloneCluster): Unit = {
    val damaged = Idx.gzip(Idx.images(700))
    damaged(damaged.length - 8) = (damaged(damaged.length - 8) ^ 1).toByte
    val file = Files.write(directory.resolve("damaged"), damaged)
    val out = directory.resolve("refused")
    val events = Files.createDirectory(directory.resolve("events"))
    val ended = SubmitScript.run(
      cluster.sparkArguments ++
        Seq("--conf", "spark.eventLog.enabled=true", "--conf", s"spark.eventLog.dir=file:$events") ++
        Seq("--conf", "spark.eventLog.compress=false", "--conf", "spark.eventLog.rolling.enabled=false") ++
        Seq("--", s"--input=$file", s"--weights=$directory/weights.pkl", s"--report=$out", s"--output=$out") ++
        Pickles.stated,
      environment
    )
    assert(ended.status == 2, ended.err)
    val messages = ended.err.linesIterator.filterNot(_.startsWith("WARNING: Using incubator modules")).toSeq
    assert(
      messages.count(
        _.startsWith(s"[file:$file] the gzip data is cut off or damaged (Corrupt GZIP trailer) after byte ")
      ) == 1,
      ended.err
    )
    assert(!ended.err.contains("\tat "), ended.err)
    // The first attempt ends the run; a second one may have begun by then, but not all four.
    val log = Files.list(events).iterator().asScala.flatMap(file => Files.readAllLines(file).asScala).toSeq
    assert(log.exists(_.contains("SparkListenerTaskEnd")) && !log.exists(_.contains("\"Attempt\":3")))
    assert(
      Files.list(out).iterator().asScala.map(_.getFileName.toString).toSet == Set(
        "run.json",
        "metrics.prom",
        "lineage.json"
      )
    )
  }
}
