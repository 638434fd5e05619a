package dev.mnistscorer

import java.nio.file.{Files, Path}
import java.nio.{ByteBuffer, ByteOrder}

import com.fasterxml.jackson.databind.json.JsonMapper

class VerifySuite extends SparkTest {

  /** The probabilities of the built-in network on 40 digits, by image and class. */
  private lazy val computed: Seq[Seq[Float]] = withDirectory { directory =>
    val ended = main("--input=sample:40", s"--output=$directory", "--probabilities", "--run-id=x")
    assert(ended.status == 0, ended.err)
    val rows = spark.read.parquet(s"$directory/run_id=x").orderBy("index").select("probability").collect().toSeq
    rows.map(_.getSeq[Float](0).toSeq)
  }

  private def verify(file: Path, more: String*): Ended =
    main(Seq("verify", "--weights=builtin", "--input=sample:40", s"--expected=$file") ++ more: _*)

  private def npy(file: Path, rows: Seq[Seq[Double]], kind: String = "<f8"): Path = {
    val order = if (kind.startsWith(">")) ByteOrder.BIG_ENDIAN else ByteOrder.LITTLE_ENDIAN
    val wide = kind.endsWith("8")
    val data = ByteBuffer.allocate(rows.flatten.length * (if (wide) 8 else 4)).order(order)
    rows.flatten.foreach(value => if (wide) data.putDouble(value) else data.putFloat(value.toFloat))
    val classes = rows.headOption.map(_.length).getOrElse(10)
    Files.write(file, NpyFile.of(kind, Array(rows.length, classes), data.array))
  }

  private def text(file: Path, rows: Seq[Seq[Double]], separator: String = ","): Path =
    Files.writeString(file, rows.map(_.mkString(separator)).mkString("", "\n", "\n"))

  private def changed(row: Int, label: Int, by: Double): Seq[Seq[Double]] =
    exact.updated(row, exact(row).updated(label, exact(row)(label) + by))

  private lazy val exact: Seq[Seq[Double]] = computed.map(_.map(_.toDouble))

  test("probabilities of this network differ by nothing, and the digest is that of inspect") {
    withDirectory { directory =>
      val ended = verify(npy(directory.resolve("p.npy"), exact, "<f4"))
      val digest = main("inspect", "--weights=builtin", "--input=sample:40", "--digest").out.linesIterator.toSeq.last
      assert(
        ended == Ended(
          0,
          s"""Verifying builtin on sample:40: 784-128-10 (sigmoid, softmax)
             |Expected: $directory/p.npy, 40 × 10
             |
             |Largest difference      0
             |Mean difference         0
             |Rows that differ        0 of 40, by more than 1.00e-05
             |Predictions that differ 0
             |
             |$digest
             |""".stripMargin,
          ""
        )
      )
    }
  }

  test("float32 and float64 in either byte order, and text with any separator and with a header, are read") {
    withDirectory { directory =>
      val files = Seq("<f4", ">f4", "<f8", ">f8").zipWithIndex.map { case (kind, i) =>
        npy(directory.resolve(s"$i.npy"), exact, kind)
      } ++ Seq(",", ";", "\t", " ", ", ").zipWithIndex.map { case (separator, i) =>
        text(directory.resolve(s"$i.csv"), exact, separator)
      }
      val names = (0 to 9).mkString(",") + "\n" + exact.map(_.mkString(",")).mkString("\n")
      val named = (0 to 9).map(k => s"p$k").mkString(",") + "\r\n" + exact.map(_.mkString(",")).mkString("\r\n")
      val headed = Seq(names, named).zipWithIndex.map { case (content, i) =>
        Files.writeString(directory.resolve(s"h$i.csv"), content)
      }
      for (file <- files ++ headed) assert(verify(file, "--tolerance=0").status == 0, file)
    }
  }

