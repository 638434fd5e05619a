package dev.mnistscorer

import java.io.ByteArrayOutputStream
import java.nio.charset.StandardCharsets.ISO_8859_1
import java.nio.file.{Files, Path}
import java.nio.{ByteBuffer, ByteOrder}
import java.util.zip.{CRC32, GZIPInputStream, ZipEntry, ZipOutputStream}

import scala.util.Using

import org.apache.spark.sql.functions.col

/** Arrays of NumPy and IDX files of all element types. */
class ArrayFilesSuite extends SparkTest {
  import ArrayFilesSuite._

  private def unpacked(name: String, header: Int): Array[Byte] =
    Using.resource(new GZIPInputStream(Files.newInputStream(Mnist.assumePresent().resolve(name))))(
      _.readAllBytes().drop(header)
    )

  private lazy val pixels = unpacked("t10k-images-idx3-ubyte.gz", 16)
  private lazy val labels = unpacked("t10k-labels-idx1-ubyte.gz", 8)

  private def score(directory: Path, input: String, more: String*): (String, Seq[(Long, Int, Float)]) = {
    val output = directory.resolve("predictions")
    val ended = main(
      Seq("score", s"--input=$input", "--weights=book", s"--output=$output", "--run-id=x", "--overwrite") ++ more: _*
    )
    assert(ended.status == 0, ended.err)
    val rows = spark.read.parquet(output.toString).orderBy(col("index")).select("index", "prediction", "confidence")
    (ended.out, rows.collect().map(row => (row.getLong(0), row.getInt(1), row.getFloat(2))).toSeq)
  }

  private lazy val expected = withDirectory(directory => score(directory, "mnist")._2)

  private def assertExact(directory: Path, input: Any, more: String*): Unit = {
    val (out, predicted) = score(directory, input.toString, more: _*)
    assert(out.contains("Accuracy: 0.9352 (9,352 of 10,000)\n"), out)
    assert(predicted == expected)
  }

  test("MNIST in .npy of unsigned bytes, in each shape that networks take, with labels beside it") {
    withDirectory { directory =>
      Files.write(directory.resolve("y_test.npy"), NpyFile.of("<i8", Array(10000), numbers(labels, 8)(_.putLong(_))))
      val shapes = Seq(Array(10000, 28, 28), Array(10000, 784), Array(10000, 1, 28, 28), Array(10000, 28, 28, 1))
      for (shape <- shapes) {
        Files.write(directory.resolve("x_test.npy"), NpyFile.of("|u1", shape, pixels))
        assertExact(directory, directory.resolve("x_test.npy"))
      }
    }
  }

  test("a directory of .npy files is read by their names, and --labels names another file of labels") {
    withDirectory { directory =>
      val data = Files.createDirectory(directory.resolve("data"))
      Files.write(data.resolve("test_images.npy"), NpyFile.of("|u1", Array(10000, 28, 28), pixels))
      Files.write(data.resolve("test_labels.npy"), NpyFile.of("|u1", Array(10000, 1), labels))
      assertExact(directory, data)
      Files.move(data.resolve("test_labels.npy"), directory.resolve("classes"))
      assertExact(directory, data, s"--labels=$directory/classes")
    }
  }

  test("MNIST in .npz as Keras has it, with stored and with compressed members") {
    for (compressed <- Seq(false, true)) withDirectory { directory =>
      val file = directory.resolve("mnist.npz")
      val some = 30
      Files.write(
        file,
        npz(
          compressed,
          "x_train" -> NpyFile.of("|u1", Array(some, 28, 28), pixels.take(some * 784)),
          "y_train" -> NpyFile.of("|u1", Array(some), labels.take(some)),
          "x_test" -> NpyFile.of("|u1", Array(10000, 28, 28), pixels),
          "y_test" -> NpyFile.of("|u1", Array(10000), labels)
        )
      )
      assertExact(directory, file)
      assertExact(directory, file, "--partitions=7")
      val (out, predicted) = score(directory, file.toString, "--member=x_train")
      assert(out.contains("of 30)\n") && predicted == expected.take(some))
    }
  }

