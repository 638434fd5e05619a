package dev.mnistscorer.source.parquet

import java.io.{ByteArrayInputStream, ByteArrayOutputStream}
import java.nio.ByteBuffer
import java.nio.ByteOrder.LITTLE_ENDIAN
import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._
import scala.util.Random

import dev.mnistscorer.SparkTest
import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.{FileSystem, Path => HadoopPath}
import org.apache.parquet.format.{ColumnChunk, FileMetaData, Util}
import org.apache.spark.sql.{DataFrame, Row}
import org.apache.spark.sql.functions.col
import org.apache.spark.sql.types.StructType

class PagedParquetSuite extends SparkTest {
  private val small = Map("compression" -> "none", "parquet.block.size" -> "65536", "parquet.page.size" -> "4096")

  private def written(table: DataFrame, options: Map[String, String] = small)(check: Path => Unit): Unit =
    withDirectory { directory =>
      table.coalesce(1).write.options(options).parquet(s"$directory/t")
      Files
        .list(directory.resolve("t"))
        .iterator
        .asScala
        .filter(_.toString.endsWith(".crc"))
        .toSeq
        .foreach(Files.delete)
      check(Files.list(directory.resolve("t")).iterator.asScala.find(_.toString.endsWith(".parquet")).get)
    }

  private def paged(path: Path, schema: Option[StructType] = None): DataFrame = {
    val reader = spark.read.format(classOf[PagedParquet].getName)
    schema.fold(reader)(reader.schema).load(path.toString)
  }

  private def rows(table: DataFrame, columns: String*): Seq[Seq[Any]] =
    table
      .select((columns ++ Seq("_metadata.file_path", "_metadata.row_index")).map(col): _*)
      .collect()
      .toSeq
      .map(values)

  private def values(row: Row): Seq[Any] = row.toSeq.map {
    case bytes: Array[Byte] => bytes.toSeq
    case value => value
  }

  private def columns(table: DataFrame): PagedColumns = PagedColumns.of(table.schema).orElseThrow()

  /** Tells whether a file is read by pages, and not by Spark's reader. */
  private def isPaged(file: Path, columns: PagedColumns): Boolean = {
    val opened = ImagePages.open(new HadoopPath(file.toUri), 0, Files.size(file), columns, new Configuration())
    opened.ifPresent(_.close())
    opened.isPresent
  }

  /** Images of different lengths, and numbers of all types, with nulls. */
  private def table(rows: Int, distinct: Int): DataFrame = {
    val session = spark
    import session.implicits._
    val random = new Random(7)
    val images = Array.fill(distinct)(random.nextBytes(random.nextInt(400)))
    (0 until rows)
      .map(i => (if (i % 97 == 5) None else Some(i), if (i % 89 == 3) null else images(random.nextInt(distinct))))
      .toDF("label", "image")
      .selectExpr("label", "cast(label as bigint) * 5000000000 as big", "image", "cast(label % 100 as byte) as tiny")
      .selectExpr("*", "cast(label as short) as short")
  }

  for {
    compression <- Seq("none", "snappy", "gzip", "zstd")
    version <- Seq("PARQUET_1_0", "PARQUET_2_0")
    (images, distinct) <- Seq("few distinct images" -> 20, "distinct images" -> 5000)
  }
    test(s"rows are those of Spark's reader: $compression, $version, $images") {
      val wanted = table(5000, distinct)
      written(wanted, small + ("compression" -> compression) + ("parquet.writer.version" -> version)) { file =>
        assert(isPaged(file, columns(wanted)))
        val names = wanted.columns.toSeq
        val expected = rows(spark.read.parquet(file.toString), names: _*)
        assert(expected.size == 5000)
        assert(rows(paged(file), names: _*) == expected)
        assert(rows(paged(file), "image") == rows(spark.read.parquet(file.toString), "image"))
      }
    }

  test("each row group is read by one of the tasks that read parts of a file") {
    written(table(5000, 5000)) { file =>
      val expected = rows(spark.read.parquet(file.toString), "label", "image")
      spark.conf.set("spark.sql.files.maxPartitionBytes", "100000")
      try {
        val read = paged(file)
        assert(read.rdd.getNumPartitions > 5)
        assert(rows(read, "label", "image").sortBy(_.last.asInstanceOf[Long]) == expected)
      } finally spark.conf.unset("spark.sql.files.maxPartitionBytes")
    }
  }

  test("some pages of a row group are in memory, and not all") {
    val session = spark
    import session.implicits._
    val random = new Random(1)
    val images = (0 until 20000).map(i => (i, random.nextBytes(784))).toDF("label", "image")
    written(images, Map("compression" -> "none")) { file =>
      assert(Files.size(file) > 15000000)
      val path = new HadoopPath(file.toUri)
      def read = FileSystem.getGlobalStorageStatistics.get("file").getLong("bytesRead").longValue
      val pages = ImagePages.open(path, 0, Files.size(file), columns(images), new Configuration()).get
      try {
        val before = read
        assert(pages.hasNext && pages.next().numRows == 1024)
        val first = read - before
        assert(first > 784 * 1024 && first < 2500000, first)
        assert(pages.map(_.numRows).sum == 20000 - 1024)
        assert(read - before > 15000000)
      } finally pages.close()
    }
  }

  test("the memory of a buffer is used again for one that fits, until it is left to those who have it") {
    val buffers = new ReusedBuffers()
    val first = buffers.allocate(800)
    assert(buffers.allocate(800).array ne first.array)
    buffers.reuse()
    val again = buffers.allocate(900)
    assert((again.array eq first.array) && again.remaining == 900)
    buffers.leave()
    buffers.reuse()
    assert(buffers.allocate(900).array ne first.array)
  }

