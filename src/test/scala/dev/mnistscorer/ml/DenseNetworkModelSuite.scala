package dev.mnistscorer.ml

import java.lang.Float.floatToRawIntBits
import java.nio.file.{Files, Path}
import java.util.{Map => JavaMap}

import scala.jdk.CollectionConverters._

import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.spark.ColumnBatchesExec
import dev.mnistscorer.{Idx, Pickles, SparkTest}
import org.apache.spark.ml.classification.{MultilayerPerceptronClassificationModel, MultilayerPerceptronClassifier}
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator
import org.apache.spark.ml.feature.{StandardScaler, VectorAssembler}
import org.apache.spark.ml.linalg.{Vector, Vectors}
import org.apache.spark.ml.param.ParamMap
import org.apache.spark.ml.{Pipeline, PipelineModel, PipelineStage}
import org.apache.spark.sql.functions.{col, lit, udf}
import org.apache.spark.sql.streaming.Trigger
import org.apache.spark.sql.{DataFrame, Row}

/** The stage in pipelines, queries and streams; its bits are those of the job. */
class DenseNetworkModelSuite extends SparkTest {
  private val stated = JavaMap.of("activation", "sigmoid", "scale", "1/255")

  private lazy val model: DenseNetworkModel = withDirectory { directory =>
    spark
    val weights = Pickles.write(directory.resolve("weights.pkl"), 784, 20, 10)
    DenseNetworkModel.fromWeights(weights.toString, stated).setFeaturesCol("image")
  }

  private def stage: DenseNetworkModel = model.copy(ParamMap.empty)

  private def images(directory: Path, count: Int): DataFrame = {
    Idx.write(directory, count)
    spark.read.format("idx").load(directory.toString)
  }

  private def withImages[T](count: Int)(body: DataFrame => T): T = withDirectory { directory =>
    body(images(directory, count))
  }

  private def bits(rows: Array[Row]): Seq[(Double, Seq[Int])] = rows.toSeq.map { row =>
    val probabilities = row.getAs[Vector]("probability").toArray
    assert(probabilities.forall(value => value.toFloat.toDouble == value))
    (row.getAs[Double]("prediction"), probabilities.toSeq.map(value => floatToRawIntBits(value.toFloat)))
  }

  private def reason(thrown: Throwable): String =
    Iterator.iterate(thrown)(_.getCause).find(_.isInstanceOf[BadInputException]).get.getMessage

  test("the predictions and probabilities have the bits of the job's, whatever the batch size and partitioning") {
    withDirectory { directory =>
      val data = images(Files.createDirectory(directory.resolve("data")), 150)
      Pickles.write(directory.resolve("weights.pkl"), 784, 20, 10)
      val job = main(
        Seq(
          "score",
          s"--input=$directory/data",
          s"--weights=$directory/weights.pkl",
          s"--output=$directory/out",
          "--run-id=x",
          "--probabilities",
          "--quiet"
        ) ++ Pickles.stated: _*
      )
      assert(job.status == 0, job.err)
      val expected = spark.read
        .parquet(s"$directory/out")
        .orderBy("index")
        .collect()
        .toSeq
        .map(row =>
          (row.getAs[Int]("prediction"), row.getAs[collection.Seq[Float]]("probability").map(floatToRawIntBits).toSeq)
        )
      assert(expected.map(_._1).distinct.length > 1)
      for ((batch, partitions) <- Seq(1 -> 3, 7 -> 2, 1000 -> 1)) {
        val scored = stage.setBatchSize(batch).transform(data.repartition(partitions)).orderBy("index").collect()
        assert(bits(scored) == expected.map { case (label, values) => (label.toDouble, values) }, s"batch $batch")
      }
    }
  }

  test("all columns stay, in order, the stage's come after them, and rows keep their order and partitions") {
    withImages(60) { data =>
      val table = data.withColumn("key", col("index") * 2).repartitionByRange(3, col("index"))
      val scored = stage.transform(table)
      assert(
        scored.columns.toSeq ==
          Seq("origin", "index", "label", "image", "key", "rawPrediction", "probability", "prediction")
      )
      assert(scored.schema == stage.transformSchema(table.schema))
      assert(scored.rdd.getNumPartitions == 3)
      assert(scored.select("index").collect().toSeq == table.select("index").collect().toSeq)
      assert(
        scored.select("image").collect().map(_.getAs[Array[Byte]](0).toSeq).toSeq ==
          table.select("image").collect().map(_.getAs[Array[Byte]](0).toSeq).toSeq
      )
      assert(scored.select("key", "label").collect().toSeq == table.select("key", "label").collect().toSeq)
    }
  }

