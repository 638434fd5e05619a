package dev.mnistscorer

import java.nio.file.{Files, Path}

import org.apache.spark.sql.DataFrame

/** Tables of 4-pixel images, right and wrong. */
class TableInputSuite extends SparkTest {
  private def network(directory: Path): Path = Pickles.write(directory.resolve("w.pkl"), 4, 3, 2)

  private def score(directory: Path, input: String, more: String*): Ended = {
    network(directory)
    main(Seq("score", s"--input=$directory/$input", s"--weights=$directory/w.pkl") ++ Pickles.stated ++ more: _*)
  }

  private def write(directory: Path, name: String, lines: String*): Unit = {
    Files.write(directory.resolve(name), lines.mkString("", "\n", "\n").getBytes)
    ()
  }

  private def parquet(directory: Path, name: String)(table: DataFrame): Unit =
    table.coalesce(1).write.parquet(s"$directory/$name")

  private def refused(ended: Ended, message: String): Unit = {
    assert(ended.err == message + "\n")
    assert(ended.status == 2)
    ()
  }

  private val bytes = Array[Byte](1, 2, 3, 4)

  test("other columns go to the predictions before the rest: all, none or those that are named") {
    withDirectory { directory =>
      val session = spark
      import session.implicits._
      parquet(directory, "t")(Seq(("a", 1, bytes, 7L), ("b", 0, bytes, 8L)).toDF("key", "digit", "image", "more"))
      def columns(keep: String) = {
        val ended = score(directory, "t", s"--keep=$keep", s"--output=$directory/$keep")
        assert(ended.status == 0, ended.err)
        spark.read.parquet(s"$directory/$keep").columns.toSeq.filterNot(_ == "run_id")
      }
      val own = Seq("origin", "index", "label", "prediction", "confidence")
      assert(columns("all") == Seq("key", "more") ++ own)
      assert(columns("none") == own)
      assert(columns("more,KEY") == Seq("more", "key") ++ own)
      refused(
        score(directory, "t", "--keep=key,colour"),
        s"[$directory/t] --keep must name columns of the table but named colour; it has key, more"
      )
    }
  }

  test("a column that the output has itself cannot be kept") {
    withDirectory { directory =>
      val session = spark
      import session.implicits._
      parquet(directory, "t")(Seq((1, bytes, 0.5)).toDF("key", "image", "confidence"))
      refused(
        score(directory, "t"),
        s"[$directory/t] column confidence cannot be kept, as the output has one of that name; --keep=key leaves it out"
      )
    }
  }

  test("columns that are missing, of another type or not the only ones that could be meant are named") {
    withDirectory { directory =>
      val session = spark
      import session.implicits._
      parquet(directory, "two")(Seq((1, bytes, bytes)).toDF("label", "left", "right"))
      refused(
        score(directory, "two"),
        s"[$directory/two] images can be in each of the columns left, right; --image-column=NAME says in which"
      )
      assert(score(directory, "two", "--image-column=left", "--keep=none").status == 0)
      refused(
        score(directory, "two", "--image-column=middle"),
        s"[$directory/two] --image-column must be a column of the table but was middle; its columns are label, left, right"
      )
      refused(
        score(directory, "two", "--image-column=label"),
        s"[$directory/two] column label must be binary, an array of numbers or of rows of them, a vector or a struct with binary field bytes" +
          " to hold images but is int"
      )
      refused(
        score(directory, "two", "--image-column=left", "--label-column=right"),
        s"[$directory/two] column right must hold numbers to be labels but is binary"
      )
      parquet(directory, "none")(Seq((1, "x")).toDF("label", "name"))
      refused(
        score(directory, "none"),
        s"[$directory/none] a table of images must have a column of them (binary, an array of numbers or of rows of them, a vector, a struct" +
          " with binary field bytes) or a column for each pixel but has label int, name string"
      )
      parquet(directory, "labels")(Seq((1, 2, bytes)).toDF("label", "class", "image"))
      refused(
        score(directory, "labels"),
        s"[$directory/labels] labels can be in each of the columns label, class; --label-column=NAME says in which"
      )
    }
  }

