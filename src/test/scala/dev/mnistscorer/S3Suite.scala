package dev.mnistscorer

import java.net.URI
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.net.http.{HttpClient, HttpRequest}
import java.nio.file.{Files, Path}
import java.time.Duration

import scala.annotation.tailrec
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration.DurationInt
import scala.concurrent.{Await, Future}
import scala.jdk.CollectionConverters._
import scala.util.{Success, Try}

import com.fasterxml.jackson.databind.json.JsonMapper
import org.scalatest.tags.Slow

/** Runs on S3, a store of objects in a JVM of its own, with the settings of the example; readers use HTTP, not Hadoop. */
@Slow
class S3Suite extends StorageTest {
  private lazy val directory = Files.createTempDirectory("mnist-scorer-s3").toRealPath()
  private lazy val service = Service.s3(directory, "digits")
  private lazy val endpoint = s"http://127.0.0.1:${service.address}"
  private lazy val job = new WarmJob(settings(endpoint), credentials, Some(Service.s3aJars))
  private val http = HttpClient.newHttpClient()
  private val credentials = Map("AWS_ACCESS_KEY_ID" -> "key", "AWS_SECRET_ACCESS_KEY" -> "secret")
  private val example = "conf/examples/s3.conf"
  private val root = "s3a://digits"

  override protected def afterAll(): Unit = {
    job.close()
    service.close()
    delete(directory)
  }

  /** What a user adds to the example for a store that is not Amazon's. */
  private def store(endpoint: String): Map[String, String] =
    Map("spark.hadoop.fs.s3a.endpoint" -> endpoint, "spark.hadoop.fs.s3a.path.style.access" -> "true")

  private def settings(endpoint: String): Map[String, String] =
    Service.s3Settings.filterNot(_._1.startsWith("spark.jars.")) ++ store(endpoint)

  /** The body of an answer; nothing for an object that is not there. What fails within the service is asked for again. */
  @tailrec
  private def send(request: HttpRequest.Builder, key: String, attempts: Int = 5): String = {
    // An answer that is broken off may also just never end.
    val bounded = request.uri(URI.create(s"$endpoint/digits/$key")).timeout(Duration.ofSeconds(20)).build()
    val sent = Try(http.send(bounded, BodyHandlers.ofString()))
    sent.map(_.statusCode) match {
      case Success(200) => sent.get.body
      case Success(404) => ""
      // Of an object that is replaced at that moment, this service breaks an answer off, as others do on a bad line.
      case _ if attempts > 1 => send(request, key, attempts - 1)
      case failed => fail(s"$key: $failed")
    }
  }

  private def put(file: Path, key: String): Unit = {
    send(HttpRequest.newBuilder().PUT(BodyPublishers.ofFile(file)), key); ()
  }

  private def get(key: String): String = send(HttpRequest.newBuilder().GET(), key)

  /** Lengths by the names of the objects whose keys begin with a prefix, without those that S3A has for directories. */
  private def list(prefix: String): Map[String, Long] =
    "(?s)<Contents>.*?<Key>(.*?)</Key>.*?<Size>(\\d+)</Size>.*?</Contents>".r
      .findAllMatchIn(get(s"?list-type=2&prefix=${prefix.replace("=", "%3D")}"))
      .map(found => found.group(1).stripPrefix(prefix) -> found.group(2).toLong)
      .filterNot { case (name, _) => name.isEmpty || name.endsWith("/") }
      .toMap

