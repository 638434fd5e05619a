package dev.mnistscorer

import java.io.IOException
import java.nio.file.attribute.FileTime
import java.nio.file.{Files, Path}
import java.util.concurrent.{ConcurrentHashMap, CyclicBarrier, FutureTask, TimeUnit}

import scala.jdk.CollectionConverters._
import scala.util.Try

import com.fasterxml.jackson.databind.node.ObjectNode
import org.apache.hadoop.fs.{Path => HadoopPath}

/** An output that something happened to: files that go or change, runs that died, runs at the same moment. */
class PublicationFaultsSuite extends ScoringTest {
  private def published(directory: Path): Path = directory.resolve("out/run_id=x")

  private def manifest(directory: Path): Path = published(directory).resolve("_manifest.json")

  private def part(directory: Path): Path =
    published(directory).resolve(names(published(directory)).find(_.startsWith("part-")).get)

  private def cannotPublish(directory: Path, reason: String): String =
    s"Cannot publish to file:$directory/out/run_id=x: $reason; give another --run-id or --overwrite"

  private def damaged(directory: Path, reason: String): String =
    s"[file:$directory/out/run_id=x/_manifest.json] the manifest must be complete but is damaged ($reason); publish run x" +
      " again with --overwrite, or remove it"

  private def assertDamageRefused(damage: Path => Unit, message: (String, Long) => String): Unit = withData {
    directory =>
      done(score(directory))
      val file = part(directory)
      val length = Files.size(file)
      damage(file)
      val reason = s"it already exists, but not as its manifest has it: ${message(file.getFileName.toString, length)}"
      refused(score(directory), cannotPublish(directory, reason))
      done(score(directory, "--overwrite"))
      assert(count(directory) == 60)
      ()
  }

  test("a published run whose files are not those of its manifest is refused, naming the file; --overwrite mends it") {
    assertDamageRefused(Files.delete(_), (name, _) => s"$name is missing")
    assertDamageRefused(
      file => { Files.write(file, Files.readAllBytes(file).dropRight(7)); () },
      (name, length) => s"$name has ${length - 7} bytes, not $length"
    )
    assertDamageRefused(
      file => { Files.copy(file, file.resolveSibling("zzz.parquet")); () },
      (_, _) => "zzz.parquet is not in it"
    )
  }

  test("a manifest without content or cut off is one line that names it, whatever is scored; --overwrite mends it") {
    for (
      (text, reason) <- Seq[(String => String, String)](
        (_ => "{}", "it has no runId"),
        (_ => "", "it has no runId"),
        (whole => whole.take(whole.indexOf("weightsSha256") + 30), "Unexpected end-of-input in VALUE_STRING")
      )
    )
      withData { directory =>
        done(score(directory))
        Files.writeString(manifest(directory), text(Files.readString(manifest(directory))))
        Files.deleteIfExists(published(directory).resolve("._manifest.json.crc"))
        refused(score(directory), damaged(directory, reason))
        refused(score(directory, "--incremental", "--run-id=y"), damaged(directory, reason))
        done(score(directory, "--overwrite"))
        assert(count(directory) == 60)
        assert(done(score(directory, "--incremental", "--run-id=y")).out.startsWith("Nothing new: "))
      }
  }

  test("a file that lands in the input directory while a run begins is the next run's") {
    withData { directory =>
      // The directory is listed to tell the format of its files, and then to find them.
      var listings = 0
      val ended = HookedFileSystem.during { (step, path) =>
        if (step == "listed" && path.getName == "data") {
          listings += 1
          if (listings == 2) Idx.write(directory.resolve("data"), 10, "b")
        }
      }(score(directory, s"--input=hooked:$directory/data"))
      done(ended)
      assert(count(directory) == 60)
      assert(json(manifest(directory)).get("input").size == 1)
      done(score(directory, s"--input=hooked:$directory/data", "--incremental", "--run-id=y"))
      assert(count(directory) == 70)
      assert(json(directory.resolve("out/run_id=y/_manifest.json")).at("/rows/scored").asInt == 10)
    }
  }