  test("softmax of the raw predictions are the probabilities, and the prediction is the highest of both") {
    withImages(40) { data =>
      for (row <- stage.transform(data).collect()) {
        val raw = row.getAs[Vector]("rawPrediction").toArray
        val probability = row.getAs[Vector]("probability").toArray
        val powers = raw.map(value => math.exp(value - raw.max))
        powers.map(_ / powers.sum).zip(probability).foreach { case (a, b) => assert(math.abs(a - b) < 1e-6) }
        assert(row.getAs[Double]("prediction") == raw.indexOf(raw.max).toDouble)
      }
    }
  }

  test("a column without a name is left out, and changes no bit of the others") {
    withImages(30) { data =>
      val whole = stage.transform(data).collect()
      val fewer = stage.setRawPredictionCol("").setPredictionCol("class").transform(data).drop("image")
      assert(fewer.columns.toSeq == Seq("origin", "index", "label", "probability", "class"))
      assert(
        fewer.collect().map(_.getAs[Vector]("probability")).toSeq == whole.map(_.getAs[Vector]("probability")).toSeq
      )
      val raw = stage.setProbabilityCol("").transform(data).select("rawPrediction", "prediction").collect()
      assert(raw.map(_.getAs[Vector](0)).toSeq == whole.map(_.getAs[Vector]("rawPrediction")).toSeq)
      assert(raw.map(_.getDouble(1)).toSeq == whole.map(_.getAs[Double]("prediction")).toSeq)
    }
  }

  test("nothing runs before the result is read, and a query reads no column that it does not need") {
    withImages(20) { data =>
      val failing = udf { (index: Long) => if (index >= 0) throw new IllegalStateException("read") else index }
      val table = data.withColumn("key", failing(col("index"))).repartition(2, col("index"))
      val scored = stage.transform(table)
      assert(scored.groupBy("prediction").count().collect().map(_.getLong(1)).sum == 20)
      intercept[Exception](scored.select("key").collect())
    }
  }

  test("a plan shows the network, and converts rows no more than the source needs") {
    withImages(20) { data =>
      val scored = stage.setProbabilityCol("").setRawPredictionCol("").transform(data)
      val plan = scored.groupBy("prediction").count().queryExecution.executedPlan.toString
      assert("ColumnBatches image#\\d+: binary, 784-20-10 \\(sigmoid, softmax\\), ".r.findAllIn(plan).length == 1, plan)
      assert("DeserializeToObject|SerializeFromObject|MapPartitions|ExistingRDD|Python".r.findFirstIn(plan).isEmpty)
      assert("Exchange".r.findAllIn(plan).length == 1, plan)
      assert(plan.contains("BatchScan") && !plan.contains("origin#"), plan)
      val batches =
        scored.select("prediction").queryExecution.executedPlan.collect { case each: ColumnBatchesExec => each }
      assert(batches.map(_.output.map(_.name)) == Seq(Seq("prediction")))
    }
  }

  test("only the columns that a query and its filter take are kept and computed") {
    withImages(20) { data =>
      val scored = stage.transform(data)
      def columns(query: DataFrame) =
        query.queryExecution.executedPlan.collect { case each: ColumnBatchesExec => each.output.map(_.name) }
      assert(columns(scored.select("index", "probability")) == Seq(Seq("index", "probability")))
      val right = scored.where("prediction = label").select("index")
      assert(columns(right) == Seq(Seq("index", "label", "prediction")))
      assert(columns(scored.where("prediction = label")).map(_.size) == Seq(data.columns.length + 3))
      val expected = scored.collect().filter(row => row.getAs[Double]("prediction") == row.getAs[Int]("label"))
      assert(right.collect().map(_.getLong(0)).toSeq == expected.map(_.getAs[Long]("index")).toSeq)
      val counted = scored.groupBy().count()
      assert(!counted.queryExecution.executedPlan.toString.contains("ColumnBatches"))
      assert(counted.head().getLong(0) == 20)
    }
  }