  test(
    "input, labels, weights, output, report and history by URI; a rerun does nothing, incremental input is skipped"
  ) {
    withGolden { data =>
      data.files.foreach(file => put(file, s"data/${file.getFileName}"))
      val jars = Files.list(Service.s3aJars).iterator.asScala.mkString(",")
      val spark = Seq("--properties-file", example, "--load-spark-defaults", "--jars", jars) ++
        (store(endpoint) + ("spark.jars.packages" -> "")).flatMap { case (name, value) =>
          Seq("--conf", s"$name=$value")
        }
      val ended = done(SubmitScript.run(spark ++ ("--" +: scoring(root, data)), credentials))
      assert(messages(ended.err).isEmpty, ended.err)
      assert(ended.out.linesIterator.contains(data.accuracy), ended.out)
      assert(ended.out.contains(s"\nPredictions: $root/out/run_id=x\n"), ended.out)
      val known =
        "confusion_matrix.csv lineage.json metrics.json metrics.prom per_class_metrics.csv profile.json report.html run.json"
      assert(list("report/").keySet == known.split(' ').toSet)
      assert(list("out/").keySet.forall(_.startsWith("run_id=x/")))
      assert(list("history/").size == 1)
      val written = list("out/run_id=x/")
      assertWhole(written)

      val again = done(job.run(scoring(root, data): _*))
      assert(messages(again.err).isEmpty, again.err)
      assert(again.out.contains("is published already, of the same input and weights"), again.out)
      assert(list("out/run_id=x/") == written)
      val next = done(job.run(scoring(root, data, "--run-id=y", "--incremental"): _*))
      assert(next.out.contains(s"Nothing new: all of $root/data/"), next.out)
      assert(list("out/").keySet.forall(_.startsWith("run_id=x/")))
    }
  }

  /** All objects that the manifest lists, and no mark of success, which could be there before them. */
  private def assertWhole(run: Map[String, Long]): Unit = {
    val manifest = new JsonMapper().readTree(get("out/run_id%3Dx/_manifest.json"))
    val files = manifest.get("files").asScala.map(file => file.get("name").asText -> file.get("bytes").asLong).toMap
    assert(files.nonEmpty && run == files ++ run.view.filterKeys(_.startsWith("_")))
    assert(run.keySet.filter(_.startsWith("_")) == Set("_manifest.json", "_metrics.json"))
  }

  test(
    "whoever reads only runs that have a manifest, as they are published, sees whole runs; no mark of success comes before"
  ) {
    val parts = 10
    val runs = Future {
      (1 to 2).map(i =>
        job.run(
          "--input=sample:500",
          s"--output=$root/polled",
          s"--run-id=$i",
          s"--partitions=$parts",
          "--weights=builtin"
        )
      )
    }
    var partial = 0
    val whole = scala.collection.mutable.Map[String, Int]()
    while (!runs.isCompleted) {
      val seen = list("polled/").toSeq.filter(_._1.startsWith("run_id="))
      for ((run, files) <- seen.groupBy(_._1.takeWhile(_ != '/'))) {
        val names = files.map(_._1.dropWhile(_ != '/').drop(1))
        val count = names.count(_.startsWith("part-"))
        for (mark <- Seq("_SUCCESS", "_manifest.json") if names.contains(mark)) {
          assert(count == parts, s"$run has $mark but $names")
          whole(s"$run $mark") = count
        }
        if (count < parts) partial += 1
      }
    }
    Await.result(runs, 1.minute).foreach(done)
    assert(partial > 0, "void: no run was seen while it was published")
    assert(whole.size == 2, whole)
  }

  test("whoever reads the files that the manifest lists finds a whole run while it is replaced") {
    def publish(parts: Int) = Future(
      job.run(
        "--input=sample:300",
        s"--output=$root/followed",
        "--run-id=x",
        "--weights=builtin",
        s"--partitions=$parts",
        "--overwrite"
      )
    )
    def listed(): Set[String] = new JsonMapper()
      .readTree(get("followed/run_id%3Dx/_manifest.json"))
      .get("files")
      .asScala
      .map(_.get("name").asText)
      .toSet
    done(Await.result(publish(6), 1.minute))
    var seen = Set[Int]()
    for (parts <- Seq(5, 4)) {
      val next = publish(parts)
      while (!next.isCompleted) {
        val files = listed()
        // One that is missing was replaced: then there is another manifest already.
        val found = list("followed/run_id=x/").keySet
        assert(files.subsetOf(found) || listed() != files, found)
        seen += files.size
      }
      done(Await.result(next, 1.minute))
      assert(list("followed/run_id=x/").keySet.filter(_.startsWith("part-")) == listed())
    }
    assert(Set(6, 5).subsetOf(seen))
  }