  test("an input file that is replaced by one of the same length after it was listed is refused") {
    withData { directory =>
      val file = directory.resolve("data/a-images-idx3-ubyte")
      var replaced = false
      val ended = HookedFileSystem.during { (step, path) =>
        if (step == "opened" && path.getName == "a-images-idx3-ubyte" && !replaced) {
          replaced = true
          val later = Files.getLastModifiedTime(file).toMillis + 5000
          Files.write(file, Idx.bytes(Seq(60, 28, 28), new Array[Byte](60 * 784)))
          Files.setLastModifiedTime(file, FileTime.fromMillis(later))
        }
      }(score(directory, s"--input=hooked:$directory/data"))
      refused(
        ended,
        s"[hooked:$directory/data/a-images-idx3-ubyte] the file must not change while it is read but did; run again"
      )
      assert(!Files.exists(directory.resolve("out")))
    }
  }

  private def atOnce(runs: (() => Ended)*): Seq[Ended] = {
    val tasks = runs.map(run => new FutureTask[Ended](() => run()))
    tasks.foreach(task => new Thread(task).start())
    tasks.map(_.get())
  }

  /** All is scored, judged and reported, and the staged files are listed. */
  private def isReadyToPublish(step: String, path: HadoopPath): Boolean =
    step == "listed" && path.getName.startsWith("_attempt-")

  test("of two runs that overwrite one run at once, one is told that it was not published") {
    withData { directory =>
      done(score(directory, s"--output=hooked:$directory/out"))
      for (_ <- 1 to 5) {
        val both = new CyclicBarrier(2)
        val met = ConcurrentHashMap.newKeySet[String]()
        val ended = HookedFileSystem.during { (step, path) =>
          if (isReadyToPublish(step, path) && met.add(path.getName)) {
            both.await(60, TimeUnit.SECONDS)
            ()
          }
        } {
          val overwriting = Seq(s"--output=hooked:$directory/out", "--overwrite")
          atOnce(
            () => score(directory, overwriting :+ s"--report=$directory/report1": _*),
            () =>
              score(directory, overwriting :+ s"--weights=$directory/other.pkl" :+ s"--report=$directory/report2": _*)
          )
        }
        assert(ended.map(_.status).sorted == Seq(0, 2), ended)
        assert(
          ended
            .find(_.status == 2)
            .get
            .err == s"Cannot publish to hooked:$directory/out/run_id=x: another run with this" +
            " ID was published in the meantime; this run was not published\n"
        )
        assert(count(directory) == 60)
        assert(names(directory.resolve("out")) == Set("run_id=x"))
        val winner = ended.indexWhere(_.status == 0) + 1
        val metrics = Files.readString(published(directory).resolve("_metrics.json"))
        assert(Files.readString(directory.resolve(s"report$winner/metrics.json")) == metrics)
      }
    }
  }

  test("of two runs that overwrite one run, the one that is published while the other scores stays") {
    withData { directory =>
      done(score(directory))
      var other: Option[Ended] = None
      val ended = HookedFileSystem.during { (step, path) =>
        if (isReadyToPublish(step, path) && other.isEmpty) {
          other =
            Some(score(directory, "--overwrite", s"--weights=$directory/other.pkl", s"--report=$directory/report2"))
        }
      }(score(directory, s"--output=hooked:$directory/out", "--overwrite"))
      done(other.get)
      assert(ended.status == 2)
      assert(ended.err.contains(": another run with this ID was published in the meantime; "))
      val metrics = Files.readString(published(directory).resolve("_metrics.json"))
      assert(Files.readString(directory.resolve("report2/metrics.json")) == metrics)
      assert(names(directory.resolve("out")) == Set("run_id=x"))
    }
  }

  test("a run that tidies staging directories does not mind those of other runs, which come and go") {
    for (gone <- Seq(true, false))
      withData { directory =>
        val staging = directory.resolve("out/_staging")
        val ended = HookedFileSystem.during { (step, path) =>
          if (step == "listed" && path == new HadoopPath(s"hooked:$staging")) {
            if (gone) Files.delete(staging) else { Files.createDirectories(staging.resolve("y/_attempt-1")); () }
          }
        }(score(directory, s"--output=hooked:$directory/out"))
        done(ended)
        assert(Files.exists(staging) != gone)
        assert(count(directory) == 60)
      }
  }

  test("runs of several ids at once in one output do not disturb each other") {
    withData { directory =>
      val ids = Seq("a", "b", "c", "d")
      for (round <- 1 to 4) {
        val runs = ids.map { id => () =>
          score(directory, s"--run-id=$id$round", s"--report=$directory/report-$id")
        }
        atOnce(runs: _*).foreach(done)
      }
      assert(count(directory) == 16 * 60)
      assert(names(directory.resolve("out")) == (for (id <- ids; round <- 1 to 4) yield s"run_id=$id$round").toSet)
    }
  }

