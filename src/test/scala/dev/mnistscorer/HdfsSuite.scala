package dev.mnistscorer

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.Files

import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration.DurationInt
import scala.concurrent.{Await, Future}
import scala.jdk.CollectionConverters._

import com.fasterxml.jackson.databind.json.JsonMapper
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.permission.FsPermission
import org.apache.hadoop.fs.{FileSystem, Path}
import org.scalatest.tags.Slow

/** Runs on a real HDFS, with a name node and three data nodes in a JVM of their own. */
@Slow
class HdfsSuite extends StorageTest {
  private lazy val directory = Files.createTempDirectory("mnist-scorer-hdfs").toRealPath()
  private lazy val service = Service.hadoop(directory, dataNodes = 3)
  private lazy val root = service.address
  private lazy val hdfs = FileSystem.get(new Path(root).toUri, new Configuration)
  // Scores 200,000 images.
  private lazy val job = new WarmJob(options = Seq())

  override protected def afterAll(): Unit = {
    job.close()
    hdfs.close()
    service.close()
    delete(directory)
  }

  private def upload(data: GoldenData): Unit =
    data.files.foreach(file =>
      hdfs.copyFromLocalFile(new Path(file.toUri), new Path(s"$root/data/${file.getFileName}"))
    )

  private def bytes(path: String): Array[Byte] = {
    val in = hdfs.open(new Path(path))
    try in.readAllBytes()
    finally in.close()
  }

  private def text(path: String): String = new String(bytes(path), UTF_8)

  private def names(path: String): Set[String] =
    hdfs.listStatus(new Path(path)).map(_.getPath.getName).toSet

  test(
    "input, labels, weights, output, report and history by URI; a rerun does nothing, incremental input is skipped"
  ) {
    withGolden { data =>
      upload(data)
      val ended = done(SubmitScript.run("--" +: scoring(root, data)))
      assert(messages(ended.err).isEmpty, ended.err)
      assert(ended.out.linesIterator.contains(data.accuracy), ended.out)
      assert(ended.out.contains(s"\nPredictions: $root/out/run_id=x\n"), ended.out)
      assert(names(s"$root/out") == Set("run_id=x"))
      val known =
        "confusion_matrix.csv lineage.json metrics.json metrics.prom per_class_metrics.csv profile.json report.html run.json"
      assert(names(s"$root/report") == known.split(' ').toSet)
      val written = names(s"$root/out/run_id=x")
      assert(written.filterNot(_.startsWith("part-")) == Set("_manifest.json", "_metrics.json"))

      val again = done(job.run(scoring(root, data): _*))
      assert(messages(again.err).isEmpty, again.err)
      assert(again.out.contains("is published already, of the same input and weights"), again.out)
      assert(names(s"$root/out/run_id=x") == written)
      val next = done(job.run(scoring(root, data, "--run-id=y", "--incremental"): _*))
      assert(next.out.contains(s"Nothing new: all of $root/data/"), next.out)
      assert(names(s"$root/out") == Set("run_id=x"))
    }
  }

  private def exists(path: String): Boolean = hdfs.exists(new Path(path))

  /** Names of the files that the manifest of a run lists. */
  private def listed(run: String): Set[String] = {
    val in = hdfs.open(new Path(s"$run/_manifest.json"))
    try new JsonMapper().readTree(in.readAllBytes()).get("files").asScala.map(_.get("name").asText).toSet
    finally in.close()
  }

  test(
    "a reader sees all of a run that is published, or nothing; by the manifest, a whole run while it is replaced, too"
  ) {
    Idx.write(directory, 500, "some")
    hdfs.copyFromLocalFile(
      new Path(s"$directory/some-images-idx3-ubyte"),
      new Path(s"$root/some/some-images-idx3-ubyte")
    )
    val run = s"$root/polled/run_id=p"
    def publish(parts: Int, more: String*) = Future(
      done(
        job.run(Seq(s"--input=$root/some", s"--output=$root/polled", s"--partitions=$parts", "--run-id=p") ++ more: _*)
      )
    )
    val first = publish(12)
    while (!first.isCompleted) {
      if (exists(run)) assert(names(run).count(_.startsWith("part-")) == 12)
    }
    Await.result(first, 1.minute)
    var seen = Set[Int]()
    for (parts <- Seq(11, 10, 9)) {
      val next = publish(parts, "--overwrite")
      while (!next.isCompleted) {
        val files = listed(run)
        // One that is missing was replaced: then there is another manifest already.
        assert(files.forall(name => exists(s"$run/$name")) || listed(run) != files)
        seen += files.size
      }
      Await.result(next, 1.minute)
      assert(names(run).filter(_.startsWith("part-")) == listed(run))
    }
    assert(Set(12, 11, 10).subsetOf(seen))
  }