  test("all representations of an image that the job reads give the same predictions, and the column stays as it was") {
    withImages(25) { data =>
      val numbers = udf((image: Array[Byte]) => image.map(_ & 255))
      val unit = udf((image: Array[Byte]) => image.map(pixel => ((pixel & 255) / 255.0).toFloat))
      val vector = udf((image: Array[Byte]) => Vectors.dense(image.map(pixel => (pixel & 255) / 1.0)))
      val sparse = udf((image: Array[Byte]) => Vectors.dense(image.map(pixel => (pixel & 255) / 1.0)).toSparse: Vector)
      val rows = udf((image: Array[Byte]) => image.map(_ & 255).grouped(28).toSeq)
      val picture = udf((image: Array[Byte]) => DenseNetworkModelSuite.png(image))
      val struct = udf((image: Array[Byte]) => DenseNetworkModelSuite.Picture(DenseNetworkModelSuite.png(image), "x"))
      val table = data
        .select(col("label"), col("image"))
        .withColumn("numbers", numbers(col("image")))
        .withColumn("unit", unit(col("image")))
        .withColumn("vector", vector(col("image")))
        .withColumn("sparse", sparse(col("image")))
        .withColumn("rows", rows(col("image")))
        .withColumn("picture", picture(col("image")))
        .withColumn("struct", struct(col("image")))
        .cache()
      try {
        val expected = stage.transform(table).select("rawPrediction").collect().toSeq
        val ranges = Map("unit" -> "0..1", "vector" -> "0..255", "sparse" -> "none").withDefaultValue("")
        for (name <- table.columns.toSeq.tail) {
          val scored = stage.setFeaturesCol(name).setPixelRange(ranges(name)).transform(table)
          assert(scored.columns.toSeq.take(table.columns.length) == table.columns.toSeq, name)
          assert(scored.schema(name) == table.schema(name))
          assert(scored.select("rawPrediction").collect().toSeq == expected, name)
        }
      } finally table.unpersist()
    }
  }

  test(
    "in a pipeline after a scaler it is saved, loaded and copied with the same bits, and as Spark's evaluator takes it"
  ) {
    withImages(40) { data =>
      val features = udf((image: Array[Byte]) => Vectors.dense(image.map(pixel => (pixel & 255) / 255.0)))
      val table = data.select(col("index"), col("label").cast("double"), features(col("image")).as("pixels"))
      val stages = Array[PipelineStage](
        new VectorAssembler().setInputCols(Array("pixels")).setOutputCol("assembled"),
        new StandardScaler().setInputCol("assembled").setOutputCol("features"),
        stage.setFeaturesCol("features").setPixelRange("none").setBatchSize(16)
      )
      val pipeline = new Pipeline().setStages(stages).fit(table)
      val scored = pipeline.transform(table)
      val expected = bits(scored.collect())
      withDirectory { directory =>
        pipeline.write.overwrite().save(s"$directory/pipeline")
        val loaded = PipelineModel.load(s"$directory/pipeline")
        assert(bits(loaded.transform(table).collect()) == expected)
        assert(bits(loaded.copy(ParamMap.empty).transform(table).collect()) == expected)
      }
      val evaluator = new MulticlassClassificationEvaluator().setMetricName("accuracy")
      val hits = scored.where("prediction = label").count()
      assert(evaluator.evaluate(scored) == hits / 40.0)
      assert(evaluator.setMetricName("logLoss").evaluate(scored) > 0)
    }
  }