  test("MNIST in whole numbers of other types, in IDX and in .npy of either byte order") {
    withDirectory { directory =>
      val images = directory.resolve("t10k-images-idx3-ubyte")
      val shape = Array(10000, 28, 28)
      Files.write(directory.resolve("t10k-labels-idx1-ubyte"), Idx.labels(labels.toSeq.map(_.toInt)))
      Files.write(images, Idx.bytes(shape.toSeq, numbers(pixels, 4, big = true)(_.putInt(_)), elementType = 0x0c))
      assertExact(directory, images)
      Files.write(images, Idx.bytes(shape.toSeq, numbers(pixels, 2, big = true)((b, n) => b.putShort(n.toShort)), 0x0b))
      assertExact(directory, images)
      Files.write(images, NpyFile.of(">u2", shape, numbers(pixels, 2, big = true)((b, n) => b.putShort(n.toShort))))
      assertExact(directory, images)
      Files.write(images, NpyFile.of("<i8", shape, numbers(pixels, 8)(_.putLong(_))))
      assertExact(directory, images, "--partitions=3")
    }
  }

  test("MNIST in numbers with fractions, whose range is said by --pixel-range") {
    withDirectory { directory =>
      val images = directory.resolve("t10k-images-idx3-ubyte")
      val shape = Array(10000, 28, 28)
      Files.write(directory.resolve("t10k-labels-idx1-ubyte"), Idx.labels(labels.toSeq.map(_.toInt)))
      Files.write(images, Idx.bytes(shape.toSeq, numbers(pixels, 4, big = true)((b, n) => b.putFloat(n.toFloat)), 0x0d))
      assertExact(directory, images, "--pixel-range=0..255")
      Files.write(
        images,
        Idx.bytes(shape.toSeq, numbers(pixels, 8, big = true)((b, n) => b.putDouble(n.toDouble)), 0x0e)
      )
      assertExact(directory, images, "--pixel-range=0..255")
      Files.write(images, NpyFile.of("<f4", shape, numbers(pixels, 4)((b, n) => b.putFloat(n / 255f))))
      val (out, _) = score(directory, images.toString, "--pixel-range=0..1")
      val correct = """Accuracy: \S+ \(([\d,]+) of""".r.findFirstMatchIn(out).get.group(1).replace(",", "").toInt
      assert(math.abs(correct - 9352) <= 2)
      val unknown = main("score", s"--input=$images", "--weights=book")
      assert(
        unknown.status == 2 && unknown.err.endsWith(
          "column image holds fractional numbers, whose range must be given: --pixel-range=0..1, 0..255 or another, or none for numbers" +
            " that enter the network as they are\n"
        ),
        unknown.err
      )
    }
  }

  test("QMNIST's labels of eight numbers each, of which the first is the class") {
    withDirectory { directory =>
      val images = directory.resolve("qmnist-test-images-idx3-ubyte")
      Files.write(images, Idx.bytes(Seq(10000, 28, 28), pixels))
      val columns =
        numbers(labels.flatMap(label => Array[Byte](label, 4, 100, 0, 0, 0, 0, 0)), 4, big = true)(_.putInt(_))
      Files.write(directory.resolve("qmnist-test-labels-idx2-int"), Idx.bytes(Seq(10000, 8), columns, 0x0c))
      assertExact(directory, images)
    }
  }

  test("MNIST in .npy of u4, u8 and f2, of either byte order") {
    withDirectory { directory =>
      val images = directory.resolve("t10k-images-idx3-ubyte")
      val shape = Array(10000, 28, 28)
      Files.write(directory.resolve("t10k-labels-idx1-ubyte"), Idx.labels(labels.toSeq.map(_.toInt)))
      for (big <- Seq(false, true)) {
        val order = if (big) ">" else "<"
        Files.write(images, NpyFile.of(s"${order}u4", shape, numbers(pixels, 4, big)(_.putInt(_))))
        assertExact(directory, images)
        Files.write(images, NpyFile.of(s"${order}u8", shape, numbers(pixels, 8, big)(_.putLong(_))))
        assertExact(directory, images)
        Files.write(images, NpyFile.of(s"${order}f2", shape, numbers(pixels, 2, big)((b, n) => b.putShort(half(n)))))
        assertExact(directory, images, "--pixel-range=0..255")
      }
    }
  }

