package dev.mnistscorer

import java.nio.file.{Files, Path}

import com.fasterxml.jackson.databind.json.JsonMapper
import dev.mnistscorer.ml.DenseNetworkModel
import dev.mnistscorer.source.sample.{Hand, SampleDigits}
import org.apache.spark.ml.Pipeline
import org.apache.spark.ml.PipelineStage
import org.apache.spark.ml.feature.{StandardScaler, VectorAssembler}
import org.apache.spark.ml.linalg.{Vector, Vectors}
import org.apache.spark.sql.DataFrame
import org.apache.spark.sql.functions.{col, udf}

/** Features that a pipeline has scaled already, negative ones too, which enter the network as they are. */
class ScaledFeaturesSuite extends SparkTest {
  private type Bits = Seq[(Long, Int, Seq[Int])]

  private lazy val directory: Path = Files.createTempDirectory("mnist-scorer-test").toRealPath()

  /**
   * 300 labelled digits, scaled to mean 0 and deviation 1, as the stage of the pipeline scores them; `features.parquet` has
   * what the stage was given.
   */
  private lazy val scored: DataFrame = {
    val weights = Pickles.write(directory.resolve("w.pkl"), 784, 20, 10)
    val pixels = udf((image: Array[Byte]) => Vectors.dense(image.map(pixel => (pixel & 255) / 1.0)))
    val digits = SampleDigits
      .read(spark, 300, Hand.NEAT, 2)
      .select(col("index").as("id"), col("label"), pixels(col("image")).as("pixels"))
    val stage = DenseNetworkModel
      .fromWeights(weights.toString, java.util.Map.of("activation", "sigmoid", "scale", "1"))
      .setPixelRange("none")
    val stages = Array[PipelineStage](
      new VectorAssembler().setInputCols(Array("pixels")).setOutputCol("assembled"),
      new StandardScaler().setInputCol("assembled").setOutputCol("features").setWithMean(true),
      stage
    )
    val all = new Pipeline().setStages(stages).fit(digits).transform(digits).cache()
    all.select("id", "label", "features").coalesce(1).write.parquet(s"$directory/features.parquet")
    all
  }

  override def afterAll(): Unit = {
    scored.unpersist()
    delete(directory)
  }

  private def run(command: String, more: String*): Ended = {
    scored
    val usual = Seq(
      s"--input=$directory/features.parquet",
      "--image-column=features",
      "--pixel-range=none",
      s"--weights=$directory/w.pkl",
      "--activation=sigmoid",
      "--scale=1"
    )
    main(command +: Arguments.merge(usual, more): _*)
  }

  private def score(more: String*): Ended =
    run(
      "score",
      Arguments.merge(Seq("--probabilities", s"--output=$directory/out", "--overwrite", "--run-id=x"), more): _*
    )

  test("the job gives the same predictions, probabilities and logits, bit by bit, as the stage of the pipeline") {
    def ofStage(scores: String): Bits = scored
      .select("id", "prediction", scores)
      .collect()
      .toSeq
      .map { row =>
        val bits = row.getAs[Vector](2).toArray.toSeq.map(number => java.lang.Float.floatToRawIntBits(number.toFloat))
        (row.getLong(0), row.getDouble(1).toInt, bits)
      }
      .sortBy(_._1)
    def ofJob(output: String): Bits = spark.read
      .parquet(s"$directory/$output")
      .select("id", "prediction", "probability")
      .collect()
      .toSeq
      .map(row => (row.getLong(0), row.getInt(1), row.getSeq[Float](2).map(java.lang.Float.floatToRawIntBits).toSeq))
      .sortBy(_._1)
    val ended = score()
    assert(ended.status == 0 && ended.err == "", ended.err)
    assert(ofJob("out").length == 300)
    assert(ofJob("out") == ofStage("probability"))
    assert(scored.select("features").collect().exists(_.getAs[Vector](0).toArray.exists(_ < -1)))
    val logits = score("--output-activation=identity", s"--output=$directory/logits")
    assert(logits.status == 0, logits.err)
    assert(ofJob("logits") == ofStage("rawPrediction"))
  }

  test("nothing is said of ink, and the page leaves out pictures and says so") {
    val ended = score(s"--report=$directory/report", "--min-accuracy=0")
    assert(ended.status == 0 && ended.err == "", ended.err)
    val run = new JsonMapper().readTree(directory.resolve("report/run.json").toFile)
    assert(run.get("arguments").get("pixelRange").asText == "none")
    assert(run.get("warnings").isEmpty)
    val profile = new JsonMapper().readTree(directory.resolve("report/profile.json").toFile)
    assert(profile.get("ink").toString == """{"images":0,"mean":0,"meanSquares":0}""")
    assert(profile.get("sample").get("images").asInt == 0)
    val page = Files.readString(directory.resolve("report/report.html"))
    assert(
      page.contains(
        "<p>There are no pictures and no figures of the images: their numbers enter the network as they are" +
          " (--pixel-range none), and nothing is known of ink and paper.</p>"
      )
    )
    assert(!page.contains("<img") && page.contains("--pixel-range none"))
    assert(page.contains("id=\"suspects\""))
    val again = score(s"--reference=$directory/report", s"--output=$directory/again")
    assert(again.status == 0, again.err)
    assert(again.out.contains("Ink: - standard deviations (0.2 small, 0.5 medium, 0.8 large)\n"))
  }

