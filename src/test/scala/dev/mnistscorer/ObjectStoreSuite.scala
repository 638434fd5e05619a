package dev.mnistscorer

import java.nio.file.{Files, Path}
import java.util.concurrent.{CyclicBarrier, FutureTask, TimeUnit}

import scala.jdk.CollectionConverters._
import scala.util.Try

import org.apache.hadoop.fs.{Path => HadoopPath}

/** Publication where a rename is copies and deletions, and excludes nobody. */
class ObjectStoreSuite extends ScoringTest {
  private def store(directory: Path) = s"--output=copying:$directory/out"

  /** Rows of the published run as its manifest has them; all files that a reader sees are in it. */
  private def manifested(directory: Path): Int = {
    val run = directory.resolve("out/run_id=x")
    val manifest = json(run.resolve("_manifest.json"))
    val files = manifest.get("files").asScala.map(file => file.get("name").asText -> file.get("bytes").asLong).toMap
    val seen = names(run).filter(_.startsWith("part-")).map(name => name -> Files.size(run.resolve(name))).toMap
    assert(seen == files)
    manifest.at("/rows/scored").asInt
  }

  private def quarantined(directory: Path): Long = {
    val place = directory.resolve("out/_quarantine/run_id=x")
    if (Files.exists(place)) spark.read.parquet(place.toString).count() else 0
  }

  test("two runs of one id whose renames could meet: one is published whole, the other is told") {
    withData { directory =>
      for (round <- 1 to 3) {
        val output = s"--output=copying:$directory/out$round"
        val both = new CyclicBarrier(2)
        CopyingFileSystem.meeting = path =>
          if (path.getName == "run_id=x") {
            Try(both.await(1, TimeUnit.SECONDS))
            ()
          }
        val ended =
          try {
            val runs = Seq("weights", "other").map { weights =>
              new FutureTask[Ended](() =>
                score(
                  directory,
                  output,
                  "--partitions=3",
                  s"--weights=$directory/$weights.pkl",
                  s"--report=$directory/$weights"
                )
              )
            }
            runs.foreach(run => new Thread(run).start())
            runs.map(_.get())
          } finally CopyingFileSystem.meeting = _ => ()
        assert(ended.map(_.status).sorted == Seq(0, 2), ended)
        Files.move(directory.resolve(s"out$round"), directory.resolve("out"))
        assert(manifested(directory) == 60 && count(directory) == 60)
        assert(names(directory.resolve("out")) == Set("run_id=x"))
        delete(directory.resolve("out"))
      }
    }
  }

  /** Tells whether a path is one that readers look at. */
  private def isPublished(path: HadoopPath): Boolean = path.getParent.getName == "run_id=x"

  private def copy(from: Path, to: Path): Unit =
    Files.walk(from).forEach(file => { Files.copy(file, to.resolve(from.relativize(file).toString)); () })

  /** Kills a run at each step from the first of its publication on, and sees what the next one finds and does. */
  private def dying(before: Path => Unit, more: String*)(next: Path => Unit): Unit = withData { directory =>
    before(directory)
    val (out, prepared) = (directory.resolve("out"), directory.resolve("prepared"))
    if (Files.exists(out)) Files.move(out, prepared)
    val deaths = LazyList.from(0).takeWhile { steps =>
      if (Files.exists(out)) delete(out)
      if (Files.exists(prepared)) copy(prepared, out)
      val (ended, died) = CopyingFileSystem.dieAfter(steps, isPublished) {
        val ended = score(directory, store(directory) +: "--partitions=2" +: more: _*)
        (ended, CopyingFileSystem.isDead)
      }
      assert(died || ended.status == 0, ended.err)
      withClue(s"after $steps steps: ")(next(directory))
      died
    }
    assert(deaths.length > 10)
    ()
  }

  private def assertWhole(directory: Path, rows: Int): Unit = {
    assert(manifested(directory) == rows && count(directory) == rows && quarantined(directory) == 60 - rows)
    assert((names(directory.resolve("out")) - "_quarantine").subsetOf(Set("run_id=x", "_staging")))
    ()
  }

  test("a run that dies at any step of its publication: the next run of its id ends what it began, or begins anew") {
    dying(_ => ()) { directory =>
      done(score(directory, store(directory), "--partitions=2"))
      assertWhole(directory, rows = 60)
    }
  }

  private def invalid(directory: Path, labels: Int): Unit = {
    val all = Seq.tabulate(60)(i => if (i < labels) 99 else 1)
    Files.write(directory.resolve("data/a-labels-idx1-ubyte"), Idx.labels(all)); ()
  }

  test("a run that dies at any step of replacing another: the next run of its id finds one of them whole, or ends it") {
    val quarantine = "--on-bad-row=quarantine"
    var found = Set[Int]()
    dying(
      directory => {
        invalid(directory, labels = 3)
        done(score(directory, store(directory), "--partitions=2", quarantine))
        invalid(directory, labels = 5)
      },
      "--overwrite",
      quarantine
    ) { directory =>
      val ended = score(directory, store(directory), "--partitions=2", quarantine)
      val rows = if (ended.status == 0) 55 else 57
      assert(ended.status == 0 || ended.err.contains("it already exists, with different input"), ended)
      assertWhole(directory, rows)
      found += rows
    }
    assert(found == Set(55, 57))
  }

  test("at each step of replacing a run its manifest lists files that are there, all of one run") {
    withData { directory =>
      done(score(directory, store(directory), "--partitions=3", s"--weights=$directory/other.pkl"))
      val run = directory.resolve("out/run_id=x")
      var seen = Seq[Set[String]]()
      CopyingFileSystem.stepping = () => {
        val listed = json(run.resolve("_manifest.json")).get("files").asScala
        for (file <- listed) assert(Files.size(run.resolve(file.get("name").asText)) == file.get("bytes").asLong)
        seen :+= listed.map(_.get("name").asText).toSet
      }
      try
        CopyingFileSystem.dieAfter(1000, isPublished)(
          done(score(directory, store(directory), "--partitions=2", "--overwrite"))
        )
      finally CopyingFileSystem.stepping = () => ()
      assert(seen.distinct.map(_.size) == Seq(3, 2) && seen.length > 10)
      assert(names(run).filter(_.startsWith("part-")) == seen.last)
    }
  }
}