  test("whole numbers come into the table as they are, and pixels are scaled in float64 and rounded once") {
    withDirectory { directory =>
      val file = directory.resolve("x.npy")
      def image = spark.read.format("idx").load(file.toString).select("image").head()
      def write(descr: String, size: Int, numbers: Long*): Unit = {
        val data = ByteBuffer.allocate(size * numbers.length).order(ByteOrder.LITTLE_ENDIAN)
        numbers.foreach(number => if (size == 4) data.putInt(number.toInt) else data.putLong(number))
        Files.write(file, NpyFile.of(descr, Array(1, 2, 2), data.array()))
        ()
      }
      val large = Seq(0L, (1L << 24) + 1, (1L << 31) + 1, (1L << 32) - 1)
      write("<u4", 4, large: _*)
      assert(image.getSeq[Long](0) == large)
      val larger = Seq(0L, (1L << 53) + 1, Long.MaxValue - 1, Long.MaxValue)
      for (descr <- Seq("<i8", "<u8")) {
        write(descr, 8, larger: _*)
        assert(image.getSeq[Long](0) == larger)
      }
      val steps = Seq(0L, 16843009L, 2 * 16843009L, (1L << 32) - 1)
      write("<u4", 4, steps: _*)
      val network = Pickles.write(directory.resolve("w"), 4, 3, 2)
      def shown(range: String): Seq[String] = {
        val ended = main("inspect", s"--input=$file", s"--pixel-range=$range", "--index=0", "--pixels")
        assert(ended.status == 0, ended.err)
        ended.out.linesIterator.toSeq.takeRight(2).map(_.trim)
      }
      assert(shown("0..4294967295") == Seq("0   1", "2 255"))
      write("<u8", 8, 0, 1, 2, -1)
      val ended = main(Seq("score", s"--input=$file", s"--weights=$network") ++ Pickles.stated: _*)
      assert(ended.status == 2)
      assert(ended.err == s"[file:$file] pixel 3 must be below 2^63 but was 18446744073709551615 (image 0)\n")
    }
  }

  test(
    "two members of one .npz file are other images for --incremental, and the default is the one that it stands for"
  ) {
    withDirectory { directory =>
      val file = Files.write(
        directory.resolve("a.npz"),
        npz(
          compressed = false,
          "x_test" -> NpyFile.of("|u1", Array(3, 28, 28), Idx.images(3).drop(16)),
          "x_train" -> NpyFile.of("|u1", Array(5, 28, 28), Idx.images(5).drop(16))
        )
      )
      def scored(run: String, more: String*): String = {
        val usual = Seq("score", s"--input=$file", s"--output=$directory/out", "--incremental", s"--run-id=$run")
        val ended = main(usual ++ more: _*)
        assert(ended.status == 0, ended.err)
        ended.out.linesIterator.filter(_.matches("(Rows|Nothing).*")).mkString
      }
      assert(scored("1") == "Rows: 3 read, 3 scored")
      assert(scored("2", "--member=x_train") == "Rows: 5 read, 5 scored")
      for (more <- Seq(Seq(), Seq("--member=x_test"), Seq("--member=x_train")))
        assert(scored("3", more: _*) == s"Nothing new: all of $file was scored by runs in $directory/out")
    }
  }

  private def qmnist(directory: Path, name: String, count: Int): Unit = {
    Files.write(directory.resolve(s"$name-images-idx3-ubyte"), Idx.images(count))
    val data = ByteBuffer.allocate(count * 32)
    for (i <- 0 until count; value <- Seq(i % 10, 4, 2100 + i, i % 150, 30 + i % 10, 100000 + i, 0, 0))
      data.putInt(value)
    Files.write(directory.resolve(s"$name-labels-idx2-int"), Idx.bytes(Seq(count, 8), data.array(), 0x0c))
    ()
  }