  test("Spark's reader reads other columns, and files that lack a column or have it in another type") {
    val session = spark
    import session.implicits._
    val images = (0 until 300).map(i => (i, Array.fill[Byte](3)(i.toByte), s"name $i")).toDF("label", "image", "name")
    written(images) { file =>
      val label = images.select("label", "image")
      assert(isPaged(file, columns(label)))
      assert(PagedColumns.of(images.schema).isEmpty)
      assert(PagedColumns.of(images.select("label").schema).isEmpty)
      val expected = rows(spark.read.parquet(file.toString), "label", "image", "name")
      assert(rows(paged(file), "label", "image", "name") == expected)
      assert(rows(paged(file), "label") == rows(spark.read.parquet(file.toString), "label"))
      assert(paged(file).where("label > 200").count() == 99)
      for (schema <- Seq("label int, image binary, more int", "LABEL int, image binary", "label int, name binary")) {
        val asked = StructType.fromDDL(schema)
        val columns = asked.fieldNames.toSeq
        assert(!isPaged(file, PagedColumns.of(asked).get), schema)
        val bySpark = spark.read.schema(asked).parquet(file.toString)
        assert(rows(paged(file, Some(asked)), columns: _*) == rows(bySpark, columns: _*), schema)
      }
    }
  }

  /** Writes the metadata of a file anew. */
  private def change(file: Path)(changed: (FileMetaData, Array[Byte]) => Array[Byte]): Unit = {
    val all = Files.readAllBytes(file)
    val length = ByteBuffer.wrap(all).order(LITTLE_ENDIAN).getInt(all.length - 8)
    val data = all.dropRight(8 + length)
    val footer = Util.readFileMetaData(new ByteArrayInputStream(all, data.length, length))
    val more = changed(footer, data)
    val out = new ByteArrayOutputStream()
    Util.writeFileMetaData(footer, out)
    val tail = ByteBuffer.allocate(4).order(LITTLE_ENDIAN).putInt(out.size).array ++ "PAR1".getBytes
    Files.write(file, data ++ more ++ out.toByteArray ++ tail)
  }

  private def chunks(footer: FileMetaData, column: String): Seq[ColumnChunk] =
    footer.getRow_groups.asScala.toSeq
      .flatMap(_.getColumns.asScala.filter(_.getMeta_data.getPath_in_schema.contains(column)))

  test("Spark's reader reads a file without an index of its pages") {
    val wanted = table(1000, 1000).select("label", "image")
    written(wanted) { file =>
      val expected = rows(spark.read.parquet(file.toString), "label", "image")
      change(file) { (footer, _) =>
        chunks(footer, "image").foreach(_.unsetOffset_index_offset())
        Array.emptyByteArray
      }
      assert(!isPaged(file, columns(wanted)))
      assert(rows(paged(file), "label", "image") == expected)
    }
  }

  test("a column of fewer values than rows ends the job") {
    val session = spark
    import session.implicits._
    written((0 until 100).map(i => (i % 10, new Array[Byte](784))).toDF("label", "image")) { file =>
      change(file) { (footer, _) =>
        footer.getRow_groups.forEach(group => group.setNum_rows(101))
        Array.emptyByteArray
      }
      val ended = main("score", s"--input=$file", "--weights=builtin")
      assert(ended.status == 2, ended.err)
      val reason = "the pages of column label for 101 rows must have as many values but have 100"
      assert(ended.err == s"[${file.toUri}] $reason\n")
    }
  }

  test("a column of more values than the footer says ends the job") {
    val session = spark
    import session.implicits._
    written((0 until 100).map(i => (i % 10, new Array[Byte](784))).toDF("label", "image")) { file =>
      change(file) { (footer, _) =>
        chunks(footer, "label").foreach(chunk => chunk.getMeta_data.setNum_values(99))
        Array.emptyByteArray
      }
      val ended = main("score", s"--input=$file", "--weights=builtin")
      assert(ended.status == 2, ended.err)
      val chunk = s"Expected 99 values in column chunk at file:$file offset N but got 100 values instead over 1 pages"
      assert(ended.err.replaceAll("offset \\d+", "offset N") == s"[${file.toUri}] $chunk ending at file offset N\n")
    }
  }

  for (
    (page, reason) <- Seq(
      0 -> "the file's index of pages of column image must begin with the first row of its row group but does not",
      1 -> "the pages of column image for 1400 rows must have as many values but have 1300"
    )
  )
    test(s"an index that lacks page $page ends the job") {
      val session = spark
      import session.implicits._
      val random = new Random(3)
      val wanted = (0 until 3000).map(i => (i % 10, random.nextBytes(784))).toDF("label", "image")
      written(wanted, small + ("parquet.block.size" -> "10000000")) { file =>
        change(file) { (footer, data) =>
          val chunk = chunks(footer, "image").head
          val at = chunk.getOffset_index_offset.toInt
          val index = Util.readOffsetIndex(new ByteArrayInputStream(data, at, chunk.getOffset_index_length))
          index.getPage_locations.remove(page)
          val out = new ByteArrayOutputStream()
          Util.writeOffsetIndex(index, out)
          chunk.setOffset_index_offset(data.length.toLong)
          chunk.setOffset_index_length(out.size)
          out.toByteArray
        }
        val ended = main("score", s"--input=$file", "--weights=builtin")
        assert(ended.status == 2, ended.err)
        assert(ended.err == s"[${file.toUri}] $reason\n")
      }
    }
}
