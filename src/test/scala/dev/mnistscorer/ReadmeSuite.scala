package dev.mnistscorer

import java.nio.file.{Files, Path}

import dev.mnistscorer.ml.DenseNetworkModel

/** Runs what the README says, and holds its output against the README. */
class ReadmeSuite extends SparkTest with ProcessTest {
  private val readme = Files.readString(Path.of("README.md"))

  private def blocks(language: String): Seq[String] =
    s"(?s)```$language\n(.*?)```".r.findAllMatchIn(readme).map(_.group(1)).toSeq

  test("the commands of the README print what it says") {
    val home = Mnist.assumePresent()
    withDirectory { directory =>
      Files.createSymbolicLink(directory.resolve("submit.sh"), SubmitScript.script)
      writeImages(home, directory)
      val examples = blocks("console").flatMap(_.split("(?m)^\\$ ").toSeq.tail)
      assert(examples.length >= 3)
      for (example <- examples) {
        val (command, output) = example.span(_ != '\n')
        val ended = SubmitScript.run(
          Seq("-c", command),
          Map("JAVA_HOME" -> System.getProperty("java.home"), "MNIST_HOME" -> home.toAbsolutePath.toString),
          directory = directory,
          command = Path.of("/bin/bash")
        )
        assert(ended.status == 0, s"$command: ${ended.err}")
        val printed = ended.out.replace(s"file:$directory/", "file:/…/")
        assert(printed == output.drop(1), command)
      }
    }
  }

  /** The first 1,000 test images of MNIST in the files that the README names. */
  private def writeImages(home: Path, directory: Path): Unit = {
    val images = spark.read
      .format("idx")
      .load(home.resolve("t10k-images-idx3-ubyte.gz").toString)
      .where("index < 1000")
      .select("index", "label", "image")
      .orderBy("index")
      .collect()
      .toSeq
      .map(row => (row.getLong(0), row.getInt(1), row.getAs[Array[Byte]](2)))
    Forms.writePictures(directory.resolve("digits"), images)
    Forms.writeCsv(directory.resolve("train.csv"), images)
    val session = spark
    import session.implicits._
    images.toDF("id", "label", "image").coalesce(1).write.parquet(s"$directory/digits.parquet")
  }

  test("the Scala and SQL examples of the README run") {
    withDirectory { directory =>
      Files.move(Idx.write(directory, 20), directory.resolve("t10k-images-idx3-ubyte.gz"))
      Files.move(directory.resolve("some-labels-idx1-ubyte"), directory.resolve("t10k-labels-idx1-ubyte"))
      val path = "mnist/t10k-images-idx3-ubyte.gz"
      val statements = blocks("sql").flatMap(_.split(";").map(_.strip).filter(_.nonEmpty))
      assert(statements.length == 3 && statements.head.contains(path))
      assert(
        blocks("scala") == Seq(
          s"""val digits = spark.read.format("idx").load("$path")
             |digits.groupBy("label").count().show()
             |""".stripMargin,
          s"""import dev.mnistscorer.ml.DenseNetworkModel
             |
             |val model = DenseNetworkModel.fromWeights("builtin").setFeaturesCol("image")
             |val digits = spark.read.format("idx").load("$path")
             |model.transform(digits).createOrReplaceTempView("scored")
             |""".stripMargin
        )
      )
      val digits = spark.read.format("idx").load(s"$directory/t10k-images-idx3-ubyte.gz")
      assert(digits.groupBy("label").count().collect().length == 10)
      val model = DenseNetworkModel.fromWeights("builtin").setFeaturesCol("image")
      model.transform(digits).createOrReplaceTempView("scored")

      val results =
        statements.map(sql => spark.sql(sql.replace(path, s"$directory/t10k-images-idx3-ubyte.gz")).collect())
      assert(results(1).length == 10)
      assert(results(2).length == 5 && results(2).forall(row => row.getInt(0) != row.getInt(1)))
    }
  }

  test("the Java program of the README prints what it says") {
    val home = Mnist.assumePresent()
    withDirectory { directory =>
      Files.createSymbolicLink(directory.resolve("mnist"), home.toAbsolutePath)
      val Seq(program) = blocks("java")
      val file = Files.writeString(directory.resolve("ScoreDigits.java"), program)
      val ended = JavaProcess.source(file.toString, Seq(), directory)
      assert(ended.status == 0, ended.err)
      assert(Seq(ended.out) == blocks("text"))
      assert(spark.read.parquet(s"$directory/scored.parquet").columns.last == "prediction")
    }
  }

  test("the README names every argument of score, with its default") {
    val table = readme.substring(readme.indexOf("| argument of `score` |"))
    val rows =
      table.linesIterator.takeWhile(_.nonEmpty).filter(_.startsWith("| `--")).map(_.split('|').map(_.strip)).toSeq
    val documented = rows.flatMap { cells =>
      cells(1).split(", ").map(_.filter(_ != '`').drop(2) -> cells.lift(3).getOrElse(""))
    }.toMap
    val actual = main("--print-config").out.linesIterator.toSeq.tail.map(_.stripPrefix("#").split("=", 2))
    for (Array(name, default) <- actual) {
      assert(documented.contains(name), name)
      if (default.nonEmpty) assert(documented(name) == s"`$default`", name)
    }
  }
}