  test("a saved stage is metadata as Spark writes it and a safetensors file, and keeps uid, params and network") {
    withDirectory { directory =>
      val saved = stage.setBatchSize(33).setPredictionCol("digit")
      saved.save(s"$directory/stage")
      def names(path: String) = Files.list(directory.resolve(path)).iterator.asScala.map(_.getFileName.toString)
      assert(names("stage").toSet == Set("metadata", "weights.safetensors", ".weights.safetensors.crc"))
      assert(names("stage/metadata").filterNot(_.endsWith(".crc")).toSet == Set("_SUCCESS", "part-00000"))
      val text = Files.readString(directory.resolve("stage/metadata/part-00000"))
      assert(
        text.replaceFirst("\"timestamp\":\\d+", "\"timestamp\":0") ==
          s"""{"class":"dev.mnistscorer.ml.DenseNetworkModel","timestamp":0,"sparkVersion":"${spark.version}","uid":""" +
          s""""${saved.uid}","paramMap":{"batchSize":33,"featuresCol":"image","predictionCol":"digit"},""" +
          """"defaultParamMap":{"batchSize":100,"featuresCol":"features","pixelRange":"","predictionCol":"prediction",""" +
          """"probabilityCol":"probability","rawPredictionCol":"rawPrediction"}}""" + "\n"
      )
      val loaded = DenseNetworkModel.load(s"$directory/stage")
      assert(loaded.uid == saved.uid && loaded.toString == saved.toString)
      assert(
        loaded.extractParamMap().toString.linesIterator.toSet == saved.extractParamMap().toString.linesIterator.toSet
      )
      assert(loaded.network.sha256 == saved.network.sha256)
      val again = intercept[java.io.IOException](saved.save(s"$directory/stage"))
      assert(again.getMessage.contains("already exists"))
      val safetensors = DenseNetworkModel.fromWeights(s"$directory/stage/weights.safetensors")
      assert(safetensors.network.sha256 == saved.network.sha256)
    }
  }

  test("what is no saved stage, or a damaged one, is refused with the file") {
    withDirectory { directory =>
      stage.save(s"$directory/stage")
      def refusal(): String = intercept[BadInputException](DenseNetworkModel.load(s"$directory/stage")).getMessage
      val metadata = directory.resolve("stage/metadata/part-00000")
      Files.delete(directory.resolve("stage/metadata/.part-00000.crc"))
      val text = Files.readString(metadata)
      Files.writeString(metadata, text.replace("DenseNetworkModel", "Other"))
      assert(
        refusal() == s"[$directory/stage] the saved stage must be a dev.mnistscorer.ml.DenseNetworkModel but is a" +
          " dev.mnistscorer.ml.Other"
      )
      Files.writeString(metadata, text.replaceFirst("batchSize", "batchSizes"))
      assert(
        refusal() == s"[$directory/stage] params must be batchSize, featuresCol, pixelRange, predictionCol," +
          " probabilityCol, rawPredictionCol but one is batchSizes; did you mean batchSize?; a newer version of this" +
          " project may have saved the stage"
      )
      Files.writeString(metadata, "{")
      assert(refusal() == s"[$directory/stage/metadata] metadata must be JSON but are not")
      delete(directory.resolve("stage/metadata"))
      assert(
        refusal() == s"Cannot read $directory/stage: no saved stage; DenseNetworkModel.fromWeights reads files of weights"
      )
    }
  }

  test("the error of a missing or wrong column comes before any work, and names column and type") {
    withImages(5) { data =>
      def refusal(stage: DenseNetworkModel, table: DataFrame = data): String = {
        val message = intercept[IllegalArgumentException](stage.transform(table)).getMessage
        assert(intercept[IllegalArgumentException](stage.transformSchema(table.schema)).getMessage == message)
        message
      }
      assert(
        refusal(stage.setFeaturesCol("features")) ==
          "the table must have a column features but has origin, index, label, image; setFeaturesCol names another"
      )
      assert(
        refusal(
          stage.setFeaturesCol("origin")
        ) == "column origin must be binary, an array of numbers or of rows of them," +
          " a vector or a struct with binary field bytes to hold images but is string"
      )
      assert(
        refusal(stage, data.withColumn("image", lit(Array(0.5)))) ==
          "column image holds fractional numbers (array<double>), whose range must be given: setPixelRange(\"0..1\")," +
          " (\"0..255\") or another, or (\"none\") for numbers that enter the network as they are"
      )
      assert(
        refusal(stage.setPredictionCol("label")) ==
          "the table must have no column label, which this stage adds, but has origin, index, label, image"
      )
      assert(
        refusal(stage.setPredictionCol("").setProbabilityCol("").setRawPredictionCol("")) ==
          "one of predictionCol, probabilityCol and rawPredictionCol must name a column but all are empty"
      )
      assert(
        intercept[IllegalArgumentException](stage.setPixelRange("1")).getMessage ==
          "a range of pixels must be LOW..HIGH, as 0..1 or -1..1, or none, but was 1"
      )
    }
  }

