package dev.mnistscorer.scoring

import java.util.Collections.nCopies

import scala.jdk.CollectionConverters._

import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.kernel.KernelChoice
import dev.mnistscorer.network.{Activation, DenseLayer, DenseNetwork, PixelScaling, Tensor}
import dev.mnistscorer.{Idx, Pickles, SparkTest}
import org.apache.spark.ml.classification.{MultilayerPerceptronClassificationModel, MultilayerPerceptronClassifier}
import org.apache.spark.ml.linalg.{Vector, Vectors}
import org.apache.spark.sql.{DataFrame, Row}
import org.apache.spark.sql.functions.col

class ScorerSuite extends SparkTest {
  private def layers(arrays: Seq[(String, Pickles.Array32)]): Seq[DenseLayer] = {
    val tensors = arrays.map { case (name, a) => new Tensor(name, a.shape.toArray, a.values.toArray) }
    val count = tensors.length / 2
    tensors.grouped(2).zipWithIndex.toSeq.map { case (Seq(weights, bias), k) =>
      new DenseLayer(weights, bias, if (k == count - 1) Activation.SOFTMAX else Activation.SIGMOID)
    }
  }

  private def network(sizes: Int*): DenseNetwork =
    DenseNetwork.onPixels(layers(Pickles.network(sizes: _*)).asJava, PixelScaling.UNIT)

  private def images(count: Int, length: Int): DataFrame = {
    val session = spark
    import session.implicits._
    Seq.tabulate(count)(i => (s"row $i", Array.tabulate(length)(at => Idx.pixel(i, at)))).toDF("name", "image")
  }

  private def score(
      data: DataFrame,
      network: DenseNetwork,
      batch: Int = 100,
      kernel: KernelChoice = KernelChoice.AUTO
  ): Seq[Row] =
    new Scorer(network, batch, kernel, Scores.all).transform(data).collect().toSeq

  test("the other columns stay, the image goes, and the scores come after them") {
    val scored = new Scorer(network(784, 10), 100, KernelChoice.AUTO, Scores.all).transform(images(3, 784))
    assert(
      scored.schema.simpleString == "struct<name:string,prediction:int,confidence:float,probability:array<float>>"
    )
    assert(scored.collect().map(_.getString(0)).toSeq == Seq("row 0", "row 1", "row 2"))
  }

  test("less detail is the same with fewer columns") {
    val data = images(50, 784)
    val net = network(784, 20, 10)
    val whole = score(data, net)
    val confidence = new Scorer(net, 7, KernelChoice.AUTO, Scores.confidence).transform(data).collect().toSeq
    val classes = new Scorer(net, 7, KernelChoice.AUTO, Scores.prediction).transform(data).collect().toSeq
    assert(confidence == whole.map(row => Row(row(0), row(1), row(2))))
    assert(classes == whole.map(row => Row(row(0), row(1))))
  }

  test("batch size, partitioning and kernel change no bit") {
    val data = images(203, 784).cache()
    val net = network(784, 50, 100, 10)
    val expected = score(data.coalesce(1), net)
    for {
      batch <- Seq(1, 7, 100, 10000)
      partitions <- Seq(1, 20)
      kernel <- Seq(KernelChoice.SCALAR, KernelChoice.VECTOR)
    } {
      val scored = score(data.repartition(partitions), net, batch, kernel).sortBy(_.getString(0))
      assert(scored == expected.sortBy(_.getString(0)), s"batch $batch, $partitions partitions, $kernel")
    }
  }