  test("the other columns of QMNIST's labels are columns of the data source, null for labels without them") {
    withDirectory { directory =>
      qmnist(directory, "q", 20)
      Idx.write(directory, 3, "a")
      val images = spark.read.format("idx").load(directory.toString)
      val more = Seq("series", "writer", "writer_index", "nist_class", "nist_index")
      assert(images.columns.toSeq == Seq("origin", "index", "label", "image") ++ more)
      val rows =
        images.where("index = 2").select("writer", "nist_index", "label", "series", "nist_class", "writer_index")
      assert(
        rows.collect().map(_.mkString(" ")).toSet == Set("2102 100002 2 4 32 2", "null null 2 null null null")
      )
      assert(images.where("writer > 2110").count() == 9)
      assert(images.select("writer").agg("writer" -> "max").head().getInt(0) == 2119)
    }
  }

  test("--keep chooses among the columns of QMNIST's labels, and refuses names that there are not") {
    withDirectory { directory =>
      qmnist(directory, "q", 20)
      Idx.write(Files.createDirectory(directory.resolve("plain")), 3)
      def ended(input: String, keep: String) = main(
        "score",
        s"--input=$input",
        s"--output=$directory/out",
        "--run-id=x",
        "--overwrite",
        s"--keep=$keep"
      )
      def columns(keep: String) = {
        val run = ended(s"$directory/q-images-idx3-ubyte", keep)
        assert(run.status == 0, run.err)
        spark.read.parquet(s"$directory/out/run_id=x").columns.toSeq
      }
      val own = Seq("origin", "index", "label", "prediction", "confidence")
      assert(columns("all") == Seq("series", "writer", "writer_index", "nist_class", "nist_index") ++ own)
      assert(columns("none") == own)
      assert(columns("writer,Series") == Seq("writer", "series") ++ own)
      val writers = spark.read.parquet(s"$directory/out/run_id=x").orderBy("index").select("writer").collect()
      assert(writers.map(_.getInt(0)).toSeq == (2100 until 2120))
      def refused(input: String, columns: String) = {
        val run = ended(input, "colour")
        assert(run.status == 2)
        assert(run.err == s"[$input] --keep must name columns of the table but named colour; it has $columns\n")
      }
      refused(s"$directory/q-images-idx3-ubyte", "series, writer, writer_index, nist_class, nist_index")
      refused(s"$directory/plain", "none to keep")
      refused("sample:10", "none to keep")
      Files.write(directory.resolve("p.png"), Forms.png(new Array(784)))
      refused(s"$directory/p.png", "none to keep")
    }
  }

  test("the images of an array of numbers are shown and are those of the data source's table") {
    withDirectory { directory =>
      val file = Files.write(
        directory.resolve("x.npy"),
        NpyFile.of("<i2", Array(2, 2, 2), numbers(Array(1, 2, 3, 4, 5, 6, 7, 8), 2)((b, n) => b.putShort(n.toShort)))
      )
      val table = spark.read.format("idx").load(file.toString)
      assert(table.schema("image").dataType.simpleString == "array<int>")
      assert(table.select("image").collect().map(_.getSeq[Int](0)).toSeq == Seq(Seq(1, 2, 3, 4), Seq(5, 6, 7, 8)))
      val shown = main("inspect", s"--input=$file")
      assert(shown.status == 0 && shown.out.contains("2 × 2"), shown.err + shown.out)
    }
  }

  private val image = new Array[Byte](784)
  private val one = NpyFile.of("|u1", Array(1, 28, 28), image)
  private def npy(header: String, data: Array[Byte] = image): Array[Byte] = {
    val bytes = header.getBytes(ISO_8859_1)
    Array[Byte](
      0x93.toByte,
      'N',
      'U',
      'M',
      'P',
      'Y',
      1,
      0,
      bytes.length.toByte,
      (bytes.length >> 8).toByte
    ) ++ bytes ++ data
  }
  private def dict(descr: String, shape: String, fortran: String = "False") =
    s"{'descr': $descr, 'fortran_order': $fortran, 'shape': $shape, }\n"
  private val types = "u1, i1, i2, u2, i4, u4, i8, u8, f2, f4, f8"