  private def scoredBy(directory: Path, run: String): String =
    s"Cannot publish to file:$directory/out/run_id=${if (run == "x") "y" else "x"}: run_id=$run has scored" +
      s" file:$directory/data/a-images-idx3-ubyte in the meantime; this run was not published"

  test("of two incremental runs that score a file one is published while the other scores, and the other says which") {
    withData { directory =>
      var other = Option.empty[Ended]
      val ended = HookedFileSystem.during { (step, path) =>
        // The rows are scored, and not published yet.
        if (step == "create" && path.getName.startsWith("_metrics.json.") && other.isEmpty)
          other = Some(score(directory, "--incremental", "--run-id=y", s"--report=$directory/other"))
      }(score(directory, "--incremental", s"--report=hooked:$directory/report"))
      done(other.get)
      refused(ended, scoredBy(directory, "y"))
      assert(count(directory) == 60 && names(directory.resolve("out")) == Set("run_id=y"))
    }
  }

  test("of two incremental runs that publish a file at the same moment one is published, and the other says which") {
    withData { directory =>
      val output = s"--output=hooked:$directory/out"
      val both = new CyclicBarrier(2)
      val met = ConcurrentHashMap.newKeySet[String]()
      val ended = HookedFileSystem.during { (step, path) =>
        if (isReadyToPublish(step, path) && met.add(path.getName)) {
          Try(both.await(2, TimeUnit.SECONDS))
          ()
        }
      } {
        atOnce(
          () => score(directory, output, "--incremental"),
          () => score(directory, output, "--incremental", "--run-id=y", s"--report=$directory/other")
        )
      }
      assert(ended.map(_.status).sorted == Seq(0, 2), ended)
      val published = if (ended.head.status == 0) "x" else "y"
      refused(ended.find(_.status == 2).get, scoredBy(directory, published).replaceFirst("file:", "hooked:"))
      assert(count(directory) == 60 && names(directory.resolve("out")) == Set(s"run_id=$published"))
    }
  }

  test("the turn of an incremental run that died is over: at once for its own ID, after a while for others") {
    withData { directory =>
      val turn = Files.createDirectories(directory.resolve("out/_staging")).resolve("_incremental")
      Files.writeString(turn, "x")
      done(score(directory, "--incremental"))
      Files.createDirectories(turn.getParent)
      Files.writeString(turn, "dead")
      Files.setLastModifiedTime(turn, FileTime.fromMillis(System.currentTimeMillis - 601000))
      Idx.write(directory.resolve("data"), 60, "b")
      done(score(directory, "--incremental", "--run-id=y"))
      assert(count(directory) == 120 && names(directory.resolve("out")) == Set("run_id=x", "run_id=y"))
    }
  }

  test("quarantined rows go with the run that they are of") {
    withData { directory =>
      val labels = Seq.tabulate(60)(i => if (i == 7) 99 else i % 10)
      Files.write(directory.resolve("data/a-labels-idx1-ubyte"), Idx.labels(labels))
      done(score(directory, "--on-bad-row=quarantine"))
      assert(Files.exists(directory.resolve("out/_quarantine/run_id=x")))
      done(score(directory, "--on-bad-row=drop", "--overwrite"))
      assert(names(directory.resolve("out")) == Set("run_id=x"))
    }
  }

  /** Lets a run fail when its files are in the place, before its manifest is. */
  private def failsWhilePublished(directory: Path, more: String*): Unit = {
    val ended = HookedFileSystem.during { (step, path) =>
      if (step == "create" && path.getName.startsWith("__manifest.json.")) throw new IOException("No space left")
    }(score(directory, s"--output=hooked:$directory/out" +: more: _*))
    assert(ended.status == 3)
    val line = ended.err.linesIterator.next()
    assert(line == "Cannot finish: No space left; the next run of this ID completes its publication")
  }

  test("a run that failed while it was published has scored its files, and is completed by the next run of its ID") {
    withData { directory =>
      failsWhilePublished(directory)
      assert(!Files.exists(manifest(directory)))
      assert(done(score(directory, "--incremental", "--run-id=y")).out.startsWith("Nothing new: "))
      assert(done(score(directory)).out.contains(s"Predictions: file:$directory/out/run_id=x (published before)\n"))
      assert(count(directory) == 60 && names(directory.resolve("out")) == Set("run_id=x"))
    }
  }

