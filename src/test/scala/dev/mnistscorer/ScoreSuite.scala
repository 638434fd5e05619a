package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

import org.apache.spark.sql.Row

class ScoreSuite extends SparkTest {
  private def withData[T](body: Path => T): T = withDirectory { directory =>
    Idx.write(directory, 203)
    Pickles.write(directory.resolve("weights.pkl"), 784, 20, 30, 10)
    body(directory)
  }

  private def score(directory: Path, more: String*): Ended = {
    val usual = Seq(s"--input=$directory/some-images-idx3-ubyte", s"--weights=$directory/weights.pkl") ++ Pickles.stated
    val ended = main("score" +: Arguments.merge(usual, more): _*)
    assert(ended.status == 0, ended.err)
    ended
  }

  private def predictions(directory: Path, format: String): Seq[Row] =
    spark.read
      .format(format)
      .option("header", "true")
      .load(s"$directory/out")
      .orderBy("index")
      .collect()
      .toSeq

  test("the first line says what is scored with what") {
    withData { directory =>
      assert(
        score(directory).out.linesIterator.next() ==
          s"Scoring $directory/some-images-idx3-ubyte with $directory/weights.pkl:" +
          " 784-20-30-10 (sigmoid, sigmoid, softmax);" +
          " softmax after the last layer (assumed: the file does not say; --output-activation)"
      )
    }
  }

  test("predictions have their contract's columns, one row for each image, and are published under the run-id") {
    withData { directory =>
      val ended = score(directory, s"--output=$directory/out", "--run-id=night-1", "--probabilities")
      assert(ended.out.endsWith(s"\nPredictions: file:$directory/out/run_id=night-1\n"))
      val table = spark.read.parquet(s"$directory/out")
      assert(
        table.schema.simpleString == "struct<origin:string,index:bigint,label:int,prediction:int,confidence:float," +
          "probability:array<float>,run_id:string>"
      )
      val rows = predictions(directory, "parquet")
      assert(rows.map(_.getLong(1)) == (0L until 203L))
      assert(rows.map(_.getInt(2)) == Seq.tabulate(203)(_ % 10))
      rows.foreach { row =>
        val probability = row.getSeq[Float](5)
        assert(probability.length == 10 && math.abs(probability.sum - 1) < 1e-5)
        assert(probability(row.getInt(3)) == probability.max && row.getFloat(4) == probability.max)
      }
      assert(
        Files.list(directory.resolve("out")).iterator().asScala.map(_.getFileName.toString).toSeq ==
          Seq("run_id=night-1")
      )
    }
  }

  test("JSON, CSV and ORC hold the same predictions as Parquet") {
    def written(format: String): Seq[(Long, Int, Float, Seq[Float])] = withData { directory =>
      score(directory, s"--output=$directory/out", s"--format=$format", "--probabilities=true")
      predictions(directory, format)
        .map { row =>
          val probabilities = row.getAs[Any]("probability") match {
            case text: String => text.split(' ').toSeq.map(_.toFloat)
            case numbers => numbers.asInstanceOf[scala.collection.Seq[Number]].map(_.floatValue).toSeq
          }
          def number(name: String) = row.getAs[Any](name).toString
          (number("index").toLong, number("prediction").toInt, number("confidence").toFloat, probabilities)
        }
        .sortBy(_._1)
    }
    val parquet = written("parquet")
    assert(parquet.length == 203)
    for (format <- Seq("json", "csv", "orc")) assert(written(format) == parquet, format)
  }

  test("the report has metrics as JSON and CSV, and what is particular to the run apart") {
    withData { directory =>
      val ended = score(directory, s"--report=$directory/report")
      assert(ended.out.endsWith(s"\nReport: $directory/report\n"))
      val report = directory.resolve("report")
      val names = Files.list(report).iterator().asScala.map(_.getFileName.toString).filterNot(_.startsWith(".")).toSeq
      assert(
        names.sorted == Seq("confusion_matrix.csv", "lineage.json", "metrics.json", "metrics.prom") ++
          Seq("per_class_metrics.csv", "profile.json", "report.html", "run.json")
      )
      assert(Files.readString(report.resolve("metrics.json")).startsWith("{\n  \"count\" : 203,\n"))
      val run = Files.readString(report.resolve("run.json"))
      assert(run.contains("\"network\" : \"784-20-30-10 (sigmoid, sigmoid, softmax)\""))
      assert(run.contains("\"kernel\" : \"vector, "))
    }
  }

