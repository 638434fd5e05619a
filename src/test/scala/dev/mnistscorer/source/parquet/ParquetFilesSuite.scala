package dev.mnistscorer.source.parquet

import java.nio.file.{Files, Path}
import java.util.{List => JList, Map => JMap, Optional}

import scala.jdk.CollectionConverters._
import scala.util.Random

import dev.mnistscorer.SparkTest
import dev.mnistscorer.source.InputFile
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{FileSystem, Path => HadoopPath}
import org.apache.spark.sql.DataFrame

class ParquetFilesSuite extends SparkTest {
  private def files(directory: Path): Seq[InputFile] =
    FileSystem
      .getLocal(new Configuration())
      .listStatus(new HadoopPath(directory.toUri))
      .filter(_.getPath.getName.endsWith(".parquet"))
      .map(InputFile.of)
      .sortBy(_.path)
      .toSeq

  private def written(table: DataFrame)(check: (Path, Seq[InputFile]) => Unit): Unit =
    withDirectory { directory =>
      table.write.option("compression", "none").parquet(s"$directory/t")
      check(directory.resolve("t"), files(directory.resolve("t")))
    }

  private def first(file: InputFile, column: String*): Option[Seq[Byte]] = {
    val configuration = new Configuration()
    // Vectored reads of local files are not in the statistics of bytes.
    configuration.set("parquet.hadoop.vectored.io.enabled", "false")
    val value = ParquetFiles.first(file, column.asJava, configuration)
    Option(value.orElse(null)).map(_.toSeq)
  }

  test("the footers tell the number of rows") {
    written(spark.range(0, 1001, 1, 3).toDF()) { (_, files) =>
      assert(files.size == 3)
      assert(ParquetFiles.rows(spark, files.asJava) == 1001)
    }
  }

  test("a file that is cut off ends the count with its name") {
    written(spark.range(0, 1000, 1, 2).toDF()) { (_, files) =>
      val file = Path.of(java.net.URI.create(files(1).path))
      Files.write(file, Files.readAllBytes(file).dropRight(1))
      Files.delete(file.resolveSibling(s".${file.getFileName}.crc"))
      val thrown = intercept[Exception](ParquetFiles.rows(spark, JList.of(files(1))))
      val causes = Iterator.iterate[Throwable](thrown)(_.getCause).takeWhile(_ != null).map(_.getMessage).toSeq
      val tail = Files.readAllBytes(file).takeRight(4).mkString("[", ", ", "]")
      val path = files(1).path
      val reason = s"$path is not a Parquet file. Expected magic number at tail, but found $tail"
      assert(causes.contains(s"[$path] $reason"), causes)
    }
  }

  test("the first value of a column of bytes, and of the bytes of a struct") {
    val session = spark
    import session.implicits._
    val rows = (0 until 100).map(i => (i, Array.fill[Byte](3)(i.toByte), Array(i)))
    val table = rows.toDF("label", "image", "array").selectExpr("*", "struct(label, image as bytes) as picture")
    written(table.coalesce(1)) { (_, files) =>
      assert(first(files.head, "image").contains(Seq[Byte](0, 0, 0)))
      assert(first(files.head, "picture", "bytes").contains(Seq[Byte](0, 0, 0)))
    }
  }

  test("nothing is told of a null, of other columns, of a table without rows or of what is no Parquet file") {
    val session = spark
    import session.implicits._
    val rows = Seq((1, null, Array(1)), (2, Array[Byte](1), Array(2)))
    val table = rows.toDF("label", "image", "array").selectExpr("*", "struct(label, image as bytes) as picture")
    written(table.coalesce(1)) { (directory, files) =>
      assert(first(files.head, "image").isEmpty)
      assert(first(files.head, "picture", "bytes").isEmpty)
      assert(first(files.head, "label").isEmpty)
      assert(first(files.head, "array").isEmpty)
      assert(first(files.head, "picture").isEmpty)
      assert(first(files.head, "none").isEmpty)
      val text = Files.write(directory.resolve("text"), "label,pixel0".getBytes)
      assert(first(new InputFile(text.toUri.toString, 12, 0, Optional.empty()), "image").isEmpty)
    }
    written(table.where("label > 2").coalesce(1)) { (_, files) =>
      assert(first(files.head, "image").isEmpty)
    }
  }

  test("one page of a row group is read for the first value") {
    val session = spark
    import session.implicits._
    val random = new Random(1)
    val image = random.nextBytes(784)
    val table = (0 until 20000).map(i => (i, if (i == 0) image else random.nextBytes(784))).toDF("label", "image")
    written(table.coalesce(1)) { (_, files) =>
      assert(files.head.length > 15000000)
      def read = FileSystem.getGlobalStorageStatistics.get("file").getLong("bytesRead").longValue
      val before = read
      assert(first(files.head, "image").contains(image.toSeq))
      val bytes = read - before
      assert(bytes > 784 && bytes < 3000000, bytes)
    }
  }

  test("the columns are those of the first file, which no job reads, or of all files where the session merges them") {
    withDirectory { directory =>
      spark.range(1).selectExpr("id", "int(id) as a").coalesce(1).write.parquet(s"$directory/1")
      spark.range(1).selectExpr("id", "int(id) as b").coalesce(1).write.parquet(s"$directory/2")
      val paths = Seq("1", "2").flatMap(name => files(directory.resolve(name))).map(_.path)
      def columns = ParquetFiles.load(spark, spark.read, paths: _*).columns.toSeq
      val context = spark.sparkContext
      context.setJobGroup("columns", "columns")
      try {
        assert(columns == Seq("id", "a"))
        assert(context.statusTracker.getJobIdsForGroup("columns").isEmpty)
      } finally context.clearJobGroup()
      spark.conf.set("spark.sql.parquet.mergeSchema", "true")
      try assert(columns == Seq("id", "a", "b"))
      finally spark.conf.unset("spark.sql.parquet.mergeSchema")
    }
  }

  test("vectored reads are off for local files only") {
    val off = JMap.of("parquet.hadoop.vectored.io.enabled", "false")
    assert(ParquetFiles.options("file:/a", "file:///b") == off)
    assert(ParquetFiles.options("file:/a", "s3a://bucket/b") == JMap.of())
    assert(ParquetFiles.options("hdfs://host/a") == JMap.of())
  }
}
