package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._
import scala.util.Try

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.json.JsonMapper
import org.scalatest.tags.Slow

/** Executors die, tasks are slow or never end well: the published bytes are those of a quiet run, or there are none. */
@Slow
class FaultToleranceSuite extends SparkTest with ProcessTest {
  private val environment = Map("JAVA_HOME" -> System.getProperty("java.home"), "SPARK_LOCAL_IP" -> "127.0.0.1")
  private val images = 200000

  private def arguments(directory: Path, name: String): Seq[String] = Seq(
    "--",
    "score",
    s"--input=sample:$images",
    s"--weights=$directory/weights.pkl",
    "--activation=sigmoid",
    "--scale=1/255",
    s"--report=$directory/$name",
    s"--output=$directory/$name",
    "--run-id=x",
    "--partitions=16"
  )

  private def eventLog(directory: Path): Seq[String] = {
    val events = Files.createDirectories(directory.resolve("events"))
    Seq("--conf", "spark.eventLog.enabled=true", "--conf", "spark.eventLog.rolling.enabled=false") ++
      Seq("--conf", "spark.eventLog.compress=false") ++
      Seq("--conf", s"spark.eventLog.dir=file:$events")
  }

  private def events(directory: Path): Seq[JsonNode] = {
    val mapper = new JsonMapper()
    Files
      .list(directory.resolve("events"))
      .iterator()
      .asScala
      .flatMap(file => Files.readAllLines(file).asScala)
      .map(mapper.readTree)
      .toSeq
  }

  private def taskEnds(log: Seq[JsonNode]): Seq[JsonNode] =
    log.filter(_.get("Event").asText == "SparkListenerTaskEnd")

  /** What was published, sorted, and its metrics. */
  private def published(directory: Path, name: String): (Seq[Int], String) = {
    val rows = spark.read
      .parquet(s"$directory/$name/run_id=x")
      .orderBy("index")
      .select("index", "label", "prediction", "confidence")
      .collect()
    assert(rows.length == images)
    (rows.map(_.hashCode).toSeq, Files.readString(directory.resolve(s"$name/metrics.json")))
  }

  /** A run of which the events are those of the run alone. */
  private def submitted(name: String, more: String*): SubmitScript.Submitted = {
    val log = eventLog(directory)
    forgetEvents()
    SubmitScript.start(cluster.sparkArguments ++ log ++ more ++ arguments(directory, name), environment)
  }

  /** Waits until `condition` holds, and fails if the process ends before. */
  private def waitFor(process: SubmitScript.Submitted)(condition: => Boolean): Unit = {
    val deadline = System.nanoTime() + 120L * 1000 * 1000 * 1000
    while (!condition) {
      assert(process.isAlive && System.nanoTime() < deadline, "the run ended before it could be disturbed")
      Thread.sleep(5)
    }
  }

  private def paths(directory: Path): Set[String] =
    Try(Files.walk(directory).iterator().asScala.map(_.toString).toSet).getOrElse(Set())

  private def count(directory: Path, pattern: String): Int = paths(directory).count(_.matches(pattern))

  private lazy val directory = {
    val made = Files.createTempDirectory("mnist-scorer-faults").toRealPath()
    Pickles.write(made.resolve("weights.pkl"), 784, 50, 100, 10)
    made
  }

  /** What a run gives that nothing disturbs. */
  private lazy val quiet: (Seq[Int], String) = {
    val ended = SubmitScript.run(
      Seq("--master", "local[2]") ++ arguments(directory, "quiet"),
      environment ++ SubmitScript.Optimised
    )
    assert(ended.status == 0, ended.err)
    published(directory, "quiet")
  }

  private lazy val cluster = new StandaloneCluster(directory, workers = 2)

  override protected def afterAll(): Unit = {
    cluster.close()
    delete(directory)
  }

  private def forgetEvents(): Unit =
    Files.walk(directory.resolve("events")).iterator().asScala.filter(Files.isRegularFile(_)).foreach(Files.delete(_))

  private def assertSurvives(name: String)(moment: => Boolean): Unit = {
    val expected = quiet
    val process = submitted(name)
    waitFor(process)(moment)
    val victim = cluster.executors.head
    assert(victim.destroyForcibly())
    val ended = process.ended()
    assert(ended.status == 0, ended.err)
    assert(published(directory, name) == expected)
    val log = events(directory)
    assert(log.exists(_.get("Event").asText == "SparkListenerExecutorRemoved"), "void: no executor was lost")
    assert(
      taskEnds(log).exists(_.at("/Task End Reason/Reason").asText == "ExecutorLostFailure"),
      "void: no task was lost with it"
    )
    assert(taskEnds(log).exists(_.at("/Task Info/Attempt").asInt > 0), "void: no task was retried")
  }

  test("an executor killed while it scores, and one killed while files are committed: the bytes of a quiet run") {
    // The first task has opened its file: it scores.
    assertSurvives("scoring") {
      count(
        directory.resolve("scoring/_staging"),
        ".*/_temporary/.*/part-.*parquet"
      ) > 0 && cluster.executors.length == 2
    }
    // Some tasks are committed, others are not.
    assertSurvives("writing") {
      count(directory.resolve("writing/_staging"), ".*/_temporary/0/task_[^/]*/part-[^/]*parquet") > 3 &&
      cluster.executors.length == 2
    }
  }

  test("speculation: of two attempts at a slow task one counts") {
    val expected = quiet
    val settings = Seq(
      "spark.speculation=true",
      "spark.speculation.interval=50ms",
      "spark.speculation.efficiency.enabled=false",
      "spark.speculation.multiplier=1.1",
      "spark.speculation.quantile=0.5",
      "spark.speculation.minTaskRuntime=100ms"
    )
    val process = submitted("speculated", settings.flatMap(Seq("--conf", _)): _*)
    waitFor(process)(
      count(directory.resolve("speculated/_staging"), ".*/_temporary/0/task_[^/]*/part-[^/]*parquet") > 5
    )
    val victim = cluster.executors.head
    def signal(name: String): Unit = {
      new ProcessBuilder("kill", s"-$name", victim.pid.toString).start().waitFor(); ()
    }
    // Not dead: as slow as it gets for a while.
    signal("STOP")
    val deadline = System.nanoTime() + 60L * 1000 * 1000 * 1000
    while (process.isAlive && System.nanoTime() < deadline) Thread.sleep(50)
    signal("CONT")
    val ended = process.ended()
    assert(ended.status == 0, ended.err)
    assert(published(directory, "speculated") == expected)
    assert(
      events(directory).exists(event =>
        event.get("Event").asText == "SparkListenerTaskStart" && event.at("/Task Info/Speculative").asBoolean
      ),
      "void: nothing was speculated on"
    )
  }

  test("a task that always dies: status 3, and nothing published") {
    val process = submitted("dying", "--conf", "spark.task.maxFailures=2")
    var seen = Set[String]()
    while (process.isAlive) {
      val attempts = paths(directory.resolve("dying/_staging")).filter(_.matches(".*/attempt_[^/]*/part-[^/]*"))
      if (!attempts.subsetOf(seen)) cluster.executors.foreach(_.destroyForcibly())
      seen ++= attempts
      Thread.sleep(5)
    }
    val ended = process.ended()
    assert(ended.status == 3, ended.err)
    val files = Files.list(directory.resolve("dying")).iterator().asScala.map(_.getFileName.toString).toSet
    assert(!files.exists(_.startsWith("run_id=")))
    val run = new JsonMapper().readTree(directory.resolve("dying/run.json").toFile)
    assert(run.get("exitStatus").asInt == 3 && run.get("status").asText == "failed")
  }
}