  test("a range that numbers with fractions do not tell must be given") {
    withDirectory { directory =>
      val session = spark
      import session.implicits._
      parquet(directory, "t")(Seq((1, Array(0.0, 0.5, 1.0, 0.25))).toDF("label", "image"))
      refused(
        score(directory, "t"),
        s"[$directory/t] column image holds fractional numbers, whose range must be given: --pixel-range=0..1, 0..255" +
          " or another, or none for numbers that enter the network as they are"
      )
      assert(score(directory, "t", "--pixel-range=0..1").status == 0)
      assert(score(directory, "t", "--pixel-range=1..0").status == 1)
    }
  }

  test("numbers that are no pixels, nulls and wrong lengths are invalid rows, each with its reason") {
    withDirectory { directory =>
      val session = spark
      import session.implicits._
      val rows = Seq[(Int, Array[java.lang.Double])](
        (0, Array(0.0, 1.0, 0.5, 0.25)),
        (1, Array(0.0, Double.NaN, 0.5, 0.25)),
        (2, Array(0.0, 2.0, 0.5, 0.25)),
        (3, Array(0.0, null, 0.5, 0.25)),
        (4, Array(0.0, 1.0, 0.5)),
        (5, null)
      )
      parquet(directory, "t")(rows.toDF("key", "image"))
      val ended = score(
        directory,
        "t",
        "--pixel-range=0..1",
        "--on-bad-row=quarantine",
        s"--output=$directory/out",
        "--run-id=x"
      )
      assert(ended.status == 0, ended.err)
      assert(ended.out.contains("\nRows: 6 read, 1 scored, 5 quarantined\n"))
      val reasons = spark.read
        .parquet(s"$directory/out/_quarantine/run_id=x")
        .orderBy("key")
        .select("reason")
        .collect()
        .map(_.getString(0))
        .toSeq
      assert(
        reasons == Seq(
          "pixel 1 must be in 0..1 but was NaN",
          "pixel 1 must be in 0..1 but was 2",
          "pixel 1 must be in 0..1 but is null",
          "image must hold 4 numbers, the network's inputs, but holds 3",
          "image must hold 4 numbers but is null"
        )
      )
    }
  }

  test("labels may be texts of numbers; others are invalid rows") {
    withDirectory { directory =>
      val session = spark
      import session.implicits._
      parquet(directory, "t")(Seq(("1", bytes), ("0", bytes), (null, bytes)).toDF("label", "image"))
      assert(score(directory, "t").out.contains("Rows: 3 read, 3 scored\n"))
      parquet(directory, "words")(Seq(("one", bytes)).toDF("label", "image"))
      val ended = score(directory, "words")
      assert(ended.status == 2)
      assert(ended.err.endsWith("] label must be in 0..1 but was one (image 0)\n"), ended.err)
      parquet(directory, "letters")(Seq((1, bytes), (2, bytes)).toDF("label", "image"))
      assert(score(directory, "letters", "--label-offset=1").out.contains("Rows: 2 read, 2 scored\n"))
    }
  }

