package dev.mnistscorer

import java.lang.Float.floatToRawIntBits
import java.nio.ByteBuffer
import java.nio.file.{Files, Path}
import java.security.MessageDigest

import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration.{Duration, DurationInt}
import scala.concurrent.{Await, Future}
import scala.util.Try

import dev.mnistscorer.ml.DenseNetworkModel
import dev.mnistscorer.source.sample.SampleDigits
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier
import org.apache.spark.ml.feature.{StandardScaler, VectorAssembler}
import org.apache.spark.ml.linalg.{Vector, Vectors}
import org.apache.spark.ml.{Pipeline, PipelineStage}
import org.apache.spark.sql.functions.col
import org.scalatest.tags.Slow

/** A version of Spark, how to fetch it, and the jar of the job that it gets. */
private final case class Platform(version: String, scalaVersion: String, jars: () => Path, jar: String)

/** Images, weights, and the known accuracy and sha256 of all probabilities. */
private final case class Data(input: String, weights: String, accuracy: String, digest: String)

/** Whole runs on each Spark that the job has a jar for: all give what the Spark of the other tests gives in this process. */
@Slow
class SparkMatrixSuite extends SparkTest with ProcessTest {
  private val platforms = Seq(
    Platform(
      "3.5.6",
      "2.12",
      () => SparkInstallation.jars("spark3.5_2.12"),
      "spark3.5_2.12/mnist-scorer-spark3.5_2.12"
    ),
    Platform(
      "3.5.6",
      "2.13",
      () => SparkInstallation.jars("spark3.5_2.13"),
      "spark3.5_2.13/mnist-scorer-spark3.5_2.13"
    ),
    Platform("4.0.1", "2.13", () => SparkInstallation.jars("spark4.0"), "mnist-scorer"),
    Platform("4.1.0", "2.13", () => Path.of("target/spark/jars").toAbsolutePath, "mnist-scorer")
  )

  private val data =
    if (Try(Mnist.assumePresent()).isSuccess)
      Data(
        "mnist",
        "book",
        "Accuracy: 0.9352 (9,352 of 10,000)",
        "7c33bfb4235fd746b5f7128f6ca993a55279dd3e9432e3a95b2f0f93fb81ff38"
      )
    else
      Data(
        "sample:1000",
        "builtin",
        "Accuracy: 1.0000 (1,000 of 1,000)",
        "36d341371b4da2f6971e366a952a662e75b4ca68492a4e5b2d2a7967b538831a"
      )

  private lazy val shared = Files.createTempDirectory("mnist-scorer-matrix").toRealPath()

  override protected def afterAll(): Unit = delete(shared)

  private def done(ended: Ended): Ended = {
    assert(ended.status == 0, ended.err)
    ended
  }

  private def scoreArguments(out: Path): Seq[String] = Seq(
    "score",
    s"--input=${data.input}",
    s"--weights=${data.weights}",
    s"--report=$out",
    s"--output=$out",
    "--run-id=x",
    "--probabilities"
  )

  private def trainArguments(out: Path): Seq[String] =
    Seq("train", "--input=sample:100", "--layers=784,16,10", "--iterations=3", "--seed=3", s"--output=$out")

  private lazy val inspectArguments: Seq[String] =
    Seq("inspect", s"--weights=$savedByMllib", "--scale=1/255", s"--input=$parquet", "--digest")

  /** Sample digits in the format that takes most of Spark's own classes. */
  private lazy val parquet: Path = {
    SampleDigits.read(spark, 500, 0).select("label", "image").write.parquet(s"$shared/digits.parquet")
    shared.resolve("digits.parquet")
  }

  /** What this process gives. */
  private lazy val metrics: String = {
    val out = shared.resolve("score")
    done(main(scoreArguments(out): _*))
    Files.readString(out.resolve("metrics.json"))
  }

  private lazy val trained: Seq[Byte] = {
    done(main(trainArguments(shared.resolve("trained.safetensors")): _*))
    Files.readAllBytes(shared.resolve("trained.safetensors")).toSeq
  }