  test("without labels the page has neither pictures nor strips of examples") {
    scored.select("id", "features").coalesce(1).write.parquet(s"$directory/plain.parquet")
    val ended = score(s"--input=$directory/plain.parquet", s"--report=$directory/report")
    assert(ended.status == 0 && ended.err == "", ended.err)
    val page = Files.readString(directory.resolve("report/report.html"))
    assert(page.contains("<h3>Least confident</h3>") && !page.contains("<h3>Examples</h3>") && !page.contains("<img"))
  }

  test("numbers that are not finite as float32 are invalid rows") {
    val session = spark
    import session.implicits._
    Seq(Double.NaN, 1e300, -1.5)
      .map(number => Vectors.dense(Array.fill(784)(number)))
      .map(Tuple1(_))
      .toDF("features")
      .coalesce(1)
      .write
      .parquet(s"$directory/odd.parquet")
    val failed = score(s"--input=$directory/odd.parquet")
    assert(failed.status == 2)
    assert(failed.err.endsWith("pixel 0 must be in the range of float32 but was NaN (image 0)\n"), failed.err)
    val dropped =
      score(s"--input=$directory/odd.parquet", "--on-bad-row=drop", s"--output=$directory/dropped")
    assert(dropped.status == 0, dropped.err)
    assert(dropped.out.contains("Rows: 3 read, 1 scored, 2 dropped"), dropped.out)
  }

  test("bytes are the numbers 0 to 255") {
    withDirectory { directory =>
      Pickles.write(directory.resolve("w.pkl"), 784, 20, 10)
      Idx.write(Files.createDirectory(directory.resolve("data")), 40, "a")
      def predictions(range: String*) = {
        val output = s"$directory/${range.length}"
        val more = Seq(s"--input=$directory/data", s"--output=$output", "--probabilities") ++ range
        val ended = main(
          Seq("score", s"--weights=$directory/w.pkl", "--activation=sigmoid", "--scale=1/255") ++ more: _*
        )
        assert(ended.status == 0, ended.err)
        spark.read.parquet(output).select("index", "probability").collect().toSeq.sortBy(_.getLong(0))
      }
      assert(predictions("--pixel-range=none") == predictions())
    }
  }

  test("inspect counts labels and shows the probabilities of a row, and verify compares them") {
    val summary = run("inspect", "--index=7")
    assert(summary.status == 0, summary.err)
    assert(summary.out.contains("\nNo pictures: the numbers enter the network as they are (--pixel-range none)\n"))
    val input = main(
      "inspect",
      s"--input=$directory/features.parquet",
      "--image-column=features",
      "--pixel-range=none"
    )
    assert(
      input.status == 0 && input.out.linesIterator.toSeq(1) == "300 images of 784 numbers",
      input.out + input.err
    )
    val seven = scored.where("id = 7").head()
    val expected = seven.getAs[Vector]("probability").toArray
    for (k <- 0 until 10) assert(summary.out.contains(f"      $k%d ${expected(k)}%9.6f  "), summary.out)
    val ranked = run("inspect", "--activation=sigmoid")
    assert(ranked.status == 0 && ranked.out.contains("on 300 labelled images"), ranked.out + ranked.err)
    val rows = scored.orderBy("id").select("probability").collect().map(_.getAs[Vector](0).toArray.mkString(","))
    Files.write(directory.resolve("expected.csv"), rows.mkString("", "\n", "\n").getBytes)
    val verified = run("verify", s"--expected=$directory/expected.csv", "--tolerance=0")
    assert(verified.status == 0, verified.out + verified.err)
    val digest = run("inspect", "--digest")
    val hex = "sha256 of all probabilities: ([0-9a-f]{64})".r.findFirstMatchIn(digest.out).map(_.group(1))
    assert(hex.exists(verified.out.contains(_)), digest.out + verified.out)
  }

  test("what needs pixels is refused together with none") {
    def refused(message: String, arguments: String*): Unit = {
      val ended = main(arguments: _*)
      assert(ended.status == 1 && ended.err.startsWith(message), ended.err)
      ()
    }
    for (change <- Seq("--invert", "--prepare=mnist"))
      refused(
        "--pixel-range=none must not be given with --invert or --prepare, which change pixels",
        "score",
        "--input=x",
        "--pixel-range=none",
        change
      )
    refused(
      "--pixel-range must be LOW..HIGH to train, as networks are trained on pixels, but was none",
      "train",
      "--input=x",
      "--output=w.npz",
      "--pixel-range=none"
    )
    for (picture <- Seq("--png=x.png", "--pixels"))
      refused(
        "--pixels and --png must go with a range of pixels but --pixel-range was none",
        "inspect",
        "--input=x",
        "--index=0",
        "--pixel-range=none",
        picture
      )
  }
}