  test("malformed lines of CSV are invalid rows, whose reasons say what is wrong, and whose text is quarantined") {
    withDirectory { directory =>
      val wrong = Seq("0,1,2,3,4,5", "1,1,2", "1,1,x,3,4", "0,\"1,5\",2,3,4", "1,3000000000,2,3,4")
      write(directory, "t.csv", "label,1x1,1x2,2x1,2x2" +: (Seq.fill(300)("1,1,2,3,4") ++ wrong): _*)
      val more = Seq("--on-bad-row=quarantine", s"--output=$directory/out", "--run-id=x")
      val ended = score(directory, "t.csv", more: _*)
      assert(ended.out.contains("Rows: 305 read, 300 scored, 5 quarantined\n"), ended.out + ended.err)
      val invalid = spark.read.parquet(s"$directory/out/_quarantine/run_id=x").select("_corrupt_record", "reason")
      assert(
        invalid.collect().map(row => (row.getString(0), row.getString(1))).toSet == Set(
          (wrong(0), s"the line is malformed: it must hold 5 values but holds 6: ${wrong(0)}"),
          (wrong(1), s"the line is malformed: it must hold 5 values but holds 3: ${wrong(1)}"),
          (wrong(2), s"the line is malformed: value 3 must be a number but is x: ${wrong(2)}"),
          (wrong(3), s"the line is malformed: value 2 must be a number but is \"1,5\": ${wrong(3)}"),
          (
            wrong(4),
            s"the line is malformed: a value is not of the type that it has in the first lines: ${wrong(4)}"
          )
        )
      )
      assert(!spark.read.parquet(s"$directory/out/run_id=x").columns.contains("_corrupt_record"))
    }
  }

  test(
    "malformed lines of LIBSVM are invalid rows, whose reasons say what is wrong; empty lines and comments are none"
  ) {
    withDirectory { directory =>
      val right = Seq("1 1:1 4:4", "", "# made by hand", "  0 2:7\t3:8 ", "1")
      val wrong = Seq(
        "1 2:abc" -> "item 1 must be INDEX:VALUE but is 2:abc",
        "0 1:1 4" -> "item 2 must be INDEX:VALUE but is 4",
        "0 :4" -> "item 1 must be INDEX:VALUE but is :4",
        "x 1:2" -> "the label must be a number but is x",
        "0 0:3" -> "indices must be at least 1 and ascend but 0 comes after 0",
        "1 3:1 2:2" -> "indices must be at least 1 and ascend but 2 comes after 3",
        "1 2:1 2:2" -> "indices must be at least 1 and ascend but 2 comes after 2",
        "0 5:1" -> "indices must be at most 4 but one is 5"
      )
      write(directory, "t.libsvm", right ++ wrong.map(_._1): _*)
      val usual = Seq("--pixel-range=0..255", s"--output=$directory/out", "--run-id=x")
      val ended = score(directory, "t.libsvm", usual :+ "--on-bad-row=quarantine": _*)
      assert(ended.out.contains("Rows: 11 read, 3 scored, 8 quarantined\n"), ended.out + ended.err)
      val invalid = spark.read.parquet(s"$directory/out/_quarantine/run_id=x").select("_corrupt_record", "reason")
      assert(
        invalid.collect().map(row => (row.getString(0), row.getString(1))).toSet == wrong.map { case (line, reason) =>
          (line, s"the line is malformed: $reason: $line")
        }.toSet
      )
      refused(
        score(directory, "t.libsvm", "--pixel-range=0..255"),
        s"[file:$directory/t.libsvm] the line is malformed: ${wrong.head._2}: ${wrong.head._1}"
      )
      write(directory, "all.libsvm", wrong.map(_._1): _*)
      refused(
        score(directory, "all.libsvm", "--pixel-range=0..255"),
        s"[$directory/all.libsvm] the line is malformed: ${wrong.head._2}: ${wrong.head._1}"
      )
    }
  }

  test("the images of LIBSVM are as wide as the network, or as the largest index where none is asked for") {
    withDirectory { directory =>
      write(directory, "t.libsvm", "1 1:10 3:20", "0 2:30 5:x", "1 4:40 9:50")
      val ended = main("inspect", s"--input=$directory/t.libsvm", "--pixel-range=0..255", "--index=0", "--pixels")
      assert(ended.out.contains("\n  10   0  20\n   0   0   0\n   0   0   0\n"), ended.out + ended.err)
    }
  }