  test("of two runs of one ID at once one is published whole, by a conditional put, and the other is told") {
    val other = new WarmJob(settings(endpoint), credentials, Some(Service.s3aJars))
    try {
      val arguments = Seq(s"--output=$root/once", "--run-id=x", "--weights=builtin", "--partitions=8")
      val images = Seq(300, 400)
      for (round <- 1 to 2) {
        val overwrite = if (round == 1) Seq() else Seq("--overwrite")
        val runs = Seq(job, other).zip(images).map { case (process, n) =>
          Future(process.run(arguments ++ overwrite :+ s"--input=sample:$n": _*))
        }
        val ends = runs.map(Await.result(_, 2.minutes))
        assert(ends.count(_.status == 0) >= 1 && ends.forall(end => end.status == 0 || end.status == 2), ends)
        val manifest = new JsonMapper().readTree(get("once/run_id%3Dx/_manifest.json"))
        val files = manifest.get("files").asScala.map(_.get("name").asText).toSet
        assert(list("once/run_id=x/").keySet.filter(_.startsWith("part-")) == files)
        val rows = manifest.at("/rows/scored").asInt
        if (round == 1) assert(ends.map(_.status) == images.map(n => if (n == rows) 0 else 2), ends)
      }
      assert(list("once/").keySet.forall(_.startsWith("run_id=x/")))
    } finally other.close()
  }

  test("a run that replaces another leaves its own objects only, and a failed gate publishes nothing") {
    def run(images: Int, more: String*) =
      job.run(Seq(s"--input=sample:$images", s"--output=$root/replaced", "--run-id=x", "--weights=builtin") ++ more: _*)
    done(run(300, "--partitions=5"))
    done(run(200, "--partitions=2", "--overwrite"))
    val rows = new JsonMapper().readTree(get("replaced/run_id%3Dx/_manifest.json")).at("/rows/scored").asInt
    assert(rows == 200 && list("replaced/run_id=x/").count(_._1.startsWith("part-")) == 2)
    assert(list("replaced/").keySet.forall(_.startsWith("run_id=x/")))
    val ended = run(100, "--run-id=y", "--min-accuracy=1.1")
    assert(ended.status == 1, ended.err)
    val failed = job.run("--input=sample:100", s"--output=$root/replaced", "--run-id=y", "--max-log-loss=0.0")
    assert(failed.status == 4, failed.err)
    assert(list("replaced/run_id=y/").isEmpty && list("replaced/_rejected/y/").nonEmpty)
  }

  test("a bucket that does not exist, refused credentials, and a store that does not answer: one line, soon") {
    for (
      (bucket, reason) <- Seq(
        "nowhere" -> ".*: The specified bucket does not exist. .*",
        "forbidden" -> ".* Status Code: 403.*"
      )
    ) {
      refused(job.run(s"--input=s3a://$bucket/x"), s"Cannot read s3a://$bucket/x: $reason")
      refused(job.run("--input=sample:100", s"--output=s3a://$bucket/x"), s"Cannot write to s3a://$bucket/x: $reason")
    }
    val other = new WarmJob(settings("http://127.0.0.1:1"), credentials, Some(Service.s3aJars))
    try {
      val start = System.nanoTime()
      refused(
        other.run(s"--input=$root/x"),
        s"Cannot read $root/x: .* Connect to 127.0.0.1:1 .* failed: Connection refused.*"
      )
      // With Hadoop's own settings it takes several times as long.
      assert(System.nanoTime() - start < 90L * 1000 * 1000 * 1000)
    } finally other.close()
  }
}