  test("differences above the tolerance end with status 4, and the first rows are listed") {
    withDirectory { directory =>
      val file = npy(directory.resolve("p.npy"), changed(7, 3, 2e-4))
      val ended = verify(file)
      assert(ended.status == 4)
      assert(
        ended.err == "Quality gate failed: the largest difference must be at most 1.00e-05 but was 2.00e-04, in 1 of 40" +
          " rows\n"
      )
      assert(ended.out.contains("\nLargest difference      2.00e-04\nMean difference         5.00e-07\n"))
      assert(
        ended.out.contains("\nRows that differ        1 of 40, by more than 1.00e-05\nPredictions that differ 0\n")
      )
      val expected = f"${exact(7)(3) + 2e-4}%.9f, computed ${exact(7)(3)}%.9f"
      assert(ended.out.contains(s"\n  sample, image 7, class 3: expected $expected\n"))
      assert(verify(file, "--tolerance=0.001").status == 0)
      val all = verify(text(directory.resolve("p.csv"), exact.map(_.reverse)))
      assert(all.status == 4 && all.out.linesIterator.count(_.startsWith("  sample, image ")) == 5)
      assert(verify(npy(directory.resolve("nan.npy"), changed(0, 0, Double.NaN)), "--tolerance=1e300").status == 4)
    }
  }

  test("--json prints one document") {
    withDirectory { directory =>
      val ended = verify(npy(directory.resolve("p.npy"), changed(7, 3, 1e-4)), "--json")
      val root = new JsonMapper().readTree(ended.out)
      assert(ended.status == 4 && root.get("rows").asInt == 40 && root.get("classes").asInt == 10)
      assert(!root.get("passed").asBoolean && root.get("differingRows").asInt == 1)
      assert(math.abs(root.get("largestDifference").asDouble - 1e-4) < 1e-12)
      val first = root.get("firstDifferences")
      assert(first.size == 1 && first.get(0).get("index").asInt == 7 && first.get(0).get("class").asInt == 3)
      assert(root.get("sha256").asText.length == 64)
    }
  }

  test("a file of another shape or kind is refused in one line") {
    withDirectory { directory =>
      def refused(file: Path, message: String): Unit = {
        val ended = verify(file)
        assert(ended == Ended(2, "", s"[$file] $message\n"))
        ()
      }
      def file(name: String) = directory.resolve(name)
      val shape = "probabilities must have the shape [40, 10], images and classes, but have"
      refused(npy(file("few.npy"), exact.take(39)), s"$shape [39, 10]")
      refused(npy(file("nine.npy"), exact.map(_.take(9))), s"$shape [40, 9]")
      refused(
        Files.write(file("cut.npy"), Files.readAllBytes(npy(file("all.npy"), exact)).dropRight(100)),
        "2 more rows must follow but the file ends"
      )
      refused(
        Files.write(file("int.npy"), NpyFile.of("<i8", Array(40, 10), new Array[Byte](3200))),
        "probabilities must be float32 or float64 but are of type <i8"
      )
      val number = "there must be 40 rows, one for each image of sample:40, but there are"
      refused(text(file("few.csv"), exact.take(39)), s"$number 39")
      refused(text(file("more.csv"), exact ++ exact.take(1)), s"$number more")
      refused(
        text(file("nine.csv"), exact.updated(4, exact(4).take(9))),
        "line 5 must have 10 numbers, one for each class, but has 9"
      )
      refused(
        Files.writeString(file("word.csv"), Files.readString(text(file("x.csv"), exact)) + ("a," * 9) + "b\n"),
        s"line 41 must hold numbers but holds 'a'"
      )
      assert(
        verify(file("none.npy")) == Ended(2, "", s"Cannot read $directory/none.npy: no such file\n") ||
          verify(file("none.npy")).err.startsWith(s"Cannot read $directory/none.npy: ")
      )
      assert(
        main("verify", "--input=sample:40").err == "Missing argument --expected (see './submit.sh verify --help')\n"
      )
      assert(
        verify(file("all.npy"), "--tolerance=-1").err ==
          "--tolerance must be a number from 0 on but was -1.0 (see './submit.sh verify --help')\n"
      )
    }
  }
}