  test("a malformed line ends a run, and a look at its row, with its beginning") {
    withDirectory { directory =>
      val lines = Seq("label,1x1,1x2,2x1,2x2", "1,1,2,3,4", "0,1,2,3," + "4" * 100 + ",5")
      write(directory, "t.csv", lines.patch(2, Seq.fill(300)("1,1,2,3,4"), 0): _*)
      val message = s"[file:$directory/t.csv] the line is malformed: it must hold 5 values but holds 6: 0,1,2,3," +
        "4" * 52 + "…"
      refused(score(directory, "t.csv"), message)
      refused(main("inspect", s"--input=$directory/t.csv"), message)
      write(directory, "all.csv", "label,1x1,1x2,2x1,2x2", "1,1,2", "1,1,2")
      refused(
        score(directory, "all.csv"),
        s"[$directory/all.csv] the line is malformed: it must hold 5 values but holds 3: 1,1,2"
      )
    }
  }

  test("a line of too many values is malformed although its last ones are not used") {
    withDirectory { directory =>
      write(directory, "t.csv", "1x1,1x2,2x1,2x2,key,more", "1,2,3,4,5,6", "1,2,3,4,5,6,7", "1,2,3,4,5")
      val dropped = score(directory, "t.csv", "--on-bad-row=drop", "--keep=none")
      assert(dropped.out.contains("Rows: 3 read, 1 scored, 2 dropped\n"), dropped.out + dropped.err)
    }
  }

  test("a text in one of the first lines does not make its column one of texts") {
    withDirectory { directory =>
      write(directory, "t.csv", "label,1x1,1x2,2x1,2x2", "1,1,2,3,4", "1,1,x,3,4", "0,4,3,2,1")
      refused(
        score(directory, "t.csv"),
        s"[file:$directory/t.csv] the line is malformed: value 3 must be a number but is x: 1,1,x,3,4"
      )
      assert(score(directory, "t.csv", "--on-bad-row=drop").out.contains("Rows: 3 read, 2 scored, 1 dropped\n"))
    }
  }

  test("malformed lines of JSON are invalid rows too") {
    withDirectory { directory =>
      write(directory, "t.json", """{"label": 1, "image": [1, 2, 3, 4]}""", """{"label": 0, "image": [1, 2""")
      val dropped = score(directory, "t.json", "--on-bad-row=drop")
      assert(dropped.out.contains("Rows: 2 read, 1 scored, 1 dropped\n"), dropped.out + dropped.err)
      refused(
        score(directory, "t.json"),
        s"[file:$directory/t.json] the line is malformed: it must be JSON: {\"label\": 0, \"image\": [1, 2"
      )
    }
  }

  test("pixels that are 0 without a point in all of the first lines may have fractions later") {
    withDirectory { directory =>
      val lines = Seq.fill(300)("1,0,0.5,0,1") :+ "0,0.25,0.5,1,1"
      write(directory, "t.csv", "label,1x1,1x2,2x1,2x2" +: lines: _*)
      val ended = score(directory, "t.csv", "--pixel-range=0..1")
      assert(ended.out.contains("Rows: 301 read, 301 scored\n"), ended.err)
    }
  }

  test("inspect shows a row of a table by its position in Spark's order, and says so") {
    withDirectory { directory =>
      write(directory, "t.csv", "label,1x1,1x2,2x1,2x2", "1,1,2,3,4", "0,5,6,7,8")
      val out = main("inspect", s"--input=$directory/t.csv", "--index=1", "--pixels").out.linesIterator.toSeq
      assert(
        out.take(2) == Seq(
          s"Image 1 of $directory/t.csv, label 0",
          "Row 1 in Spark's order of the rows, which may change with the files and the number of cores"
        )
      )
      assert(out.takeRight(2) == Seq("   5   6", "   7   8"))
    }
  }