  test("an image that is null, or of another size, ends the query with its reason and place") {
    withImages(5) { data =>
      val missing = data.withColumn(
        "image",
        udf((index: Long) => if (index == 3) null else new Array[Byte](784)).apply(col("index"))
      )
      val place = data.select("origin").head().getString(0)
      assert(
        reason(intercept[Exception](stage.transform(missing).collect())) ==
          s"[$place] image must hold 784 bytes but is null (image 3)"
      )
      val short = data.select(lit(new Array[Byte](783)).as("image"))
      assert(
        reason(intercept[Exception](stage.transform(short).collect())) ==
          "image must hold 784 bytes, the network's inputs, but holds 783"
      )
      val infinite = data.select(lit(Array.fill(784)(1e300)).as("image"))
      assert(
        reason(intercept[Exception](stage.setPixelRange("none").transform(infinite).collect())) ==
          s"pixel 0 must be in the range of float32 but was ${1e300}"
      )
    }
  }

  test("under cache, limit, filter, union, joins with itself and of an empty table it is as any other query") {
    withImages(50) { data =>
      val scored = stage.transform(data).select("index", "prediction", "probability")
      val expected = bits(scored.orderBy("index").collect())
      val cached = scored.cache()
      try assert(bits(cached.orderBy("index").collect()) == expected)
      finally cached.unpersist()
      assert(bits(scored.limit(7).collect()) == expected.take(7))
      assert(bits(stage.transform(data.limit(7)).collect()) == expected.take(7))
      assert(bits(scored.where("index >= 40").orderBy("index").collect()) == expected.drop(40))
      assert(bits(scored.union(scored).orderBy("index").collect()) == expected.flatMap(each => Seq(each, each)))
      val joined = scored.as("a").join(scored.as("b"), "index").where("a.prediction = b.prediction")
      assert(joined.count() == 50)
      val twice =
        stage.setPredictionCol("second").setProbabilityCol("").setRawPredictionCol("").transform(stage.transform(data))
      assert(twice.where("prediction = second").count() == 50)
      assert(stage.transform(data.limit(0)).collect().isEmpty)
      assert(stage.transform(data.where("index < 0")).collect().isEmpty)
    }
  }

  test("a stream scores its rows as they come, directly and in foreachBatch") {
    withDirectory { directory =>
      val data = images(Files.createDirectory(directory.resolve("data")), 30)
      val expected = bits(stage.transform(data).orderBy("index").collect())
      data.repartition(3).write.parquet(s"$directory/in")
      val source = spark.readStream.schema(data.schema).option("maxFilesPerTrigger", "1").parquet(s"$directory/in")
      def run(name: String, table: DataFrame, write: DataFrame => DataFrame): Unit = {
        val query = table.writeStream
          .option("checkpointLocation", s"$directory/$name-checkpoint")
          .trigger(Trigger.AvailableNow())
          .foreachBatch((batch: DataFrame, _: Long) => write(batch).write.mode("append").parquet(s"$directory/$name"))
          .start()
        assert(query.awaitTermination(120000))
        assert(bits(spark.read.parquet(s"$directory/$name").orderBy("index").collect()) == expected)
      }
      run("streamed", stage.transform(source), identity)
      run("batches", source, batch => stage.transform(batch))
    }
  }

  test(
    "a perceptron of MLlib is converted by one call: the same predictions, probabilities as near as float32, the same columns"
  ) {
    val session = spark
    import session.implicits._
    val rows =
      Seq.tabulate(80)(i => ((i % 4).toDouble, Vectors.dense(Array.tabulate(12)(p => math.sin(i * p + i % 4) * 3))))
    val table = rows.toDF("label", "x")
    val perceptron: MultilayerPerceptronClassificationModel = new MultilayerPerceptronClassifier()
      .setLayers(Array(12, 8, 4))
      .setMaxIter(5)
      .setSeed(3)
      .setFeaturesCol("x")
      .setPredictionCol("class")
      .fit(table)
    val theirs = perceptron.transform(table)
    val ours = DenseNetworkModel.fromMllib(perceptron).transform(table)
    assert(ours.columns.toSeq == theirs.columns.toSeq && ours.schema.map(_.dataType) == theirs.schema.map(_.dataType))
    assert(ours.select("class").collect().toSeq == theirs.select("class").collect().toSeq)
    assert(ours.select("class").distinct().count() > 2)
    ours.select("probability").collect().zip(theirs.select("probability").collect()).foreach { case (a, b) =>
      a.getAs[Vector](0).toArray.zip(b.getAs[Vector](0).toArray).foreach { case (x, y) =>
        assert(math.abs(x - y) < 1e-5)
      }
    }
  }

