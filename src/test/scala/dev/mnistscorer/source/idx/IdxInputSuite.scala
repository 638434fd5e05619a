package dev.mnistscorer.source.idx

import java.nio.file.attribute.FileTime
import java.nio.file.{Files, Path}

import scala.annotation.tailrec

import com.fasterxml.jackson.databind.json.JsonMapper
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.{Idx, OptionalFileSystem, SparkTest, TouchingFileSystem}
import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec

/** Which files a path means, and that just these are read. */
class IdxInputSuite extends SparkTest {
  private def load(path: Any, options: (String, String)*): DataFrame =
    spark.read.format("idx").options(options.toMap).load(path.toString)

  private def read(data: => DataFrame): Seq[(String, Long, Any)] =
    data
      .collect()
      .map(row => (row.getString(0).split('/').last, row.getLong(1), row.get(2)))
      .toSeq

  private def expected(name: String, count: Int): Seq[(String, Long, Any)] =
    Seq.tabulate(count)(i => (s"$name-images-idx3-ubyte", i.toLong, i % 10))

  /** The message of a refusal, on the driver or in a task. */
  private def refusal(directory: Path)(body: => Any): String = {
    @tailrec def find(thrown: Throwable): BadInputException = thrown match {
      case found: BadInputException => found
      case null => fail("no refusal")
      case other => find(other.getCause)
    }
    find(intercept[Exception](body)).getMessage.replace(directory.toString, "DIR")
  }

  private val trailing = "the gzip data is cut off or damaged (bytes follow its end that are no gzip data)"

  for {
    (rubbish, bytes) <- Seq(
      "10 bytes" -> Array.fill[Byte](10)(7),
      "3 bytes" -> Array.fill[Byte](3)(0),
      "100 kB" -> Array.tabulate[Byte](100000)(_.toByte),
      "one byte of the next member's magic" -> Array(0x1f.toByte)
    )
    (pad, name) <- Seq(false -> rubbish, true -> s"$rubbish, the last of which are the right length")
  } test(s"gzip with rubbish behind its end is refused: $name") {
    def damage(raw: Array[Byte]): Array[Byte] = {
      val length = raw.length
      val last = Array(length, length >> 8, length >> 16, length >> 24).map(_.toByte)
      Idx.gzip(raw) ++ bytes ++ (if (pad) last else Array[Byte]())
    }
    withDirectory { directory =>
      Files.write(directory.resolve("some-images-idx3-ubyte.gz"), damage(Idx.images(30)))
      assert(
        refusal(directory)(read(load(directory))) ==
          s"[file:DIR/some-images-idx3-ubyte.gz] $trailing after byte 23536 of the 23536 that it must unpack to"
      )
    }
    withDirectory { directory =>
      Files.write(directory.resolve("some-images-idx3-ubyte"), Idx.images(30))
      Files.write(directory.resolve("some-labels-idx1-ubyte.gz"), damage(Idx.labels(Seq.fill(30)(1))))
      assert(
        refusal(directory)(read(load(directory))) ==
          s"[file:DIR/some-labels-idx1-ubyte.gz] $trailing after byte 38 of the 38 that it must unpack to"
      )
    }
  }

  test("a directory or a glob with a link that leads nowhere is refused") {
    for (target <- Seq("gone", "b-images-idx3-ubyte.gz")) withDirectory { directory =>
      Idx.write(directory, 3, "a")
      Files.createSymbolicLink(directory.resolve("b-images-idx3-ubyte.gz"), directory.resolve(target))
      Files.createSymbolicLink(directory.resolve("unrelated"), directory.resolve("gone"))
      for (path <- Seq(s"$directory", s"$directory/*images*", s"$directory/{a,b}-images-*"))
        assert(
          refusal(directory)(load(path)) ==
            "Cannot read file:DIR/b-images-idx3-ubyte.gz: it is a link that leads to no file",
          path
        )
      assert(read(load(s"$directory/a-*images*")) == expected("a", 3))
    }
  }

  test("labels that are a link that leads nowhere are refused") {
    withDirectory { directory =>
      Files.write(directory.resolve("a-images-idx3-ubyte"), Idx.images(3))
      Files.createSymbolicLink(directory.resolve("a-labels-idx1-ubyte"), directory.resolve("gone"))
      for (path <- Seq(s"$directory", s"$directory/a-images-idx3-ubyte"))
        assert(
          refusal(directory)(
            load(path)
          ) == "Cannot read file:DIR/a-labels-idx1-ubyte: it is a link that leads to no file"
        )
    }
  }

