package dev.mnistscorer

import org.scalatest.tags.Slow
import java.io.PrintWriter
import java.nio.file.{Files, Path}

import scala.util.Using

import org.apache.spark.ml.linalg.{Vector, Vectors}
import org.apache.spark.sql.{Column, DataFrame, Row}
import org.apache.spark.sql.functions.{col, lit, struct, udf}

/** The 10,000 test images of MNIST in each form that people have them in, made from the real files. */
@Slow
class FormsOfMnistSuite extends SparkTest {
  private val ints = udf((image: Array[Byte]) => image.map(_ & 0xff))
  private val doubles = udf((image: Array[Byte]) => image.map(_ & 0xff).map(_.toDouble))
  private val png = udf((image: Array[Byte]) => Forms.png(image))
  private val dense = udf((image: Array[Byte]) => Vectors.dense(image.map(_ & 0xff).map(_.toDouble)))
  private val sparse = udf((image: Array[Byte]) => Vectors.dense(image.map(_ & 0xff).map(_.toDouble)).toSparse: Vector)

  /** Columns id, label and image as unsigned bytes. */
  private lazy val mnist: DataFrame = spark.read
    .format("idx")
    .option("partitions", 2)
    .load(Mnist.assumePresent().resolve("t10k-images-idx3-ubyte.gz").toString)
    .select(col("index").as("id"), col("label"), col("image"))

  private def as(image: Column): DataFrame = mnist.withColumn("image", image)

  private def score(directory: Path, input: String, more: String*): (String, DataFrame) = {
    val output = directory.resolve("predictions")
    val ended = main(
      Seq("score", s"--input=$input", "--weights=book", s"--output=$output", "--run-id=x") ++ more: _*
    )
    assert(ended.status == 0, ended.err)
    (ended.out, spark.read.parquet(output.toString))
  }

  private def confidences(predicted: DataFrame, order: Column): Seq[Float] =
    predicted.orderBy(order).select("confidence").collect().map(_.getFloat(0)).toSeq

  private lazy val expected: Seq[Float] =
    withDirectory(directory => confidences(score(directory, "mnist")._2, col("index")))

  /** The images of a path are scored with the bits of the IDX file, in the order of a column. */
  private def assertExact(directory: Path, input: String, order: Column, more: String*): Unit = {
    val (out, predicted) = score(directory, input, more: _*)
    assert(out.contains("Accuracy: 0.9352 (9,352 of 10,000)\n"), out)
    assert(confidences(predicted, order) == expected)
  }

  private def each(format: String, image: Column, more: String*): Unit = withDirectory { directory =>
    as(image).write.format(format).save(s"$directory/t")
    assertExact(directory, s"$directory/t", col("id"), more: _*)
  }

  test("Parquet of raw bytes, of whole numbers and of a PNG in a struct") {
    each("parquet", col("image"))
    each("parquet", ints(col("image")))
    each("parquet", struct(png(col("image")).as("bytes"), lit(null).cast("string").as("path")))
  }

  test("ORC of raw bytes, and an ML vector column, dense or sparse") {
    each("orc", col("image"))
    each("parquet", dense(col("image")), "--pixel-range=0..255")
    each("parquet", sparse(col("image")), "--pixel-range=0..255")
  }

  test("JSON of whole numbers and of numbers of another range") {
    each("json", ints(col("image")))
    each("json", doubles(col("image")), "--pixel-range=0..255")
  }

  private def rows: Iterator[Row] = mnist.select(col("label"), ints(col("image"))).collect().iterator

  private def write(file: Path, header: Option[String])(line: (Int, scala.collection.Seq[Int]) => String): Unit =
    Using.resource(new PrintWriter(Files.newBufferedWriter(file))) { out =>
      header.foreach(out.println)
      rows.foreach(row => out.println(line(row.getInt(0), row.getSeq[Int](1))))
    }

  test("CSV as Kaggle has it, and without a header") {
    withDirectory { directory =>
      val header = "label," + (0 until 784).map(i => s"pixel$i").mkString(",")
      write(directory.resolve("train.csv"), Some(header))((label, pixels) => s"$label,${pixels.mkString(",")}")
      write(directory.resolve("plain.csv"), None)((label, pixels) => s"${pixels.mkString(";")};$label")
      for (name <- Seq("train.csv", "plain.csv")) {
        val out = main("score", s"--input=$directory/$name", "--weights=book").out
        assert(out.contains("Accuracy: 0.9352 (9,352 of 10,000)\n"), out)
      }
    }
  }

  test("LIBSVM of 0..255, and within two images that of 0..1 with seven digits") {
    withDirectory { directory =>
      def features(pixels: scala.collection.Seq[Int], text: Int => String) =
        pixels.zipWithIndex.collect { case (p, i) if p > 0 => s"${i + 1}:${text(p)}" }.mkString(" ")
      write(directory.resolve("mnist"), None)((label, pixels) => s"$label ${features(pixels, _.toString)}")
      write(directory.resolve("mnist.scale"), None)((label, pixels) =>
        s"$label ${features(pixels, p => "%.7g".formatLocal(java.util.Locale.ROOT, p / 255.0))}"
      )
      val whole = main("score", s"--input=$directory/mnist", "--weights=book", "--pixel-range=0..255")
      assert(whole.out.contains("Accuracy: 0.9352 (9,352 of 10,000)\n"), whole.err)
      val scaled = main("score", s"--input=$directory/mnist.scale", "--weights=book", "--pixel-range=0..1").out
      val correct = """Accuracy: \S+ \(([\d,]+) of""".r.findFirstMatchIn(scaled).get.group(1).replace(",", "").toInt
      assert(math.abs(correct - 9352) <= 2)
    }
  }

  test("a folder of PNGs by class, and a binaryFile table of them") {
    withDirectory { directory =>
      val pictures = directory.resolve("pictures")
      val rows = mnist.select("id", "label", "image").collect()
      Forms.writePictures(pictures, rows.toSeq.map(row => (row.getLong(0), row.getInt(1), row.getAs[Array[Byte]](2))))
      val (out, predicted) = score(directory, pictures.toString)
      assert(out.contains("Accuracy: 0.9352 (9,352 of 10,000)\n"), out)
      assert(confidences(predicted, Forms.number(col("origin"))) == expected)
      spark.read
        .format("binaryFile")
        .option("recursiveFileLookup", "true")
        .load(pictures.toString)
        .write
        .parquet(s"$directory/files")
      val table = main("score", s"--input=$directory/files", "--weights=book", "--keep=path", s"--output=$directory/o")
      assert(table.status == 0, table.err)
      val scored = spark.read.parquet(s"$directory/o")
      assert(confidences(scored, Forms.number(col("path"))) == expected)
    }
  }
}
