package dev.mnistscorer

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

import dev.mnistscorer.Pickles.{Array32, Writer}

/** Each thing that is wrong with what is given ends with status 2, one line that says it, and nothing written. */
class BadInputSuite extends SparkTest {

  /** A directory with images, labels and weights that are right. */
  private def withData[T](body: Path => T): T = withDirectory { directory =>
    Idx.write(directory, 30)
    Pickles.write(directory.resolve("weights.pkl"), 784, 20, 10)
    body(directory)
  }

  private def scoring(directory: Path, more: String*): Ended = {
    val usual = Seq(
      s"--input=$directory/some-images-idx3-ubyte",
      s"--weights=$directory/weights.pkl",
      s"--output=$directory/out",
      s"--report=$directory/report"
    ) ++ Pickles.stated
    main("score" +: Arguments.merge(usual, more): _*)
  }

  private def assertRefused(directory: Path, message: String, more: String*): Unit = {
    val before = files(directory)
    if (Files.isDirectory(report(directory))) Files.deleteIfExists(report(directory).resolve("run.json"))
    val ended = scoring(directory, more: _*)
    assert(ended.err.replace(directory.toString, "DIR") == message + "\n")
    assert(ended.status == 2)
    assert(files(directory) == before)
    if (Files.exists(report(directory).resolve("run.json"))) assertRecorded(directory, ended)
    else assert(more.exists(_.startsWith("--report=")), "a run that failed must leave a record")
  }

  private def files(directory: Path): Set[String] =
    Files.walk(directory).iterator().asScala.filterNot(_.startsWith(report(directory))).map(_.toString).toSet

  private def report(directory: Path): Path = directory.resolve("report")

  /** Of a run that got as far as a session there is a record, and nothing else. */
  private def assertRecorded(directory: Path, ended: Ended): Unit = {
    val files = Files.list(report(directory)).iterator().asScala.map(_.getFileName.toString).toSet
    assert(files.filterNot(_.startsWith(".")) == Set("run.json", "metrics.prom", "lineage.json"))
    val run =
      new com.fasterxml.jackson.databind.json.JsonMapper().readTree(report(directory).resolve("run.json").toFile)
    assert(run.get("status").asText == "failed" && run.get("exitStatus").asInt == 2)
    assert(run.get("reason").asText + "\n" == ended.err)
  }

  private def images(directory: Path): Path = directory.resolve("some-images-idx3-ubyte")

  private val right = Idx.images(30)
  private val gzipped = Idx.gzip(right)

  test("what is right is scored") {
    withData { directory =>
      val ended = scoring(directory)
      assert(ended.status == 0, ended.err)
      assert(ended.out.contains("of 30)"))
    }
  }

  private val wrongImages = Seq(
    "an empty file" -> Array[Byte]() -> "an IDX file must begin with 4 bytes of magic but has 0 bytes",
    "a file cut off in the magic" -> right.take(3) -> "an IDX file must begin with 4 bytes of magic but has 3 bytes",
    "a file cut off in the header" -> right.take(15) -> "the header must have 16 bytes but the file has 15",
    "a file cut off in the pixels" -> right.dropRight(1) ->
      "the length must be 23536 bytes (16 + 30 × 28 × 28) but is only 23535",
    "a file with trailing bytes" -> (right :+ 0.toByte) ->
      "the length must be 23536 bytes (16 + 30 × 28 × 28) but is 23537",
    "no IDX file at all" -> Array[Byte](1, 2, 3, 4, 5) -> "bytes 0 and 1 of an IDX file must be 00 00 but were 01 02",
    "a zip file" -> "PK\u0003\u0004 a zip file".getBytes ->
      "an IDX file must begin with 00 00 but this is a zip file; unpack it",
    "a gzip file of a table" -> Idx.gzip("label,1x1,1x2,1x3,1x4\n7,0,0,0,0\n".getBytes) ->
      "an IDX file must begin with 00 00 but this is a gzip file of a table as text (CSV)",
    "another element type" -> Idx.bytes(Seq(1, 28, 28), new Array(784), elementType = 10) ->
      "the element type at byte 2 must be 08, 09, 0b, 0c, 0d or 0e but was 0a",
    "labels in the place of images" -> Idx.labels(Seq(1, 2)) ->
      "the number of dimensions at byte 3 must be 3 (count, height, width) for images but was 1",
    "no images" -> Idx.bytes(Seq(0, 28, 28), Array()) -> "dimension 0 at byte 4 must be in 1..2147483647 but was 0",
    "no columns" -> Idx.bytes(Seq(30, 28, 0), Array()) -> "dimension 2 at byte 12 must be in 1..2147483647 but was 0",
    "a dimension beyond 31 bits" -> Idx.bytes(Seq(30, -1, 28), Array()) ->
      "dimension 1 at byte 8 must be in 1..2147483647 but was 4294967295",
    "dimensions whose product overflows" -> Idx.bytes(Seq(30, 65536, 65536), Array()) ->
      "an image must have at most 2147483632 pixels but has 65536 × 65536",
    "a length that overflows" -> Idx.bytes(Seq(Int.MaxValue, 46340, 46340), Array()) ->
      "the length must be 4611496934639753216 bytes (16 + 2147483647 × 46340 × 46340) but is only 16",
    "gzip cut off in the header" -> gzipped.take(5) ->
      "the gzip data is cut off or damaged in the header (null)",
    "gzip cut off in the pixels" -> gzipped.dropRight(500) ->
      "the gzip data is cut off or damaged (Unexpected end of ZLIB input stream) after byte N of the 23536 that it must unpack to, in or after image K",
    "gzip of a shorter file" -> Idx.gzip(right.dropRight(784)) ->
      "the unpacked length must be 23536 bytes (16 + 30 × 28 × 28) but is only 22752",
    "gzip of a longer file" -> Idx.gzip(right ++ right) ->
      "the unpacked length must be 23536 bytes (16 + 30 × 28 × 28) but is 47072"
  )

