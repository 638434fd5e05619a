package dev.mnistscorer.source.idx

import java.nio.file.attribute.FileTime
import java.nio.file.{Files, Path}
import java.time.Instant

import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.{Idx, SparkTest}
import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.execution.LocalTableScanExec
import org.apache.spark.sql.execution.aggregate.HashAggregateExec
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec
import org.apache.spark.sql.functions.{col, count, lit}

/** What the data source takes from a query, and what it refuses. */
class IdxQuerySuite extends SparkTest {
  private def load(path: Any, options: (String, String)*): DataFrame =
    spark.read.format("idx").options(options.toMap).load(path.toString)

  private def withSets(body: Path => Unit): Unit = withDirectory { directory =>
    Idx.write(directory, 20, "a")
    Idx.write(directory, 30, "b")
    body(directory)
  }

  private def rows(data: DataFrame): Seq[(String, Long)] =
    data
      .select("origin", "index")
      .collect()
      .map(row => (row.getString(0).split('/').last.take(1), row.getLong(1)))
      .toSeq

  private def explained(data: DataFrame): String = data.queryExecution.executedPlan.toString

  private def isFiltered(data: DataFrame): Boolean = explained(data).contains("Filter ")

  private def refusal(body: => Any): String = intercept[BadInputException](body).getMessage

  test("filters on the index and the origin are pushed down") {
    withSets { directory =>
      val data = load(directory)
      val apart = spark.createDataFrame(data.rdd, data.schema)
      def pushed(condition: String, images: Int, filters: String*): Unit = {
        val filtered = data.where(condition)
        val shown = explained(filtered)
        assert(shown.contains(s"($images images), PushedFilters: [") && !isFiltered(filtered), condition)
        filters.foreach(filter => assert(shown.contains(filter), condition))
        assert(rows(filtered) == rows(apart.where(condition)) && rows(filtered).length == images, condition)
      }
      pushed("index = 7", 2, "index = 7")
      pushed("index = 25", 1, "index = 25")
      pushed("index < 3", 6, "index < 3")
      pushed("index <= 3", 8, "index <= 3")
      pushed("index > 17", 14, "index > 17")
      pushed("index >= 18 and index < 21", 5, "index >= 18", "index < 21")
      pushed("index > 100", 0, "index > 100")
      pushed("index < -1", 0, "index < -1")
      pushed("index > 9223372036854775806", 0, "index > 9223372036854775806")
      pushed("origin like '%/b-images%'", 30, "origin LIKE '%/b-images%'")
      pushed(s"origin = 'file:$directory/a-images-idx3-ubyte'", 20, s"origin = 'file:$directory/a-images-idx3-ubyte'")
      pushed("origin like 'file:%' and index = 1", 2, "origin LIKE 'file:%'", "index = 1")
      assert(
        rows(data.where("index >= 18 and index < 21")) == Seq(
          ("a", 18L),
          ("a", 19L),
          ("b", 18L),
          ("b", 19L),
          ("b", 20L)
        )
      )
      assert(rows(data.where("index > 18").limit(2)) == Seq(("a", 19L), ("b", 19L)))
    }
  }

  test("filters that headers cannot decide are left to Spark, with those that reduce what is read") {
    withSets { directory =>
      val data = load(directory)
      val labelled = data.where("label = 3 and index < 10")
      assert(explained(labelled).contains("(20 images), PushedFilters: [index < 10]") && isFiltered(labelled))
      assert(rows(labelled) == Seq(("a", 3L), ("b", 3L)))
      val some = data.where("index in (3, 5, 22)")
      assert(explained(some).contains("(37 images), PushedFilters: [index IN (3, 5, 22)]") && isFiltered(some))
      assert(rows(some) == Seq(("a", 3L), ("a", 5L), ("b", 3L), ("b", 5L), ("b", 22L)))
      val either = data.where("index = 3 or label = 4")
      assert(explained(either).contains("(50 images), PushedFilters: []") && isFiltered(either))
      assert(rows(either).length == 2 + 5)
      assert(rows(data.where("index = label")).length == 20)
      assert(rows(data.where("index <=> null")).isEmpty)
    }
  }