  test("links that lead to files are read") {
    withDirectory { directory =>
      val real = Files.createDirectory(directory.resolve("real"))
      Idx.write(real, 3, "a")
      for (name <- Seq("a-images-idx3-ubyte", "a-labels-idx1-ubyte"))
        Files.createSymbolicLink(directory.resolve(name), real.resolve(name))
      assert(read(load(directory)) == expected("a", 3))
    }
  }

  test("of a file that is there raw and as gzip the raw one is read") {
    withDirectory { directory =>
      Idx.write(directory, 3, "a")
      Files.write(directory.resolve("a-images-idx3-ubyte.gz"), Idx.gzip(Idx.images(3)))
      Files.write(directory.resolve("a-labels-idx1-ubyte.gz"), Idx.gzip(Idx.labels(Seq(0, 1, 2))))
      Idx.write(directory, 2, "b")
      for (path <- Seq(s"$directory", s"$directory/*images*"))
        assert(read(load(path)) == expected("a", 3) ++ expected("b", 2), path)
    }
  }

  test("a file whose compressed copy holds something else is refused") {
    withDirectory { directory =>
      Idx.write(directory, 3, "a")
      Files.write(directory.resolve("a-images-idx3-ubyte.gz"), Idx.gzip(Idx.images(4)))
      assert(
        refusal(directory)(load(directory)) ==
          "[file:DIR/a-images-idx3-ubyte.gz] images must be 3 of 28 × 28, as in file:DIR/a-images-idx3-ubyte," +
          " of which its name says that it is a copy, but were 4 of 28 × 28"
      )
    }
  }

  private val oddNames =
    Seq("a[b", "[ab]", "a{b", "{a,b}", "a?b", "a*b", "a:b", "a\\b", "a%20b", "a#b", "a b", "ümläut", "a\\*b")

  for (name <- oddNames) test(s"an existing path is taken as it is: $name") {
    withDirectory { directory =>
      val own = Files.createDirectory(directory.resolve(name))
      Idx.write(own, 3, name)
      assert(read(load(s"$own/$name-images-idx3-ubyte")) == expected(name, 3))
      assert(read(load(own)) == expected(name, 3))
      assert(read(load(s"file:$own")) == expected(name, 3))
      assert(
        read(load(own, "inventory" -> inventory(own.resolve(s"$name-images-idx3-ubyte")))) ==
          expected(name, 3).map { case (file, index, _) => (file, index, null) }
      )
    }
  }

  test("a relative path may have a colon in its first name") {
    val file = Path.of("a:b-images-idx3-ubyte")
    Files.write(file, Idx.images(2))
    try assert(read(load(file)).map(_._1) == Seq.fill(2)("a:b-images-idx3-ubyte"))
    finally Files.delete(file)
  }

  test("options reach the executors' file systems as they reach the driver's") {
    withDirectory { directory =>
      val file = Idx.write(directory, 3, "a")
      val options =
        Seq("fs.optional.impl" -> classOf[OptionalFileSystem].getName, "fs.optional.impl.disable.cache" -> "true")
      assert(read(load(s"optional:$file", options: _*)) == expected("a", 3))
    }
  }

  test("plans and their scans do not show the options of a read, which may hold credentials") {
    withDirectory { directory =>
      val plan = load(Idx.write(directory, 3), "fs.s3a.secret.key" -> "hush").queryExecution
      val scan = plan.executedPlan.collectFirst { case found: BatchScanExec => found.scan }.get
      for (shown <- Seq(plan.toString, scan.toString, scan.toBatch.toString)) assert(!shown.contains("hush"), shown)
    }
  }

  private val changed = "the file must not change while it is read but did; run again"

  private def touch(file: Path): Unit = {
    val before = Files.getLastModifiedTime(file).toMillis
    Files.setLastModifiedTime(file, FileTime.fromMillis(before + 10000))
  }

  test("a file that was replaced after its header was checked is refused") {
    for (name <- Seq("a-images-idx3-ubyte", "a-labels-idx1-ubyte")) withDirectory { directory =>
      Idx.write(directory, 3, "a")
      val data = load(directory)
      data.queryExecution.executedPlan
      touch(directory.resolve(name))
      assert(refusal(directory)(data.collect()) == s"[file:DIR/$name] $changed")
      assert(read(load(directory)) == expected("a", 3))
      Files.delete(directory.resolve(name))
      assert(refusal(directory)(data.collect()) == s"[file:DIR/$name] $changed")
    }
  }