  for (((name, bytes), message) <- wrongImages)
    test(s"images: $name") {
      withData { directory =>
        Files.write(images(directory), bytes)
        val ended = scoring(directory)
        val expected = s"[file:$directory/some-images-idx3-ubyte] $message\n"
        assert(
          ended.err.replaceAll("after byte \\d+", "after byte N").replaceAll("image \\d+\n", "image K\n") == expected
        )
        assert(ended.status == 2)
        assert(!Files.exists(directory.resolve("out")))
        assertRecorded(directory, ended)
      }
    }

  test("images: gzip with a damaged middle, which only a task can find") {
    withData { directory =>
      val damaged = gzipped.clone()
      for (i <- damaged.length / 2 until damaged.length / 2 + 40) damaged(i) = (damaged(i) ^ 0x55).toByte
      Files.write(images(directory), damaged)
      val ended = scoring(directory)
      assert(ended.status == 2)
      val pattern =
        s"\\[file:$directory/some-images-idx3-ubyte\\] the gzip data is cut off or damaged \\(.+\\) after byte \\d+" +
          " of the 23536 that it must unpack to, in or after image \\d+\n"
      assert(ended.err.matches(pattern), ended.err)
      assert(!Files.exists(directory.resolve("out")))
      assertRecorded(directory, ended)
    }
  }

  test("images: gzip with a wrong checksum") {
    withData { directory =>
      val damaged = gzipped.clone()
      damaged(damaged.length - 8) = (damaged(damaged.length - 8) ^ 1).toByte
      Files.write(images(directory), damaged)
      assertRefused(
        directory,
        "[file:DIR/some-images-idx3-ubyte] the gzip data is cut off or damaged (Corrupt GZIP trailer) after byte 23536" +
          " of the 23536 that it must unpack to"
      )
    }
  }

  test("images: of another size than the network takes") {
    withData { directory =>
      Files.write(images(directory), Idx.images(30, 20, 20))
      assertRefused(
        directory,
        "[DIR/some-images-idx3-ubyte] images must have 784 pixels, as many as DIR/weights.pkl has inputs, but have" +
          " 20 × 20 = 400; --prepare=mnist makes 28 × 28 of pictures of digits of any size"
      )
    }
  }

  test("labels: more or fewer than images") {
    for (count <- Seq(29, 31)) withData { directory =>
      Files.write(directory.resolve("some-labels-idx1-ubyte"), Idx.labels(Seq.fill(count)(1)))
      assertRefused(
        directory,
        "[file:DIR/some-labels-idx1-ubyte] the number of labels must be 30, the number of images in" +
          s" file:DIR/some-images-idx3-ubyte, but was $count"
      )
    }
  }

  test("labels: one that is none of the network's classes") {
    withData { directory =>
      Files.write(directory.resolve("some-labels-idx1-ubyte"), Idx.labels(Seq.fill(29)(9) :+ 10))
      assertRefused(
        directory,
        "[file:DIR/some-labels-idx1-ubyte] the label of image 29, at byte 37, must be in 0..9 but was 10"
      )
    }
  }

