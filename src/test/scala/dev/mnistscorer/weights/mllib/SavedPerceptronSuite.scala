package dev.mnistscorer.weights.mllib

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._
import scala.util.Random

import dev.mnistscorer.SparkTest
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.kernel.KernelChoice
import dev.mnistscorer.scoring.{ForwardPass, Scores}
import dev.mnistscorer.weights.{ImportOptions, WeightsFile}
import org.apache.hadoop.conf.Configuration
import org.apache.spark.ml.classification.{MultilayerPerceptronClassificationModel, MultilayerPerceptronClassifier}
import org.apache.spark.ml.feature.StandardScaler
import org.apache.spark.ml.linalg.{Vector, Vectors}
import org.apache.spark.ml.{Pipeline, PipelineStage}
import org.apache.spark.sql.DataFrame

/** Directories that Spark saved, whole, damaged and hostile. */
class SavedPerceptronSuite extends SparkTest {
  private val images = Seq.tabulate(40)(i => Array.tabulate(12)(p => if (p == 5) 3.0 else (i * p + i) % 7 + 0.0))

  private lazy val table: DataFrame = {
    val session = spark
    import session.implicits._
    images.zipWithIndex.map { case (image, i) => (Vectors.dense(image), (i % 3).toDouble) }.toDF("image", "label")
  }

  private def perceptron(features: String): MultilayerPerceptronClassifier =
    new MultilayerPerceptronClassifier().setLayers(Array(12, 6, 3)).setMaxIter(5).setSeed(3).setFeaturesCol(features)

  private lazy val model: MultilayerPerceptronClassificationModel = perceptron("image").fit(table)

  private def read(directory: Path): WeightsFile =
    WeightsFile.read(directory.toString, new Configuration, ImportOptions.AS_STORED)

  private def refusal(directory: Path): String = {
    val message = intercept[BadInputException](read(directory)).getMessage
    assert(message.startsWith(s"[$directory] ") && !message.contains('\n'))
    message.stripPrefix(s"[$directory] ")
  }

  private def withModel(body: Path => Unit): Unit = withDirectory { directory =>
    val saved = directory.resolve("model")
    model.save(saved.toString)
    // Hadoop would notice changed files by their checksums.
    for (part <- Seq("metadata", "data"); file <- entries(saved.resolve(part)) if file.toString.endsWith(".crc"))
      Files.delete(file)
    body(saved)
  }

  private def entries(directory: Path): Seq[Path] = Files.list(directory).iterator.asScala.toSeq

  private def part(directory: Path): Path =
    entries(directory).find(_.getFileName.toString.startsWith("part-")).get

  test("a pipeline with a StandardScaler gives Spark's probabilities, features without variance included") {
    withDirectory { directory =>
      val stages = Array[PipelineStage](
        new StandardScaler().setInputCol("image").setOutputCol("scaled").setWithMean(true),
        perceptron("scaled")
      )
      val pipeline = new Pipeline().setStages(stages).fit(table)
      pipeline.save(s"$directory/pipeline")
      val options = new ImportOptions(
        java.util.Optional.empty(),
        java.util.Optional.empty(),
        java.util.OptionalDouble.of(1),
        java.util.OptionalDouble.empty(),
        java.util.OptionalDouble.empty(),
        java.util.Optional.empty(),
        java.util.Optional.empty()
      )
      // Pixels without variance have the scale 0, which says nothing about the range of the others.
      assert(refusal(directory.resolve("pipeline")).startsWith("the file does not state the pixel range that "))
      val file = WeightsFile.read(s"$directory/pipeline", new Configuration, options)
      val pass = new ForwardPass(file.network, KernelChoice.AUTO.create(), images.size, Scores.all)
      for (i <- images.indices; p <- 0 until 12) pass.images.bytes(i * 12 + p) = images(i)(p).toByte
      pass.run(images.size)
      val expected = pipeline.transform(table).select("probability").collect().map(_.getAs[Vector](0))
      for (i <- images.indices; k <- 0 until 3)
        assert(math.abs(pass.scores(i)(k) - expected(i)(k)) < 1e-5, s"image $i, class $k")
    }
  }

  test("sizes that are stored with the weights, as before Spark 3, and a sparse vector are read") {
    withModel { saved =>
      val metadata = part(saved.resolve("metadata"))
      Files.writeString(metadata, Files.readString(metadata).replace("\"layers\"", "\"other\""))
      val session = spark
      import session.implicits._
      Seq((Array(12, 6, 3), model.weights.toSparse: Vector))
        .toDF("layers", "weights")
        .repartition(1)
        .write
        .mode("overwrite")
        .parquet(s"$saved/data")
      assert(read(saved).network.toString == "12-6-3 (sigmoid, softmax)")
      assert(read(saved).tensors.get(0).values.toSeq == model.weights.toArray.take(72).map(_.toFloat).toSeq)
    }
  }

