package dev.mnistscorer.spark

import java.io.ObjectInputStream

import scala.collection.mutable

import dev.mnistscorer.{Idx, SparkTest}
import dev.mnistscorer.source.parquet.PagedParquet
import org.apache.spark.sql.{Dataset, Row}
import org.apache.spark.sql.functions.col

class InternalRowsSuite extends SparkTest {

  /** Classes of the rows that the tasks of a table see, and the sum of its column `index`. */
  private def seen(table: Dataset[Row]): (Set[String], Long) = {
    val forms = mutable.Set[String]()
    var sum = 0L
    InternalRows
      .of(table)
      .forEachPartition[(Set[String], Long)](
        rows => {
          val names = mutable.Set[String]()
          var indexes = 0L
          val column = rows.row.column("index")
          while (rows.next()) {
            names += rows.row.row.getClass.getSimpleName
            indexes += rows.row.getLong(column)
          }
          (names.toSet, indexes)
        },
        result => {
          forms ++= result._1
          sum += result._2
        }
      )
    (forms.toSet, sum)
  }

  test("rows of a source come as it makes them; what a query computes comes in Spark's unsafe form") {
    withDirectory { directory =>
      Idx.write(directory, 30)
      val images = spark.read.format("idx").load(directory.toString)
      val sum = (0L until 30L).sum
      assert(seen(images) == (Set("MutableRow"), sum))
      assert(seen(images.select("index", "image")) == (Set("MutableRow"), sum))
      assert(seen(images.select("image", "index")) == (Set("UnsafeRow"), sum))
      assert(seen(images.where(col("label") >= 0)) == (Set("UnsafeRow"), sum))
      assert(seen(images.withColumn("index", col("index") + 1)) == (Set("UnsafeRow"), sum + 30))
      assert(seen(images.repartition(2)) == (Set("UnsafeRow"), sum))
    }
  }

  test("rows of a file in columns are read where they are, by place, whatever they are called and in whatever order") {
    withDirectory { directory =>
      Idx.write(directory, 30)
      val table = spark.read.format("idx").load(directory.toString).coalesce(1)
      table.write.parquet(s"$directory/parquet")
      table.write.orc(s"$directory/orc")
      val sum = (0L until 30L).sum
      for ((format, name) <- List("parquet" -> "parquet", "orc" -> "orc", classOf[PagedParquet].getName -> "parquet")) {
        val images = spark.read.format(format).load(s"$directory/$name")
        assert(seen(images) == (Set("ColumnarBatchRow"), sum))
        assert(seen(images.select("image", "index")) == (Set("ColumnarBatchRow"), sum))
        val named = images.select(
          col("_metadata.file_path").as("file"),
          col("image").as("picture"),
          col("label").as("class"),
          col("index")
        )
        assert(seen(named) == (Set("ColumnarBatchRow"), sum))
        assert(seen(named.select(col("index"), col("file").as("f"))) == (Set("ColumnarBatchRow"), sum))
        if (name == "parquet") {
          val placed = images.select(col("image"), col("_metadata.row_index").as("index"))
          assert(seen(placed) == (Set("ColumnarBatchRow"), sum))
        }
        assert(seen(images.where(col("label") >= 0)) == (Set("UnsafeRow"), sum))
        assert(seen(images.withColumn("index", col("index") + 1)) == (Set("UnsafeRow"), sum + 30))
        assert(seen(images.repartition(2)) == (Set("UnsafeRow"), sum))
      }
    }
  }

  test("results stay serialised until each is taken, so that those that wait take little memory") {
    val rows = InternalRows.of(spark.range(0, 40, 1, 20).toDF())
    val threads = mutable.Set[(String, String)]()
    rows.forEachPartition[ResultWithReader](
      _ => new ResultWithReader,
      result => threads += ((result.reader, Thread.currentThread.getName))
    )
    assert(threads == Set(("dag-scheduler-event-loop", "dag-scheduler-event-loop")))
  }
}

/** Result of a task that knows the thread which has read it. */
private class ResultWithReader extends Serializable {
  @transient var reader: String = ""

  private def readObject(in: ObjectInputStream): Unit = {
    in.defaultReadObject()
    reader = Thread.currentThread.getName
  }
}
