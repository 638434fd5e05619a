package dev.mnistscorer.source.idx

import java.nio.file.{Files, Path}

import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.{Idx, SparkTest}
import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec
import org.apache.spark.sql.functions.{col, lit}

class IdxDataSourceSuite extends SparkTest {
  private def load(path: Any, options: (String, String)*): DataFrame =
    spark.read.format("idx").options(options.toMap).load(path.toString)

  /** Index, label and image of each row. */
  private def rows(data: DataFrame): Seq[(Long, Any, Seq[Byte])] =
    data
      .select("index", "label", "image")
      .collect()
      .map(row => (row.getLong(0), row.get(1), row.getAs[Array[Byte]](2).toSeq))
      .toSeq

  private def expected(count: Int): Seq[(Long, Any, Seq[Byte])] =
    Seq.tabulate(count)(i => (i.toLong, i % 10, Seq.tabulate(784)(at => Idx.pixel(i, at))))

  private def scan(data: DataFrame): BatchScanExec =
    data.queryExecution.executedPlan.collectFirst { case scan: BatchScanExec => scan }.get

  test("a file has the four columns, and height and width stand in the metadata") {
    withDirectory { directory =>
      val data = load(Idx.write(directory, 5))
      assert(data.schema.simpleString == "struct<origin:string,index:bigint,label:int,image:binary>")
      val size = data.schema("image").metadata
      assert((size.getLong("height"), size.getLong("width")) == ((28, 28)))
      assert(rows(data) == expected(5))
      assert(
        data.select("origin").distinct().collect().map(_.getString(0)).toSeq ==
          Seq(s"file:$directory/some-images-idx3-ubyte")
      )
    }
  }

  test("raw and gzip give the same rows, whatever the file is called and however it is split") {
    withDirectory { directory =>
      val raw = Idx.write(directory, 1013)
      val zipped = directory.resolve("zipped")
      Files.write(zipped, Idx.gzip(Files.readAllBytes(raw)))
      val labels = directory.resolve("zipped labels")
      Files.write(labels, Idx.gzip(Files.readAllBytes(directory.resolve("some-labels-idx1-ubyte"))))
      for (parts <- Seq(1, 2, 7, 20)) {
        val plain = load(raw, "partitions" -> parts.toString)
        assert(plain.rdd.getNumPartitions == parts)
        assert(rows(plain) == expected(1013))
        assert(rows(load(zipped, "labels" -> labels.toString, "partitions" -> parts.toString)) == expected(1013))
      }
    }
  }

  test("a gzip file of several members is read as one") {
    withDirectory { directory =>
      val bytes = Idx.images(20)
      val (first, second) = bytes.splitAt(9000)
      Files.write(directory.resolve("x"), Idx.gzip(first) ++ Idx.gzip(second))
      assert(rows(load(directory.resolve("x"))).map(_._3) == expected(20).map(_._3))
    }
  }