  test("lines of another length in a CSV file are invalid rows") {
    withDirectory { directory =>
      write(directory, "t.csv", "label,1x1,1x2,2x1,2x2", "1,1,2,3,4", "0,1,2,3,4,5", "1,1,2", "0,4,3,2,1")
      val dropped = score(directory, "t.csv", "--on-bad-row=drop")
      assert(dropped.out.contains("Rows: 4 read, 2 scored, 2 dropped\n"), dropped.out + dropped.err)
      val ended = score(directory, "t.csv")
      assert(ended.status == 2)
      assert(ended.err.contains("t.csv] the line is malformed: it must hold 5 values but holds "), ended.err)
    }
  }

  test("a table without positions gives the same report for every partitioning") {
    withDirectory { directory =>
      val session = spark
      import session.implicits._
      val rows = (0 until 500).map(i => (i, i % 2, Array.tabulate(4)(at => (i / 5 + at) % 7)))
      rows.toDF("key", "label", "image").coalesce(1).write.json(s"$directory/t")
      def metrics(partitions: Int) = {
        val ended = score(directory, "t", s"--partitions=$partitions", s"--report=$directory/$partitions")
        assert(ended.status == 0, ended.err)
        Files.readString(directory.resolve(s"$partitions/metrics.json"))
      }
      val one = metrics(1)
      assert(one.contains("\"index\" : null") && one.contains("part-00000"))
      assert(metrics(7) == one)
    }
  }

  test("arrays of rows of numbers are images, and ragged ones are invalid rows") {
    withDirectory { directory =>
      def row(image: String) = s"""{"label": 1, "image": $image}"""
      write(directory, "t.json", row("[[1, 2], [3, 4]]"), row("[[1, 2], [3]]"), row("[[1, 2], null]"))
      val dropped = score(directory, "t.json", "--on-bad-row=drop")
      assert(dropped.out.contains("Rows: 3 read, 1 scored, 2 dropped\n"), dropped.out + dropped.err)
    }
  }

  test("files that cannot be read end the run with one line") {
    withDirectory { directory =>
      write(directory, "x.csv", "label,1x1,1x2,2x1,2x2")
      refused(score(directory, "x.csv"), s"Cannot read $directory/x.csv: it has a header but no other line")
      refused(
        score(directory, "x.csv", "--input-format=delta"),
        s"Cannot read $directory/x.csv: Spark's reader of format delta is not on the class path; add its package with" +
          " --packages before the --"
      )
    }
  }

  test("a header in which a column has no name, as pandas writes it, is taken as it is") {
    withDirectory { directory =>
      write(directory, "t.csv", ",label,1x1,1x2,2x1,2x2", "0,1,1,2,3,4", "1,0,4,3,2,1")
      val ended = score(directory, "t.csv", s"--output=$directory/out")
      assert(ended.out.contains("Rows: 2 read, 2 scored\n"), ended.err)
      assert(spark.read.parquet(s"$directory/out").columns.head == "_c0")
    }
  }

  test("pictures that are all named by a label and an index have these labels, which is said") {
    withDirectory { directory =>
      def labels(files: String*): (String, String) = {
        delete(Files.createDirectories(directory.resolve("p")))
        for (file <- files)
          Files.write(
            Files.createDirectories(directory.resolve("p").resolve(file).getParent).resolve(Path.of(file).getFileName),
            Forms.png(bytes, 2, 2)
          )
        val ended = score(directory, "p", "--metrics=accuracy", "--on-bad-row=drop")
        assert(ended.status == 0, ended.err)
        val first = ended.out.linesIterator.filter(_.startsWith("Labels: ")).mkString
        (first, "Accuracy: .*".r.findFirstIn(ended.out).get.replaceAll("\\(.*of", "of"))
      }
      val (said, accuracy) = labels("0_0.png", "1_1.png", "1_22.png")
      assert(said == "Labels: taken from the names of the files, as of 0_0.png" && accuracy.endsWith("of 3)"))
      val none =
        "Labels: none, as no directory is named by a number, as in 7/img_001.png, and not all files are named by a" +
          " label and an index, as 7_001.png"
      assert(labels("0_0.png", "x.png") == ((none, "Accuracy: not evaluated (no labels)")))
      assert(labels("1/0_0.png", "0/0_1.png")._1 == "")
    }
  }