  test("a filter opens the files of its images only") {
    withSets { directory =>
      val data = load(directory).where("origin like '%/b-%'")
      explained(data)
      Files.delete(directory.resolve("a-images-idx3-ubyte"))
      assert(rows(data).length == 30)
    }
  }

  private def isCounted(data: DataFrame): Boolean = {
    val plan = data.queryExecution.executedPlan
    plan.collectFirst { case scan: LocalTableScanExec => scan }.isDefined &&
    plan.collectFirst { case scan: BatchScanExec => scan }.isEmpty &&
    plan.collectFirst { case aggregate: HashAggregateExec => aggregate }.isEmpty
  }

  test("counts are known from the headers") {
    withSets { directory =>
      val data = load(directory)
      def counted(rows: DataFrame): Long = {
        val counting = rows.groupBy().count()
        assert(isCounted(counting))
        assert(rows.count() == counting.head().getLong(0))
        counting.head().getLong(0)
      }
      assert(counted(data) == 50)
      assert(counted(data.where("index < 3")) == 6)
      assert(counted(data.where("origin like '%/b-%' and index >= 3")) == 27)
      assert(counted(data.where("index > 100")) == 0)
      val twice = data.agg(count(lit(1)), count(col("index")))
      assert(isCounted(twice) && twice.head().toSeq == Seq(50L, 50L))
      assert(data.groupBy().count().limit(1).head().getLong(0) == 50)
    }
  }

  test("counts that headers do not tell are Spark's") {
    withSets { directory =>
      Files.delete(directory.resolve("b-labels-idx1-ubyte"))
      val data = load(directory)
      assert(data.limit(7).count() == 7)
      assert(data.where("label = 3").count() == 2)
      assert(data.where("index in (3, 5)").count() == 4)
      assert(data.agg(count(col("label"))).head().getLong(0) == 20)
      assert(data.groupBy("label").count().count() == 11)
      assert(data.select("index").distinct().count() == 30)
    }
  }

  test("the plan names the input once") {
    withSets { directory =>
      val plan = explained(load(directory))
      assert(plan.split(directory.toString, -1).length == 2, plan)
    }
  }

  test("unknown options are refused with the nearest known one") {
    withSets { directory =>
      assert(refusal(load(directory, "lables" -> "x")) == "format idx has no option lables; did you mean labels?")
      assert(
        refusal(
          load(directory, "header" -> "true")
        ) == "format idx has no option header; its options are path, paths," +
          " labels, member, inventory, partitions, classes, pathGlobFilter, recursiveFileLookup, modifiedAfter," +
          " modifiedBefore, timeZone"
      )
      assert(load(directory, "PARTITIONS" -> "3", "fs.some.setting" -> "x").rdd.getNumPartitions == 3)
    }
  }

  test("pathGlobFilter and recursiveFileLookup choose the files") {
    withSets { directory =>
      val deep = Files.createDirectories(directory.resolve("more/raw"))
      Idx.write(deep, 4, "c")
      Idx.write(Files.createDirectory(directory.resolve("_staging")), 4, "d")
      assert(load(directory, "pathGlobFilter" -> "a-*").count() == 20)
      assert(load(s"$directory/*-images-*", "pathglobfilter" -> "{b,c}-*").count() == 30)
      assert(load(directory, "recursiveFileLookup" -> "true").count() == 54)
      assert(load(directory, "recursiveFileLookup" -> "true", "pathGlobFilter" -> "c*").count() == 4)
      assert(
        refusal(
          load(directory, "pathGlobFilter" -> "x*")
        ) == s"Cannot read $directory: its files, 2, are all left out" +
          " by pathGlobFilter, modifiedAfter or modifiedBefore"
      )
      assert(
        refusal(load(directory, "recursiveFileLookup" -> "yes")) ==
          "option recursiveFileLookup of format idx must be true or false but was yes"
      )
      assert(
        refusal(load(directory, "pathGlobFilter" -> "a[")).startsWith(
          "option pathGlobFilter of format idx must be a glob but was a[ ("
        )
      )
    }
  }