  test("labels are found by MNIST's naming, with a dash or a dot, raw beside gzip") {
    withDirectory { directory =>
      def pair(images: String, labels: String): Unit = {
        val own = Files.createDirectory(directory.resolve(s"$images, $labels"))
        Files.write(own.resolve(images), Idx.images(3))
        Files.write(own.resolve(labels), Idx.labels(Seq(4, 5, 6)))
        assert(load(own.resolve(images)).select("label").collect().map(_.getInt(0)).toSeq == Seq(4, 5, 6), images)
      }
      pair("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
      pair("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte")
      pair("images.idx3-ubyte", "labels.idx1-ubyte.gz")
      pair("t10k-images-idx3-ubyte.gz", "t10k-labels.idx1-ubyte")
      pair("t10k-images.idx3-ubyte", "t10k-labels-idx1-ubyte.gz")
      pair("train-images.idx3-ubyte.gz", "train-labels-idx1-ubyte")
      pair("train-images-idx3-ubyte", "train-labels.idx1-ubyte.gz")
      pair("emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte")
    }
  }

  test("of several files of labels the one with the separator and the compression of the images is read") {
    withDirectory { directory =>
      Files.write(directory.resolve("x-images.idx3-ubyte"), Idx.gzip(Idx.images(1)))
      val names = Seq("x-labels-idx1-ubyte.gz", "x-labels-idx1-ubyte", "x-labels.idx1-ubyte.gz", "x-labels.idx1-ubyte")
      for ((name, label) <- names.zipWithIndex) {
        Files.write(directory.resolve(name), Idx.labels(Seq(label)))
        assert(load(directory).select("label").head().getInt(0) == label, name)
      }
    }
  }

  test("files of one set that are named with a dash and a dot, raw and gzip, are read once") {
    withDirectory { directory =>
      Idx.write(directory, 3, "t10k")
      Files.write(directory.resolve("t10k-images-idx3-ubyte.gz"), Idx.gzip(Idx.images(3)))
      Files.write(directory.resolve("t10k-images.idx3-ubyte"), Idx.images(3))
      for (path <- Seq(s"$directory", s"$directory/t10k-images*")) {
        val origins = load(path).select("origin").distinct().collect().map(_.getString(0)).toSeq
        assert(origins == Seq(s"file:$directory/t10k-images-idx3-ubyte"), path)
      }
      Files.delete(directory.resolve("t10k-images-idx3-ubyte"))
      assert(load(directory).count() == 3)
      assert(load(directory).select("origin").head().getString(0) == s"file:$directory/t10k-images.idx3-ubyte")
    }
  }

  test("the metadata says how many images there are and how many have a label") {
    withDirectory { directory =>
      Idx.write(directory, 3, "a")
      Files.write(directory.resolve("b-images-idx3-ubyte"), Idx.images(4))
      val size = load(directory).schema("image").metadata
      assert((size.getLong("imagesInSource"), size.getLong("labelledInSource")) == ((7, 3)))
    }
  }

  test("without labels the column is null") {
    withDirectory { directory =>
      Files.write(directory.resolve("pictures"), Idx.images(3))
      assert(load(directory.resolve("pictures")).select("label").collect().map(_.get(0)).toSeq == Seq(null, null, null))
    }
  }

  test("a directory and a glob are all their image files in the order of their names") {
    withDirectory { directory =>
      Idx.write(directory, 3, "b")
      Idx.write(directory, 2, "a")
      Files.writeString(directory.resolve("README"), "not an image")
      val origins = Seq("a", "a", "b", "b", "b").map(name => s"file:$directory/$name-images-idx3-ubyte")
      for (path <- Seq(directory, s"$directory/[ab]-*-ubyte", s"$directory/*-images-*")) {
        val data = load(path)
        assert(data.select("origin").collect().map(_.getString(0)).toSeq == origins, path)
        assert(rows(data) == expected(2) ++ expected(3))
      }
      val both = spark.read
        .format("idx")
        .load(s"$directory/b-images-idx3-ubyte", s"$directory/a-images-idx3-ubyte")
      assert(rows(both) == expected(3) ++ expected(2))
    }
  }

  test("SQL reads it through a view") {
    withDirectory { directory =>
      val file = Idx.write(directory, 25)
      spark.sql(s"CREATE OR REPLACE TEMPORARY VIEW some_digits USING idx OPTIONS (path '$file')")
      val counts = spark.sql("SELECT label, count(*) FROM some_digits GROUP BY label ORDER BY label").collect()
      assert(
        counts.map(row => (row.getInt(0), row.getLong(1))).toSeq == Seq.tabulate(10)(k => (k, if (k < 5) 3L else 2L))
      )
    }
  }

  test("only the columns that are asked for are read") {
    withDirectory { directory =>
      val data = load(Idx.write(directory, 5))
      assert(scan(data.select("label")).output.map(_.name) == Seq("label"))
      assert(data.count() == 5)
      // With the pixels gone the labels can still be read: the file of images is not opened by the tasks.
      val labels = data.select(col("label"), lit(1))
      labels.queryExecution.executedPlan
      Files.write(directory.resolve("some-images-idx3-ubyte"), Array[Byte]())
      assert(labels.collect().map(_.getInt(0)).toSeq == Seq(0, 1, 2, 3, 4))
    }
  }

  test("a limit reaches the source, which plans no more than that") {
    withDirectory { directory =>
      val limited = load(Idx.write(directory, 50), "partitions" -> "10").limit(7)
      assert(rows(limited) == expected(7))
      assert(scan(limited).scan.description == "(7 images), PushedFilters: []")
    }
  }

  test("Spark knows the size beforehand") {
    withDirectory { directory =>
      val statistics = load(Idx.write(directory, 50)).queryExecution.optimizedPlan.stats
      assert(statistics.rowCount.contains(BigInt(50)) && statistics.sizeInBytes >= 50 * 784)
    }
  }

  test("files of different image sizes do not make one table") {
    withDirectory { directory =>
      Files.write(directory.resolve("a-images-idx3-ubyte"), Idx.images(2))
      Files.write(directory.resolve("b-images-idx3-ubyte"), Idx.images(2, 20, 20))
      assert(
        intercept[BadInputException](load(directory)).getMessage ==
          s"[file:$directory/b-images-idx3-ubyte] images must be 28 × 28 as in file:$directory/a-images-idx3-ubyte" +
          " but were 20 × 20"
      )
    }
  }

  test("one file of labels cannot go with several files of images") {
    withDirectory { directory =>
      Idx.write(directory, 3, "a")
      Idx.write(directory, 3, "b")
      assert(
        intercept[BadInputException](load(directory, "labels" -> s"$directory/a-labels-idx1-ubyte")).getMessage ==
          s"labels can be named for one file of images only but $directory is 2 files; leave the name out and the" +
          " labels are found beside the images"
      )
    }
  }

  test("options that are wrong are refused by name") {
    assert(
      intercept[BadInputException](load(Path.of("x"), "partitions" -> "none")).getMessage ==
        "option partitions of format idx must be a whole number in 1..100000 but was none"
    )
    assert(
      intercept[BadInputException](spark.read.format("idx").load()).getMessage ==
        "format idx must be given a path: load(\"…-images-idx3-ubyte\")"
    )
  }

  test("a session that ignores corrupt files does not turn a cut-off one into fewer rows") {
    withDirectory { directory =>
      val file = directory.resolve("cut")
      Files.write(file, Idx.gzip(Idx.images(500)).dropRight(2000))
      val key = "spark.sql.files.ignoreCorruptFiles"
      spark.conf.set(key, "true")
      try intercept[BadInputException](load(file).count())
      finally spark.conf.unset(key)
    }
  }
}
