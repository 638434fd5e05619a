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
          "column image holds fractional numbers, whose range must be given: --pixel-range=0..1, 0..255 or another\n"
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
  private val types = "u1, i1, i2, u2, i4, i8, f4, f8"

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