  for (format <- LakeFormat.all)
    test(
      s"$format: a table on HDFS holds each row of a run once, also of two runs of one ID at once, and of one run again"
    ) {
      val shell = LakeShell.of(format)
      shell.open(s"$root/tables")
      val table = format.table(s"$root/tables", "scores")
      def commands(runs: Seq[String]*) = runs.map(run =>
        Seq(
          "--weights=builtin",
          s"--output=$root/$format",
          s"--output-table=$table",
          s"--create-table=$format"
        ) ++ run
      )
      def rows(runId: String) =
        shell
          .sql(s"SELECT count(*) AS n, count(DISTINCT origin, index) AS k FROM $table WHERE run_id = '$runId'")
          .head
      def assertHolds(runId: String, images: Int) =
        assert(rows(runId).get("n").asInt == images && rows(runId).get("k").asInt == images)
      done(shell.main(commands(Seq("--input=sample:300", "--run-id=x")).head: _*))
      assertHolds("x", 300)
      val again = done(shell.main(commands(Seq("--input=sample:300", "--run-id=x")).head: _*))
      assert(again.out.startsWith("Nothing to do: "), again.out)
      done(shell.main(commands(Seq("--input=sample:200", "--run-id=x", "--overwrite")).head: _*))
      assertHolds("x", 200)
      val ends = shell.both(commands(Seq(100, 400).map(n => Seq(s"--input=sample:$n", "--run-id=y")): _*): _*)
      assert(ends.map(_.status).sorted == Seq(0, 2), ends)
      assertHolds("y", if (ends.head.status == 0) 100 else 400)
      assertHolds("x", 200)
    }

  test("in safe mode nothing can be written, which one line says before any work; afterwards the run is as usual") {
    val arguments = Seq("--input=sample:100", s"--output=$root/safe", "--run-id=x")
    service.tell("enter safe mode")
    try {
      val line =
        s"Cannot write to $root/safe: Cannot create directory /safe/_staging/x/_attempt-\\w+. Name node is in safe mode."
      refused(job.run(arguments: _*), line)
      refused(
        job.run("--input=sample:100", s"--report=$root/safe"),
        s"Cannot write to $root/safe: Cannot create file/safe/_probe-.* Name node is in safe mode."
      )
    } finally service.tell("leave safe mode")
    done(job.run(arguments: _*))
  }

  test("what another user may neither read nor write is refused, with the user, the access and the directory") {
    hdfs.mkdirs(new Path(s"$root/private"), FsPermission.createImmutable(Integer.parseInt("700", 8).toShort))
    val visitor = new WarmJob(environment = Map("HADOOP_USER_NAME" -> "visitor"))
    def denied(access: String, inode: String) =
      s"Permission denied: user=visitor, access=$access, inode=\"$inode\":.*:supergroup:drwx.*"
    try {
      refused(
        visitor.run(s"--input=$root/private/x", "--weights=builtin"),
        s"Cannot read $root/private/x: ${denied("EXECUTE", "/private")}"
      )
      refused(
        visitor.run("--input=sample:100", s"--weights=$root/private/x"),
        s"Cannot read $root/private/x: ${denied("EXECUTE", "/private")}"
      )
      for (argument <- Seq("--output", "--report", "--history"))
        refused(
          visitor.run("--input=sample:100", s"$argument=$root/theirs"),
          s"Cannot write to $root/theirs: ${denied("WRITE", "/")}"
        )
    } finally visitor.close()
  }

  test("a name node that does not answer is refused in one line") {
    refused(
      job.run("--input=hdfs://localhost:1/x"),
      "Cannot read hdfs://localhost:1/x: Call From .* to localhost:1 failed on connection exception: .* Connection refused.*"
    )
    refused(
      job.run("--input=sample:100", "--output=hdfs://localhost:1/x"),
      "Cannot write to hdfs://localhost:1/x: Call From .* Connection refused.*"
    )
    val unknown = "java.net.UnknownHostException: nowhere.invalid"
    refused(job.run("--input=hdfs://nowhere.invalid:8020/x"), s"Cannot read hdfs://nowhere.invalid:8020/x: $unknown")
  }

  test("a data node that is stopped in the middle of a run changes nothing in its result") {
    def arguments(name: String) =
      Seq("--input=sample:100000", "--partitions=16", "--run-id=x", s"--output=$root/$name", s"--report=$root/$name")
    def result(name: String) = {
      val parts = names(s"$root/$name/run_id=x").filter(_.startsWith("part-")).toSeq.sorted
      assert(parts.length == 16)
      text(s"$root/$name/metrics.json") -> parts.map(part => bytes(s"$root/$name/run_id=x/$part").toSeq)
    }
    done(job.run(arguments("quiet"): _*))
    val quiet = result("quiet")
    val run = Future(job.run(arguments("disturbed"): _*))
    waitFor(!run.isCompleted) {
      val parts = hdfs.globStatus(new Path(s"$root/disturbed/_staging/x/*/_temporary/0/task*"))
      parts != null && parts.length > 2
    }
    service.tell("stop a data node")
    assert(!run.isCompleted, "void: the run had ended")
    done(Await.result(run, 5.minutes))
    assert(result("disturbed") == quiet)
  }
}