  test("labels: cut off, and named by argument") {
    withData { directory =>
      Files.write(directory.resolve("mine"), Idx.labels(Seq.fill(30)(1)).dropRight(3))
      assertRefused(
        directory,
        "[file:DIR/mine] the length must be 38 bytes (8 + 30) but is only 35",
        s"--labels=$directory/mine"
      )
    }
  }

  test("files that are not there are named") {
    withData { directory =>
      assertRefused(directory, "Cannot read DIR/none: no such file or directory", s"--input=$directory/none")
      assertRefused(directory, "Cannot read DIR/*.idx: no such file or directory", s"--input=$directory/*.idx")
      assertRefused(directory, "Cannot read DIR/none: no such file", s"--labels=$directory/none")
      assertRefused(directory, "Cannot read DIR/none: no such file", s"--weights=$directory/none")
      Files.createDirectory(directory.resolve("empty"))
      assertRefused(
        directory,
        "Cannot read file:DIR/empty: no file in it is named like x-images-idx3-ubyte or x-images.idx3-ubyte, raw or .gz, or x_test.npy",
        s"--input=$directory/empty"
      )
    }
  }

  test("of a directory without images is said what its first file is") {
    withData { directory =>
      val downloads = Files.createDirectory(directory.resolve("downloads"))
      Files.writeString(downloads.resolve("_log"), "<html>")
      for (
        (name, content, kind) <- Seq(
          ("x.txt", "Digits of my own.\n", "a text file"),
          ("digits.zip", "PK\u0003\u0004", "a zip file; unpack it"),
          ("7.png", "<!DOCTYPE html><title>Not Found</title>", "a web page; download the file itself")
        )
      ) {
        Files.writeString(downloads.resolve(name), content)
        assertRefused(
          directory,
          "Cannot read file:DIR/downloads: no file in it is named like x-images-idx3-ubyte or x-images.idx3-ubyte," +
            s" raw or .gz, or x_test.npy; $name is $kind",
          s"--input=$downloads"
        )
      }
    }
  }

  private val missing = "No FileSystem for scheme \"gopher\"; add it with './submit.sh --jars FILE.jar -- …'"

  test("URIs that no file system takes are named") {
    withData { directory =>
      for (argument <- Seq("--input", "--labels", "--weights"))
        assertRefused(
          directory,
          "Cannot read gopher://x/y: " + missing,
          s"$argument=gopher://x/y"
        )
      assertRefused(
        directory,
        "Cannot write to gopher://x/y: " + missing,
        "--output=gopher://x/y"
      )
      assertRefused(
        directory,
        "Cannot write to gopher://x/y: " + missing,
        "--report=gopher://x/y"
      )
    }
  }

  test("a file system that Spark does not ship is named with the package that has it") {
    val hadoop = org.apache.hadoop.util.VersionInfo.getVersion
    val missing = "class org.apache.hadoop.fs.s3a.S3AFileSystem is missing; add it with './submit.sh --packages" +
      s" org.apache.hadoop:hadoop-aws:$hadoop -- …'"
    withData { directory =>
      for (argument <- Seq("--input", "--labels", "--weights"))
        assertRefused(directory, s"Cannot read s3a://bucket/x: $missing", s"$argument=s3a://bucket/x")
      for (argument <- Seq("--output", "--report"))
        assertRefused(directory, s"Cannot write to s3a://bucket/x: $missing", s"$argument=s3a://bucket/x")
      val history = scoring(directory, "--history=s3a://bucket/x")
      assert(history.status == 2 && history.err == s"Cannot write to s3a://bucket/x: $missing\n")
      val train = main("train", "--input=sample:100", "--output=s3a://bucket/x/w.npz")
      assert(train == Ended(2, "", s"Cannot write to s3a://bucket/x: $missing\n"))
      val inspect = main("inspect", "--input=s3a://bucket/x")
      assert(inspect == Ended(2, "", s"Cannot read s3a://bucket/x: $missing\n"))
    }
  }

  test("labels of another format are named by it") {
    withData { directory =>
      Files.writeString(directory.resolve("mine.csv"), "id,label,a,b,c\n1,7,0,0,0\n")
      assertRefused(
        directory,
        "[file:DIR/mine.csv] an IDX file must begin with 00 00 but this is a table as text (CSV)",
        s"--labels=$directory/mine.csv"
      )
    }
  }

  test("an output or a report that is a file is refused before work is spent") {
    withData { directory =>
      val file = s"$directory/weights.pkl"
      for (argument <- Seq("--output", "--report"))
        assertRefused(directory, "Cannot write to DIR/weights.pkl: it is a file, not a directory", s"$argument=$file")
    }
  }