  test("batch size, partitions, kernel, detail and compression change no byte of the metrics, and no prediction") {
    withData { directory =>
      val zipped = directory.resolve("zipped")
      Files.write(zipped, Idx.gzip(Files.readAllBytes(directory.resolve("some-images-idx3-ubyte"))))
      val labels = s"--labels=$directory/some-labels-idx1-ubyte"
      var run = 0
      def result(arguments: String*): (String, Seq[Seq[Any]]) = {
        run += 1
        val out = s"$directory/out-$run"
        score(directory, arguments ++ Seq(s"--report=$out", s"--output=$out", "--probabilities"): _*)
        val rows = spark.read.parquet(s"$out/run_id=*").drop("origin").orderBy("index").collect()
        // The worst mistakes hold the name of the file.
        val json = Files.readString(Path.of(out, "metrics.json")).replace("zipped", "some-images-idx3-ubyte")
        (json, rows.map(_.toSeq).toSeq)
      }
      val expected = result()
      for (batch <- Seq(1, 7, 10000); partitions <- Seq(1, 20))
        assert(result(s"--batch-size=$batch", s"--partitions=$partitions") == expected)
      assert(result("--kernel=scalar") == expected)
      assert(result(s"--input=$zipped", labels, "--partitions=3") == expected)
      score(directory, s"--report=$directory/plain")
      assert(Files.readString(directory.resolve("plain/metrics.json")) == expected._1)
    }
  }

  test("without labels there are predictions and counts, and the metrics say that nothing was evaluated") {
    withData { directory =>
      Files.delete(directory.resolve("some-labels-idx1-ubyte"))
      val ended = score(directory, s"--report=$directory/report", s"--output=$directory/out")
      assert(ended.out.contains("Accuracy: not evaluated (no labels)\nImages: 203\n"))
      val json = Files.readString(directory.resolve("report/metrics.json"))
      assert(json.startsWith("{\n  \"count\" : 203,\n  \"evaluated\" : false,\n  \"correct\" : null,\n"))
      assert(!Files.exists(directory.resolve("report/confusion_matrix.csv")))
      assert(predictions(directory, "parquet").forall(_.isNullAt(2)))
    }
  }

  test("predictions of two runs stand beside each other") {
    withData { directory =>
      score(directory, s"--output=$directory/out", "--run-id=a")
      score(directory, s"--output=$directory/out", "--run-id=b")
      val counts = spark.read.parquet(s"$directory/out").groupBy("run_id").count().orderBy("run_id").collect()
      assert(counts.toSeq == Seq(Row("a", 203L), Row("b", 203L)))
    }
  }

  test("input, labels, weights, output and report can be on any file system that Hadoop knows") {
    withData { directory =>
      spark.sparkContext.hadoopConfiguration.set("fs.other.impl", classOf[OtherFileSystem].getName)
      val other = s"other://$directory"
      val ended = main(
        "score",
        s"--input=$other/some-images-*",
        s"--weights=$other/weights.pkl",
        "--activation=sigmoid",
        "--scale=1/255",
        s"--output=$other/out",
        s"--report=$other/report",
        "--run-id=x"
      )
      assert(ended.status == 0, ended.err)
      assert(ended.out.endsWith(s"\nPredictions: other:$directory/out/run_id=x\n\nReport: $other/report\n"))
      assert(spark.read.parquet(s"$directory/out").count() == 203)
      assert(Files.exists(directory.resolve("report/report.html")))
    }
  }

  test("where only some images have labels, the run says of how many the metrics are") {
    withDirectory { directory =>
      Idx.write(directory, 20, "a")
      Idx.write(directory, 30, "b")
      Files.delete(directory.resolve("b-labels-idx1-ubyte"))
      Pickles.write(directory.resolve("weights.pkl"), 784, 10)
      val ended = main(
        s"--input=$directory",
        s"--weights=$directory/weights.pkl",
        "--activation=sigmoid",
        "--scale=1/255",
        s"--report=$directory/report",
        "--min-accuracy=0"
      )
      assert(ended.status == 0, ended.err)
      assert(
        ended.out.linesIterator.slice(1, 3).toSeq == Seq(
          "2 files: a 20, b 30",
          "Labels: 20 of 50 images have one; the metrics are over these; none beside b-images-idx3-ubyte; looked for" +
            " b-labels-idx1-ubyte and b-labels.idx1-ubyte, raw and .gz"
        )
      )
      assert(Files.readString(directory.resolve("report/run.json")).contains("\"labelled\" : 20"))
    }
  }
}