  private lazy val inspected: String = done(main(inspectArguments: _*)).out

  private lazy val savedByMllib: Path = {
    val session = spark
    import session.implicits._
    val table = SampleDigits
      .read(spark, 100, 1)
      .select("image", "label")
      .as[(Array[Byte], Int)]
      .map { case (image, label) => (Vectors.dense(image.map(pixel => (pixel & 255) / 255.0)), label.toDouble) }
      .toDF("features", "label")
    val classifier = new MultilayerPerceptronClassifier().setLayers(Array(784, 12, 10)).setMaxIter(3).setSeed(1)
    val directory = shared.resolve("mllib")
    classifier.fit(table).save(directory.toString)
    directory
  }

  /** A pipeline with a stage of this project that this process has saved, a table for it, and the digest of the result. */
  private lazy val pipeline: (Path, Path, String) = {
    val session = spark
    import session.implicits._
    val table = SampleDigits
      .read(spark, 300, 1)
      .select("index", "image")
      .as[(Long, Array[Byte])]
      .map { case (index, image) => (index, Vectors.dense(image.map(pixel => (pixel & 255) / 255.0))) }
      .toDF("index", "pixels")
    val stages = Array[PipelineStage](
      new VectorAssembler().setInputCols(Array("pixels")).setOutputCol("assembled"),
      new StandardScaler().setInputCol("assembled").setOutputCol("features"),
      DenseNetworkModel.fromWeights("builtin").setPixelRange("none")
    )
    val fitted = new Pipeline().setStages(stages).fit(table)
    fitted.save(s"$shared/pipeline")
    table.write.parquet(s"$shared/features")
    val sha256 = MessageDigest.getInstance("SHA-256")
    val columns = Seq("prediction", "rawPrediction", "probability").map(col)
    for (row <- fitted.transform(table).orderBy("index").select(columns: _*).collect()) {
      val numbers = row.getDouble(0) +: Seq(1, 2).flatMap(i => row.getAs[Vector](i).toArray)
      numbers.foreach(number => sha256.update(ByteBuffer.allocate(8).putDouble(number).array))
    }
    val hex = sha256.digest().map(byte => f"$byte%02x").mkString
    (shared.resolve("pipeline"), shared.resolve("features"), hex)
  }

  private def assertLoads(platform: Platform): Unit = {
    val (saved, table, digest) = pipeline
    val program = Path.of("src/test/programs/LoadedPipeline.java").toAbsolutePath.toString
    val classes = s"${platform.jars()}/*:${Path.of(s"target/${platform.jar}.jar").toAbsolutePath}"
    val ended = JavaProcess.source(program, Seq(saved.toString, table.toString), Path.of("."), classes)
    assert(done(ended).out == s"${platform.version} $digest\n")
  }

  private def digest(published: Path): String = {
    val sha256 = MessageDigest.getInstance("SHA-256")
    val rows = spark.read.parquet(published.toString).orderBy("index").select("probability").collect()
    for (row <- rows; value <- row.getSeq[Float](0))
      sha256.update(ByteBuffer.allocate(4).putInt(floatToRawIntBits(value)).array)
    sha256.digest().map(byte => f"$byte%02x").mkString
  }

  /** A name outside ASCII, where this process can write it; the workers have an ASCII locale. */
  private def umlaut(name: String): String =
    if (System.getProperty("sun.jnu.encoding") == "UTF-8") name else name.replace("ä", "ae")

  /** Messages but those of a build, which may be the first, and of Java. */
  private def messages(ended: Ended): Seq[String] = ended.err
    .replaceAll("\u001b\\[0?m", "")
    .linesIterator
    .filterNot(line => line.startsWith("WARNING: Using incubator modules") || line.startsWith("Building "))
    .toSeq