  test("the forward pass agrees with Spark MLlib's perceptron on the same weights") {
    val session = spark
    import session.implicits._
    val sizes = Array(100, 30, 20, 10)
    val vectors = Seq.tabulate(200) { i =>
      (i, (i % 10).toDouble, Vectors.dense(Array.tabulate(100)(at => (Idx.pixel(i, at) & 0xff) / 255.0)))
    }
    val table = vectors.toDF("id", "label", "features")
    val model: MultilayerPerceptronClassificationModel =
      new MultilayerPerceptronClassifier().setLayers(sizes).setMaxIter(15).setSeed(3).fit(table)

    // MLlib keeps a layer as a column-major [out, in] matrix, which is row-major [in, out], and its bias after it.
    val flat = model.weights.toArray.map(_.toFloat)
    var at = 0
    val arrays = sizes.toSeq.sliding(2).zipWithIndex.toSeq.flatMap { case (Seq(in, out), k) =>
      val weights = flat.slice(at, at + in * out)
      val bias = flat.slice(at + in * out, at + in * out + out)
      at += in * out + out
      Seq(
        s"W$k" -> Pickles.Array32(Seq(in, out), weights.toSeq),
        s"b$k" -> Pickles.Array32(Seq(out), bias.toSeq)
      )
    }
    val data = Seq.tabulate(200)(i => (i, Array.tabulate(100)(pixel => Idx.pixel(i, pixel)))).toDF("id", "image")
    val ours = score(data, DenseNetwork.onPixels(layers(arrays).asJava, PixelScaling.UNIT))
    val theirs = model.transform(table).select(col("id"), col("prediction"), col("probability")).collect().toSeq

    assert(theirs.map(_.getDouble(1)).distinct.length > 3)
    assert(
      ours.map(row => (row.getInt(0), row.getInt(1))) == theirs.map(row => (row.getInt(0), row.getDouble(1).toInt))
    )
    ours.zip(theirs).foreach { case (our, their) =>
      our.getSeq[Float](3).zip(their.getAs[Vector](2).toArray).foreach { case (a, b) => assert(math.abs(a - b) < 2e-6) }
    }
  }

  test("a table without an image column, or with one of another type, is refused") {
    val session = spark
    import session.implicits._
    val scorer = new Scorer(network(784, 10), 100, KernelChoice.AUTO, Scores.prediction)
    assert(
      intercept[BadInputException](scorer.transform(Seq((1, 2)).toDF("a", "b"))).getMessage ==
        "the table must have a column image but has a, b"
    )
    assert(
      intercept[BadInputException](scorer.transform(Seq("x").toDF("image"))).getMessage ==
        "column image must be binary, an array of numbers or a vector but is string"
    )
  }

  test("an image of the wrong length, or none, is refused with what was expected") {
    val session = spark
    import session.implicits._
    def refusal(data: DataFrame): String = {
      val scorer = new Scorer(network(784, 10), 100, KernelChoice.AUTO, Scores.prediction)
      val thrown = intercept[Exception](scorer.transform(data).collect())
      Iterator.iterate[Throwable](thrown)(_.getCause).find(_.isInstanceOf[BadInputException]).get.getMessage
    }
    assert(refusal(images(3, 783)) == "image must hold 784 bytes, the network's inputs, but holds 783")
    val missing = nCopies(3, null.asInstanceOf[Array[Byte]]).asScala.toSeq.toDF("image")
    assert(refusal(missing) == "image must hold 784 bytes but is null")
  }

  test("an empty table gives an empty table") {
    assert(score(images(3, 784).limit(0), network(784, 10)).isEmpty)
  }

  test("a batch size below 1, or no column, is refused") {
    def refusal(batch: Int, columns: java.util.Set[dev.mnistscorer.table.ScoreColumn]): String =
      intercept[IllegalArgumentException](
        new Scorer(network(784, 10), batch, KernelChoice.AUTO, columns)
      ).getMessage
    assert(refusal(0, Scores.prediction) == "batchSize must be at least 1 but was 0")
    assert(refusal(1, java.util.Set.of()) == "columns must name at least one score column but are empty")
  }

  test("the image may be any column, and names may need quotes") {
    val session = spark
    import session.implicits._
    val data = Seq((Array[Byte](1, 2, 3, 4), "x", 7L)).toDF("image", "a.b", "c`d")
    val scored = new Scorer(network(4, 3), 2, KernelChoice.AUTO, Scores.prediction).transform(data)
    assert(scored.columns.toSeq == Seq("a.b", "c`d", "prediction"))
    assert(scored.collect().map(row => (row.getString(0), row.getLong(1))).toSeq == Seq(("x", 7L)))
  }
}