  test("a file that changes while a task reads it is refused") {
    spark.conf.set("fs.touching.impl", classOf[TouchingFileSystem].getName)
    for (columns <- Seq(Seq("image"), Seq("label"))) withDirectory { directory =>
      Idx.write(directory, 3, "a")
      val data = load(s"touching:$directory").select("origin", columns: _*)
      data.queryExecution.executedPlan
      val kind = if (columns == Seq("image")) "images-idx3" else "labels-idx1"
      TouchingFileSystem.armed = true
      try assert(refusal(directory)(data.collect()) == s"[touching:DIR/a-$kind-ubyte] $changed")
      finally TouchingFileSystem.armed = false
    }
  }

  private def entry(file: Path): String =
    s""""path":${new JsonMapper().writeValueAsString(s"file:$file")},"length":${Files.size(file)},""" +
      s""""modified":${Files.getLastModifiedTime(file).toMillis}"""

  private def inventory(files: Path*): String = files.map(file => s"{${entry(file)}}").mkString("[", ",", "]")

  test("an inventory is read just as it was listed") {
    withDirectory { directory =>
      val file = Idx.write(directory, 3, "a")
      val labels = directory.resolve("a-labels-idx1-ubyte")
      val listed = s"""[{${entry(file)},"labels":{${entry(labels)}}}]"""
      Idx.write(directory, 2, "b")
      assert(read(load(directory, "inventory" -> listed)) == expected("a", 3))
      assert(read(spark.read.format("idx").option("inventory", listed).load()) == expected("a", 3))
      Files.write(file, Idx.images(4))
      assert(refusal(directory)(load(directory, "inventory" -> listed)) == s"[file:DIR/${file.getFileName}] $changed")
    }
  }

  test("a file of an inventory that has changed since is refused before a task starts") {
    for (name <- Seq("a-images-idx3-ubyte", "a-labels-idx1-ubyte")) withDirectory { directory =>
      val file = Idx.write(directory, 3, "a")
      val listed = s"""[{${entry(file)},"labels":{${entry(directory.resolve("a-labels-idx1-ubyte"))}}}]"""
      touch(directory.resolve(name))
      assert(refusal(directory)(load(directory, "inventory" -> listed)) == s"[file:DIR/$name] $changed")
    }
  }

  test("an inventory that is none is refused") {
    for (wrong <- Seq("x", "{}", "[]", "[{}]", """[{"path":"x","length":"1","modified":2}]"""))
      assert(
        refusal(Path.of("/none"))(spark.read.format("idx").option("inventory", wrong).load()) ==
          s"option inventory of format idx must be a JSON array of files with path, length and modified but was $wrong"
      )
  }

  test("labels named beside an inventory are refused") {
    withDirectory { directory =>
      val listed = inventory(Idx.write(directory, 3))
      assert(
        refusal(directory)(load(directory, "inventory" -> listed, "labels" -> "x")) ==
          "option labels of format idx must not be given with option inventory, which names the labels of each file"
      )
    }
  }

  test("partitions are bounded") {
    for (wrong <- Seq("100001", "2000000000", "0", "many"))
      assert(
        refusal(Path.of("/none"))(load("x", "partitions" -> wrong)) ==
          s"option partitions of format idx must be a whole number in 1..100000 but was $wrong"
      )
    withDirectory { directory =>
      assert(load(Idx.write(directory, 3), "partitions" -> "100000").rdd.getNumPartitions == 3)
    }
  }

  test("Spark reads once what two scans of the same images need") {
    withDirectory { directory =>
      Idx.write(directory, 30)
      val key = "spark.sql.autoBroadcastJoinThreshold"
      spark.conf.set(key, "-1")
      try {
        val data = load(directory)
        val joined = data.as("x").join(data.as("y"), "index")
        assert(joined.collect().length == 30)
        assert(joined.queryExecution.executedPlan.toString.contains("ReusedExchange"))
      } finally spark.conf.unset(key)
    }
  }

  test("scans are equal if they read the same columns of the same images") {
    withDirectory { directory =>
      Idx.write(directory, 30)
      def built(limit: Int, columns: String*) = {
        val builder = load(directory).select(columns.head, columns.tail: _*).limit(limit)
        builder.queryExecution.executedPlan.collectFirst { case found: BatchScanExec =>
          found.scan
        }.get
      }
      val scan = built(20, "index", "image")
      assert(scan == built(20, "index", "image") && scan.hashCode == built(20, "index", "image").hashCode)
      assert(scan.toBatch == built(20, "index", "image").toBatch)
      assert(scan != built(21, "index", "image") && scan != built(20, "image"))
      assert(scan.toBatch != built(21, "index", "image").toBatch)
    }
  }
}