  private val refused = Seq[(String, Array[Byte], String)](
    ("cut off in the header", one.take(8), "the array must have a header of at least 12 bytes but ends after 8"),
    ("cut off in the pixels", one.dropRight(4), "the length must be 861 bytes (77 + 1 × 28 × 28) but is only 857"),
    (
      "of a shape that it does not hold",
      npy(dict("'|u1'", "(3, 28, 28)")),
      "the length must be 2427 bytes (75 + 3 × 28 × 28) but is only 859"
    ),
    (
      "of a length that overflows",
      npy(dict("'<f8'", "(2147483647, 16384, 16383)")),
      "the length must be 4611404541303324762 bytes (90 + 2147483647 × 16384 × 16383 × 8) but is only 874"
    ),
    (
      "of images that no array of Java holds",
      npy(dict("'<f8'", "(1, 65536, 65536)")),
      "an image must have at most 268435454 pixels but has 65536 × 65536"
    ),
    (
      "of a dimension beyond 31 bits",
      npy(dict("'|u1'", "(4294967296, 28, 28)")),
      "dimension 0 must be in 1..2147483647 but was 4294967296"
    ),
    (
      "of a dimension of many digits",
      npy(dict("'|u1'", s"(${"9" * 30}, 28, 28)")),
      s"the array must have dimensions in 0..2147483647 but has ${"9" * 30}"
    ),
    ("of no images", npy(dict("'|u1'", "(0, 28, 28)"), Array()), "dimension 0 must be in 1..2147483647 but was 0"),
    (
      "of colour images",
      npy(dict("'|u1'", "(1, 28, 28, 3)")),
      "the shape must be (count, height, width), (count, pixels), (count, 1, height, width) or (count, height, width, 1)" +
        " for images but was (1, 28, 28, 3)"
    ),
    (
      "in Fortran order",
      npy(dict("'|u1'", "(1, 28, 28)", "True")),
      "the array must be in C order but is in Fortran order; save numpy.ascontiguousarray of it"
    ),
    (
      "of objects",
      npy(dict("'|O'", "(1, 28, 28)")),
      s"the element type must be one of $types but was |O, an array of objects, which is a pickle; save an array of numbers"
    ),
    (
      "of truth values",
      npy(dict("'|b1'", "(1, 28, 28)")),
      s"the element type must be one of $types but was |b1, truth values; save 255 for true as u1"
    ),
    ("of texts", npy(dict("'<U5'", "(1, 28, 28)")), s"the element type must be one of $types but was <U5"),
    (
      "of structures",
      npy(dict("[('a', '<i4')]", "(1, 28, 28)")),
      "the array must have elements of a plain type but is a structured array: " +
        "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1, 28, 28), }"
    ),
    (
      "with a header beyond all measure",
      Array[Byte](0x93.toByte, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1) ++ image,
      "the array must have a header of at most 65536 bytes but has 4294967295"
    )
  )

  private def refusal(file: Path, more: String*): String = {
    val ended = main(Seq("score", s"--input=$file", "--weights=book") ++ more: _*)
    assert(ended.status == 2, ended.out)
    ended.err
  }

  for ((name, bytes, message) <- refused)
    test(s"an array is refused: one $name") {
      withDirectory { directory =>
        val file = Files.write(directory.resolve("x_test.npy"), bytes)
        assert(refusal(file) == s"[file:$file] $message\n")
      }
    }

  test("labels of another number, of a range beyond the classes, or of one column for each class, are refused") {
    withDirectory { directory =>
      val file = Files.write(directory.resolve("x_test.npy"), one)
      val labels = directory.resolve("y_test.npy")
      Files.write(labels, NpyFile.of("|u1", Array(2), Array[Byte](1, 2)))
      assert(
        refusal(file) ==
          s"[file:$labels] the number of labels must be 1, the number of images in file:$file, but was 2\n"
      )
      Files.write(labels, NpyFile.of("|u1", Array(1, 10), new Array(10)))
      assert(refusal(file) == s"[file:$labels] the shape must be (count) or (count, 1) for labels but was (1, 10)\n")
      Files.write(labels, NpyFile.of("<f4", Array(1), numbers(Array(1), 4)((b, n) => b.putFloat(n + 0.5f))))
      assert(refusal(file) == s"[file:$labels] the label of image 0, at byte 69, must be in 0..9 but was 1.5\n")
      Files.write(labels, NpyFile.of("|i1", Array(1), Array[Byte](-1)))
      assert(refusal(file) == s"[file:$labels] the label of image 0, at byte 69, must be in 0..9 but was -1\n")
    }
  }