  private def arrays(shapes: (String, Seq[Int])*): Array[Byte] =
    Pickles.dict(shapes.map { case (name, shape) => name -> Array32(shape, Seq.fill(shape.product)(0.5f)) })

  private val network = Pickles.network(784, 20, 10)

  private val wrongWeights = Seq(
    "no pickle" -> "hello".getBytes -> "a weights file must have one of the formats NumPy pickle, safetensors, Keras .keras, PyTorch, NumPy npz, Keras .h5, Keras weights, Nielsen's JSON, ONNX but has none of them",
    "an empty file" -> Array[
      Byte
    ]() -> "a weights file must have one of the formats NumPy pickle, safetensors, Keras .keras, PyTorch, NumPy npz, Keras .h5, Keras weights, Nielsen's JSON, ONNX but has none of them",
    "a number" -> new Writer(3).int(5).end() -> "the pickle must hold a dict or a list of arrays but does not",
    "nothing inside" -> Pickles.dict(
      Seq()
    ) -> "the file must hold arrays named W1, b1, W2, b2, … or fc1.weight, fc1.bias, … but holds none",
    "a missing bias" -> Pickles.dict(network.filter(_._1 != "b2")) -> "the file must hold b2 but does not",
    "a missing weight" -> Pickles.dict(network.filter(_._1 != "W1")) -> "the file must hold W1 but does not",
    "a missing layer" -> arrays("W1" -> Seq(784, 3), "b1" -> Seq(3), "W3" -> Seq(3, 10), "b3" -> Seq(10)) ->
      "the file must hold W2 but does not",
    "shapes that do not follow" ->
      arrays("W1" -> Seq(784, 3), "b1" -> Seq(3), "W2" -> Seq(4, 10), "b2" -> Seq(10)) ->
      "W2 [4, 10] must have 3 rows to follow W1 [784, 3] but has 4",
    "a bias of the wrong length" -> arrays("W1" -> Seq(784, 10), "b1" -> Seq(9)) ->
      "bias must have the shape [10] to match W1 [784, 10] but was b1 [9]",
    "two names for one array" -> arrays("W1" -> Seq(784, 10), "w1" -> Seq(784, 10), "b1" -> Seq(10)) ->
      "W1 and w1 must not both denote the same array",
    "NaN" -> Pickles.dict(network.map {
      case ("b2", a) => "b2" -> a.copy(values = Float.NaN +: a.values.tail)
      case other => other
    }) -> "b2 must hold finite numbers but number 0 is NaN",
    "infinity" -> Pickles.dict(network.map {
      case ("W2", a) => "W2" -> a.copy(values = a.values.init :+ Float.NegativeInfinity)
      case other => other
    }) -> "W2 must hold finite numbers but number 199 is -Infinity",
    "a name beyond NumPy" -> new Writer(3).global("os", "system").text("touch /tmp/x").raw(0x85).ascii("R").end() ->
      ("the pickle imports os.system, but only the names of NumPy arrays are allowed; nothing was executed" +
        " (pickle, byte 2)")
  )

  for (((name, bytes), message) <- wrongWeights)
    test(s"weights: $name") {
      withData { directory =>
        Files.write(directory.resolve("weights.pkl"), bytes)
        assertRefused(directory, s"[DIR/weights.pkl] $message")
      }
    }

  test("weights: cut off") {
    withData { directory =>
      val bytes = Pickles.dict(network)
      Files.write(directory.resolve("weights.pkl"), bytes.take(5000))
      val ended = scoring(directory)
      assert(ended.status == 2)
      assert(
        ended.err == s"[$directory/weights.pkl] a length must be at most 4844, the bytes that are left, but is 62720" +
          " (pickle, byte 151)\n"
      )
    }
  }

  test("weights: a directory of something else") {
    withData { directory =>
      Files.createDirectory(directory.resolve("none"))
      assertRefused(
        directory,
        "[DIR/none] a directory of weights must have one of the formats Spark MLlib, NumPy npy set but has none of them",
        s"--weights=$directory/none"
      )
    }
  }

  test("--stacktrace shows where the refusal came from, after the line") {
    withData { directory =>
      val ended = scoring(directory, s"--weights=$directory/none", "--stacktrace")
      assert(ended.status == 2)
      assert(ended.err.linesIterator.next() == s"Cannot read $directory/none: no such file")
      assert(ended.err.contains("at dev.mnistscorer.weights.WeightsImport"))
    }
  }
}