  test("a metadata file that names another class is refused, in whatever place it is") {
    for (name <- Seq("metadata/a-first", "metadata/part-00000", "stages/0_a/metadata/part-00000"))
      withModel { saved =>
        val file = saved.resolve(name)
        Files.createDirectories(file.getParent)
        Files.writeString(file, """{"class":"org.apache.spark.ml.feature.SQLTransformer","uid":"u"}""")
        assert(
          refusal(saved) ==
            "a model saved by Spark must consist of the classes org.apache.spark.ml.PipelineModel," +
            " org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel," +
            " org.apache.spark.ml.feature.StandardScalerModel, org.apache.spark.ml.feature.VectorAssembler but" +
            s" $name names org.apache.spark.ml.feature.SQLTransformer; nothing was loaded"
        )
      }
  }

  test("no class that a file names is initialized, whatever it extends") {
    withModel { saved =>
      Files.writeString(saved.resolve("metadata/a-first"), s"""{"class":"${classOf[Planted].getName}","uid":"u"}""")
      assert(
        refusal(saved).endsWith(" but metadata/a-first names dev.mnistscorer.weights.mllib.Planted; nothing was loaded")
      )
      assert(System.getProperty(Planted.Loaded) == null)
    }
  }

  test("a second file of metadata or data is refused, whatever it holds") {
    withModel { saved =>
      val metadata = part(saved.resolve("metadata"))
      Files.copy(metadata, saved.resolve("metadata/a-first"))
      assert(refusal(saved) == "metadata must hold one file, as Spark writes it, but holds 2")
      Files.delete(saved.resolve("metadata/a-first"))
      Files.copy(part(saved.resolve("data")), saved.resolve("data/a-first"))
      assert(refusal(saved) == "data must hold one file, as Spark writes it, but holds 2")
    }
  }

  test("data that are missing, garbage, cut off or of another shape are refused in one line") {
    withModel { saved =>
      val data = part(saved.resolve("data"))
      val whole = Files.readAllBytes(data)
      val name = s"data/${data.getFileName}"
      Files.write(data, "garbage".getBytes)
      assert(refusal(saved).startsWith(s"$name must be a Parquet file but is cut off or broken: "))
      Files.write(data, whole.take(whole.length / 2))
      assert(refusal(saved).startsWith(s"$name must be a Parquet file but is cut off or broken: "))
      Files.delete(data)
      assert(refusal(saved) == "data must hold one file, as Spark writes it, but holds 0")
      val session = spark
      import session.implicits._
      def write(table: DataFrame): Unit = table.repartition(1).write.mode("overwrite").parquet(s"$saved/data")
      write(Seq(1, 2).toDF("weights"))
      assert(refusal(saved).endsWith("must hold one row but holds 2"))
      write(Seq(1).toDF("weights"))
      assert(refusal(saved).endsWith("must hold a vector weights but does not"))
      write(Seq(Tuple1(Vectors.dense(1, 2): Vector)).toDF("weights"))
      assert(refusal(saved) == "the perceptron must have 99 weights and biases but has 2")
      write(Seq(Tuple1(Vectors.sparse(2000000000, Array(1), Array(1.0)): Vector)).toDF("weights"))
      assert(refusal(saved).contains("must hold weights with an index for each value, and at most "))
    }
  }

  test("metadata that are no JSON, or sizes that make no perceptron, are refused in one line") {
    withModel { saved =>
      val metadata = part(saved.resolve("metadata"))
      val text = Files.readString(metadata)
      Files.writeString(metadata, "{x")
      assert(refusal(saved).startsWith(s"metadata/${metadata.getFileName} must be JSON but is not: "))
      for (sizes <- Seq("[12,-6,3]", "[12]", "[]")) {
        Files.writeString(metadata, text.replace("[12,6,3]", sizes))
        val shown = sizes.replace(",", ", ")
        assert(
          refusal(saved) == s"the perceptron must have at least two layers of at least one unit but has $shown"
        )
      }
      Files.writeString(metadata, text.replace("[12,6,3]", "[2147483647,2147483647,2147483647,2147483647]"))
      assert(
        refusal(saved) ==
          "sizes in the file must be such that they can be multiplied but are too large (long overflow)"
      )
    }
  }

  test("damaged anywhere, the data are read or refused, and nothing else happens") {
    withModel { saved =>
      val random = new Random(1)
      val data = part(saved.resolve("data"))
      val whole = Files.readAllBytes(data)
      for (_ <- 1 to 400) {
        val damaged = whole.clone
        for (_ <- 0 to random.nextInt(3)) damaged(random.nextInt(damaged.length)) = random.nextInt().toByte
        Files.write(data, damaged)
        try read(saved)
        catch { case refused: BadInputException => assert(!refused.getMessage.contains('\n')) }
      }
    }
  }
}

/** A class on the class path that a hostile file may name; its first use sets a property. */
final class Planted {
  Planted.initialize()
}

object Planted {
  val Loaded = "dev.mnistscorer.planted"
  private def initialize(): Unit = { System.setProperty(Loaded, "true"); () }
}