  test("modifiedAfter and modifiedBefore choose the files, in the time zone of the session or of the read") {
    withSets { directory =>
      def modified(name: String, time: String): Unit = {
        Files.setLastModifiedTime(directory.resolve(s"$name-images-idx3-ubyte"), FileTime.from(Instant.parse(time)))
        ()
      }
      modified("a", "2024-02-29T12:00:00Z")
      modified("b", "2024-02-29T14:00:00Z")
      val zone = "timeZone" -> "UTC"
      assert(load(directory, "modifiedAfter" -> "2024-02-29T13:00:00", zone).count() == 30)
      assert(load(directory, "modifiedBefore" -> "2024-02-29T13:00:00", zone).count() == 20)
      assert(load(directory, "modifiedAfter" -> "2024-02-29T12:00:00", zone).count() == 30)
      assert(load(directory, "modifiedBefore" -> "2024-02-29T22:00:00", "timeZone" -> "Asia/Tokyo").count() == 20)
      assert(
        refusal(load(directory, "modifiedAfter" -> "yesterday", zone)) ==
          "option modifiedAfter of format idx must be a time like 2024-02-29T13:00:00, in a time zone like" +
          " Europe/Berlin, but was yesterday in UTC"
      )
    }
  }

  private val readOnly =
    "format idx can be read only, and with its own schema: write another format, such as parquet; leave out schema(…)"

  test("writes, streams and other schemas are refused") {
    withSets { directory =>
      val data = load(directory)
      for (mode <- Seq("append", "overwrite", "error", "ignore"))
        assert(refusal(data.write.format("idx").mode(mode).save(s"$directory/out")) == readOnly, mode)
      assert(!Files.exists(directory.resolve("out")))
      assert(refusal(spark.read.format("idx").schema("x int").load(directory.toString)) == readOnly)
      val stream = intercept[Exception](spark.readStream.format("idx").load(directory.toString)).getMessage
      assert(stream.contains("Data source idx does not support streamed reading"), stream)
    }
  }

  test("a table of the catalog is read") {
    withSets { directory =>
      spark.sql(s"CREATE TABLE some_sets USING idx OPTIONS (path '$directory')")
      try {
        assert(spark.table("some_sets").count() == 50)
        assert(rows(spark.table("some_sets").where("index = 25")) == Seq(("b", 25L)))
      } finally {
        spark.sql("DROP TABLE some_sets")
        ()
      }
    }
  }

  test("one file of labels cannot be given with two paths") {
    withSets { directory =>
      val paths = Seq("a", "b").map(name => s"$directory/$name-images-idx3-ubyte")
      val reader = spark.read.format("idx").option("labels", s"$directory/a-labels-idx1-ubyte")
      assert(
        refusal(reader.load(paths: _*)) == s"labels can be named for one file of images only but ${paths.mkString(", ")}" +
          " is 2 files; leave the name out and the labels are found beside the images"
      )
    }
  }

  test("a glob below a directory whose name has brackets can be escaped, and the message says so") {
    withDirectory { directory =>
      val own = Files.createDirectory(directory.resolve("d[1]"))
      Idx.write(own, 3, "a")
      assert(
        refusal(
          load(s"$own/*-images-*")
        ) == s"Cannot read $own/*-images-*: no such file or directory; there is a $own:" +
          " in a glob, write \\ before each character of a name that is a part of globs"
      )
      assert(load(s"$directory/d\\[1\\]/*-images-*").count() == 3)
    }
  }
}