  for (platform <- platforms)
    test(
      s"Spark ${platform.version} with Scala ${platform.scalaVersion}: a cluster scores, a bad file is refused, MLlib trains, a saved pipeline is loaded"
    ) {
      withDirectory { directory =>
        val home = SparkInstallation.home(directory.resolve("spark"), platform.jars(), platform.scalaVersion)
        SparkInstallation.build(home)
        def submit(spark: Seq[String], job: Seq[String]): Ended =
          SubmitScript.run(spark ++ ("--" +: job), SparkInstallation.environment(home))
        val alone = Future {
          done(submit(Seq(), trainArguments(directory.resolve("trained.safetensors"))))
          assert(Files.readAllBytes(directory.resolve("trained.safetensors")).toSeq == trained)
          assert(done(submit(Seq(), inspectArguments)).out == inspected)
          assertLoads(platform)
        }
        val cluster = new StandaloneCluster(directory, workers = 2, home, platform.scalaVersion)
        try {
          assertScores(platform, directory.resolve(umlaut("ausgänge")), submit(cluster.sparkArguments, _))
          assertRefuses(
            directory.resolve(umlaut("beschädigt")),
            submit(cluster.sparkArguments ++ Seq("--total-executor-cores", "1"), _)
          )
        } finally {
          cluster.close()
          Await.ready(alone, 10.minutes)
        }
        Await.result(alone, Duration.Zero)
      }
    }

  private def assertScores(platform: Platform, out: Path, submit: Seq[String] => Ended): Unit = {
    val ended = done(submit(scoreArguments(out)))
    assert(messages(ended).isEmpty, ended.err)
    assert(ended.out.linesIterator.contains(data.accuracy), ended.out)
    assert(Files.readString(out.resolve("metrics.json")) == metrics)
    assert(digest(out.resolve("run_id=x")) == data.digest)
    assert(Files.exists(out.resolve("report.html")) && Files.exists(out.resolve("run_id=x/_manifest.json")))
    val run = Files.readString(out.resolve("run.json"))
    assert(run.contains("\"kernel\" : \"vector, ") && run.contains(s"\"spark\" : \"${platform.version}\""), run)
    assert(Files.exists(Path.of(s"target/${platform.jar}.jar")))
  }

  /** What only a task in another JVM can find ends in one line. */
  private def assertRefuses(file: Path, submit: Seq[String] => Ended): Unit = {
    val damaged = Idx.gzip(Idx.images(700))
    damaged(damaged.length - 8) = (damaged(damaged.length - 8) ^ 1).toByte
    Files.write(file, damaged)
    val ended = submit(Seq("score", s"--input=$file", "--weights=builtin"))
    val said = messages(ended)
    assert(ended.status == 2 && said.length == 1, ended.err)
    assert(
      said.head.startsWith(s"[file:$file] the gzip data is cut off or damaged (Corrupt GZIP trailer) after byte ")
    )
  }

  test("the jar for Spark 4 refers to nothing that 4.0.1, 4.1.0, or core and SQL of 4.2.0 do not have") {
    val jar = Path.of("target/mnist-scorer.jar")
    def missing(jars: Path, mayBeElsewhere: String => Boolean): Set[String] =
      new LinkCheck(jars, mayBeElsewhere).missing(jar)
    assert(missing(SparkInstallation.jars("spark4.0"), Set()) == Set())
    assert(missing(Path.of("target/spark/jars"), Set()) == Set())
    def isSpark(name: String) = name.startsWith("org/apache/spark/")
    val newer = SparkInstallation.sparkOnly("4.2.0", "core", "sql", "sql-api", "catalyst", "common-utils", "unsafe")
    assert(missing(newer, name => !isSpark(name) || name.startsWith("org/apache/spark/ml/")) == Set())
    // The check sees what is missing: Spark 3.5 has other classes.
    assert(
      missing(SparkInstallation.jars("spark3.5_2.13"), Set()) == Set(
        "org/apache/spark/sql/classic/Dataset",
        "org/apache/spark/sql/classic/SparkSession"
      )
    )
  }
}