  test(
    "a run that failed while it replaced another, with quarantined rows, is completed: nothing is left of the old one"
  ) {
    withData { directory =>
      def labels(invalid: Int) =
        Files.write(
          directory.resolve("data/a-labels-idx1-ubyte"),
          Idx.labels(Seq.tabulate(60)(i => if (i < invalid) 99 else 1))
        )
      labels(invalid = 3)
      done(score(directory, "--on-bad-row=quarantine", "--partitions=3"))
      labels(invalid = 5)
      failsWhilePublished(directory, "--on-bad-row=quarantine", "--partitions=2", "--overwrite")
      assert(json(manifest(directory)).at("/rows/quarantined").asInt == 3)
      assert(done(score(directory, "--on-bad-row=quarantine")).out.contains("/run_id=x (published before)\n"))
      assert(json(manifest(directory)).at("/rows/quarantined").asInt == 5)
      assert(count(directory) == 55 && spark.read.parquet(s"$directory/out/_quarantine/run_id=x").count() == 5)
      assert(names(published(directory)).count(_.startsWith("part-")) == 2)
    }
  }

  test(
    "a run that failed while it was published, and whose files have gone, is refused, naming one; --overwrite mends it"
  ) {
    withData { directory =>
      failsWhilePublished(directory, "--partitions=2")
      val name = part(directory).getFileName
      Files.delete(part(directory))
      refused(
        score(directory),
        s"Cannot publish to file:$directory/out/run_id=x: of a run that was being published, $name is missing; give another" +
          " --run-id or --overwrite"
      )
      done(score(directory, "--overwrite"))
      assert(count(directory) == 60 && names(directory.resolve("out")) == Set("run_id=x"))
    }
  }

  test("a reader that follows the manifest finds a whole run at each moment of runs that replace it") {
    withData { directory =>
      def publish(run: Int) = done(
        score(directory, "--overwrite", s"--partitions=${1 + run % 3}", s"--weights=$directory/${weights(run)}.pkl")
      )
      def weights(run: Int) = if (run % 2 == 0) "weights" else "other"
      publish(0)
      @volatile var ended = false
      val looking = new FutureTask[(Int, Int)](() => {
        var (looks, again) = (0, 0)
        while (!ended) {
          val before = Files.readString(manifest(directory))
          val listed = json(manifest(directory))
            .get("files")
            .asScala
            .map(file => published(directory).resolve(file.get("name").asText))
          try {
            assert(spark.read.parquet(listed.map(_.toString).toSeq: _*).count() == 60)
            looks += 1
          } catch {
            // A file that is missing was replaced: then there is another manifest already.
            case _: Exception if Files.readString(manifest(directory)) != before => again += 1
          }
        }
        (looks, again)
      })
      new Thread(looking).start()
      try (1 to 12).takeWhile(_ => !looking.isDone).foreach(publish)
      finally ended = true
      assert(looking.get()._1 > 3)
      assert(count(directory) == 60)
    }
  }

  test("an output directory that was there stays when a run fails, and one that was not does not") {
    withData { directory =>
      Files.write(directory.resolve("data/a-labels-idx1-ubyte"), Idx.labels(Seq.fill(60)(99)))
      assert(score(directory).status == 2)
      assert(!Files.exists(directory.resolve("out")))
      Files.createDirectory(directory.resolve("out"))
      assert(score(directory).status == 2)
      assert(Files.isDirectory(directory.resolve("out")) && names(directory.resolve("out")).isEmpty)
    }
  }

  test("the other layout of square weights is another network: the run is refused") {
    withData { directory =>
      val images = Files.write(directory.resolve("square"), Idx.images(20, 2, 5))
      Pickles.write(directory.resolve("square.pkl"), 10, 10)
      val square = Seq(s"--input=$images", s"--weights=$directory/square.pkl")
      done(score(directory, square :+ "--layout=in-out": _*))
      refused(
        score(directory, square :+ "--layout=out-in": _*),
        cannotPublish(directory, "it already exists, with different settings")
      )
    }
  }

  test("a manifest names the network as it was understood") {
    withData { directory =>
      done(score(directory))
      val whole = json(manifest(directory)).asInstanceOf[ObjectNode]
      assert(Try(whole.get("networkSha256").asText).toOption.exists(_.matches("[0-9a-f]{64}")))
      assert(whole.get("networkSha256") != whole.get("weightsSha256"))
    }
  }
}