  test("a member that is missing, or must be chosen, is refused with the names that there are") {
    withDirectory { directory =>
      val file = Files.write(directory.resolve("a.npz"), npz(compressed = false, "first" -> one, "second" -> one))
      assert(refusal(file) == s"[file:$file] the member with the images must be named by --member: first, second\n")
      assert(
        refusal(file, "--member=frist") == s"[file:$file] member frist must be in the file but is not; did you mean" +
          " first?; it holds first, second\n"
      )
      val plain = Files.write(directory.resolve("x_test.npy"), one)
      assert(
        refusal(plain, "--member=a") == s"[file:$plain] --member must go with a .npz file but this is none: a\n"
      )
    }
  }

  test("an archive that is cut off or damaged is refused") {
    withDirectory { directory =>
      val file = directory.resolve("a.npz")
      val name = s"[file:$file, member x_test]"
      val good = npz(compressed = true, "x_test" -> NpyFile.of("|u1", Array(30, 28, 28), Idx.images(30).drop(16)))
      Files.write(file, good.dropRight(30))
      assert(
        refusal(file) ==
          s"[file:$file] the zip file cannot be read: it is cut off: the directory at its end is missing\n"
      )
      val damaged = good.clone()
      for (i <- damaged.length / 2 until damaged.length / 2 + 20) damaged(i) = (damaged(i) ^ 0x55).toByte
      Files.write(file, damaged)
      assert(refusal(file).startsWith(s"$name the compressed data is cut off or damaged ("))
      Files.write(file, npz(compressed = true, "x_test" -> npy(dict("'|u1'", "(2, 28, 28)"))))
      assert(refusal(file) == s"$name the unpacked length must be 1643 bytes (75 + 2 × 28 × 28) but is only 859\n")
      Files.write(file, npz(compressed = false, "x_test" -> one.dropRight(1)))
      assert(refusal(file) == s"$name the length must be 861 bytes (77 + 1 × 28 × 28) but is only 860\n")
      val elsewhere = npz(compressed = false, "x_test" -> one)
      val entry = elsewhere.length - 22 - 46 - "x_test.npy".length
      ByteBuffer.wrap(elsewhere).order(ByteOrder.LITTLE_ENDIAN).putInt(entry + 42, 0x7fffffff)
      Files.write(file, elsewhere)
      assert(
        refusal(file) ==
          s"[file:$file] the zip file cannot be read: the place or the length of member x_test is wrong\n"
      )
    }
  }
}

object ArrayFilesSuite {

  /** Bytes as numbers of another type. */
  def numbers(bytes: Array[Byte], size: Int, big: Boolean = false)(put: (ByteBuffer, Int) => Unit): Array[Byte] = {
    val buffer = ByteBuffer
      .allocate(bytes.length * size)
      .order(if (big) ByteOrder.BIG_ENDIAN else ByteOrder.LITTLE_ENDIAN)
    bytes.foreach(byte => put(buffer, byte & 0xff))
    buffer.array()
  }

  /** A whole number of 0 to 255 as IEEE 754 binary16. */
  def half(number: Int): Short = {
    val exponent = 31 - Integer.numberOfLeadingZeros(math.max(1, number))
    if (number == 0) 0 else ((exponent + 15 << 10) | (number << 10 - exponent & 0x3ff)).toShort
  }

  /** A zip file of arrays, as numpy.savez and numpy.savez_compressed write it. */
  def npz(compressed: Boolean, arrays: (String, Array[Byte])*): Array[Byte] = {
    val out = new ByteArrayOutputStream
    Using.resource(new ZipOutputStream(out)) { zip =>
      for ((name, bytes) <- arrays) {
        val entry = new ZipEntry(s"$name.npy")
        if (!compressed) {
          val checksum = new CRC32
          checksum.update(bytes)
          entry.setMethod(ZipEntry.STORED)
          entry.setSize(bytes.length)
          entry.setCrc(checksum.getValue)
        }
        zip.putNextEntry(entry)
        zip.write(bytes)
        zip.closeEntry()
      }
    }
    out.toByteArray
  }
}