  test("of equal logits the lowest class is predicted, as by MLlib") {
    val session = spark
    import session.implicits._
    val perceptron = new MultilayerPerceptronClassifier().setLayers(Array(2, 3)).setMaxIter(1)
    val table =
      Seq((0.0, Vectors.dense(0, 0)), (1.0, Vectors.dense(0, 0)), (2.0, Vectors.dense(0, 0))).toDF("label", "features")
    val flat = perceptron.setInitialWeights(Vectors.dense(new Array[Double](9))).setTol(1e9).fit(table)
    val ours = DenseNetworkModel.fromMllib(flat).transform(table).select("prediction").collect().toSeq
    assert(ours == flat.transform(table).select("prediction").collect().toSeq && ours.distinct == Seq(Row(0.0)))
  }

  test("a network that does not end in softmax gives raw predictions but no probabilities") {
    withImages(5) { data =>
      withDirectory { directory =>
        val weights = Pickles.write(directory.resolve("w.pkl"), 784, 10).toString
        val properties = JavaMap.of("scale", "1/255", "output-activation", "identity")
        val logits = DenseNetworkModel.fromWeights(weights, properties).setFeaturesCol("image")
        assert(logits.getProbabilityCol.isEmpty && logits.numFeatures == 784 && logits.numClasses == 10)
        val scored = logits.transform(data)
        assert(scored.columns.toSeq.drop(4) == Seq("rawPrediction", "prediction"))
        val softmax = DenseNetworkModel.fromWeights(weights, JavaMap.of("scale", "1/255")).setFeaturesCol("image")
        assert(
          scored
            .select("rawPrediction")
            .collect()
            .toSeq == softmax.transform(data).select("rawPrediction").collect().toSeq
        )
        assert(
          intercept[IllegalArgumentException](logits.setProbabilityCol("p").transform(data)).getMessage ==
            "probabilityCol must be empty for a network that does not end in softmax, 784-10 (identity), but is p;" +
            " rawPredictionCol holds its outputs"
        )
      }
    }
  }

  test("weights whose properties are not stated, or stated by a wrong name, are refused with what is missing") {
    withDirectory { directory =>
      spark
      val weights = Pickles.write(directory.resolve("weights.pkl"), 784, 20, 10).toString
      def refusal(properties: JavaMap[String, String]): String =
        intercept[RuntimeException](DenseNetworkModel.fromWeights(weights, properties)).getMessage
      assert(refusal(JavaMap.of()).startsWith(s"[$weights] "))
      assert(
        refusal(JavaMap.of("activaton", "relu")) == "a property of weights must be one of activation," +
          " output-activation, scale, mean, std, layout, bias-column but was activaton; did you mean activation?"
      )
      assert(refusal(JavaMap.of("layout", "x")) == "layout: must be in-out or out-in but was x")
      assert(refusal(JavaMap.of("scale", "x")) == "scale: a number must be like 0.5 or 1/255 but was x")
    }
  }
}

object DenseNetworkModelSuite {
  final case class Picture(bytes: Array[Byte], path: String)

  /** A grey PNG of 28 × 28 pixels. */
  def png(pixels: Array[Byte]): Array[Byte] = {
    val image = new java.awt.image.BufferedImage(28, 28, java.awt.image.BufferedImage.TYPE_BYTE_GRAY)
    image.getRaster.setDataElements(0, 0, 28, 28, pixels)
    val out = new java.io.ByteArrayOutputStream
    javax.imageio.ImageIO.write(image, "png", out)
    out.toByteArray
  }
}