  test("a table of a catalog is scored, and one that is not there is refused") {
    val session = spark
    import session.implicits._
    withDirectory { directory =>
      Seq(("a", 1, bytes), ("b", 0, bytes)).toDF("key", "label", "image").createOrReplaceTempView("some_digits")
      network(directory)
      def table(name: String, more: String*) =
        main(Seq("score", s"--input-table=$name", s"--weights=$directory/w.pkl") ++ Pickles.stated ++ more: _*)
      val ended = table("some_digits", s"--output=$directory/out")
      assert(ended.status == 0, ended.err)
      assert(spark.read.parquet(s"$directory/out").select("key").as[String].collect().toSet == Set("a", "b"))
      assert(table("no_such_table").status == 2)
      assert(table("some_digits", "--input=sample").status == 1)
    }
  }

  test("bytes that begin like a picture are pixels if they have their number and not the end of one") {
    withDirectory { directory =>
      val session = spark
      import session.implicits._
      val pixels = Array(0xff, 0xd8, 0xff, 1, 2, 3, 4, 5, 6).map(_.toByte)
      val whole = pixels.updated(7, 0xff.toByte).updated(8, 0xd9.toByte)
      parquet(directory, "t")(Seq(pixels, whole, new Array[Byte](9)).toDF("image"))
      Pickles.write(directory.resolve("w.pkl"), 9, 3, 2)
      val ended = main(
        Seq("score", s"--input=$directory/t", s"--weights=$directory/w.pkl", "--on-bad-row=drop") ++ Pickles.stated: _*
      )
      assert(ended.out.contains("Rows: 3 read, 2 scored, 1 dropped\n"), ended.out + ended.err)
    }
  }

  test("a damaged Parquet file ends the run with its name, whatever the session ignores") {
    withDirectory { directory =>
      val session = spark
      import session.implicits._
      parquet(directory, "t")((0 until 2000).map(i => (i % 2, Array.fill[Byte](4)(i.toByte))).toDF("label", "image"))
      val file = Files.list(directory.resolve("t")).filter(_.toString.endsWith(".parquet")).findFirst.get
      val content = Files.readAllBytes(file)
      // The magic at the start and the footer stay.
      java.util.Arrays.fill(content, 4, 400, 0x55.toByte)
      Files.write(file, content)
      Files.deleteIfExists(file.resolveSibling(s".${file.getFileName}.crc"))
      val ended = score(directory, "t")
      assert(ended.status == 2, ended.err)
      assert(ended.err.count(_ == '\n') == 1, ended.err)
      assert(ended.err.contains(file.getFileName.toString), ended.err)
    }
  }

  test("summaries of the footers of Parquet files, as older writers leave them, are no files of the table") {
    withDirectory { directory =>
      val session = spark
      import session.implicits._
      for (summaries <- Seq("ALL", "COMMON_ONLY")) {
        val table = Seq((0, bytes), (1, bytes), (0, bytes)).toDF("label", "image").repartition(3)
        table.write.option("parquet.summary.metadata.level", summaries).parquet(s"$directory/$summaries")
        assert(Files.exists(directory.resolve(s"$summaries/_common_metadata")))
        assert(Files.exists(directory.resolve(s"$summaries/_metadata")) == (summaries == "ALL"))
        val ended = score(directory, summaries, s"--report=$directory/report-$summaries")
        assert(ended.status == 0, ended.err)
        assert(ended.out.contains("Rows: 3 read, 3 scored\n"), ended.out)
        val run = Files.readString(directory.resolve(s"report-$summaries/run.json"))
        assert(!run.contains("_metadata"), run)
      }
    }
  }
}
