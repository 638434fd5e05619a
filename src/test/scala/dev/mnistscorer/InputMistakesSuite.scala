package dev.mnistscorer

import java.nio.charset.StandardCharsets.ISO_8859_1
import java.nio.file.{Files, Path}

/** Natural mistakes with the images to score, each with the exact answer. */
class InputMistakesSuite extends SparkTest {

  /** The first lines of a run after the one that names the input and the network. */
  private def announced(input: Any): Seq[String] = {
    val ended = main(s"--input=$input", "--metrics=accuracy")
    assert(ended.status == 0, ended.err)
    ended.out.linesIterator.drop(1).takeWhile(_.nonEmpty).toSeq
  }

  private def refused(arguments: String*): String = {
    val ended = main(arguments: _*)
    assert(ended.status == 2 && ended.out.isEmpty && ended.err.endsWith("\n"), ended)
    ended.err.dropRight(1)
  }

  test("a run on several files lists them with their images") {
    withDirectory { directory =>
      Idx.write(directory, 12, "t10k")
      Idx.write(directory, 23, "train")
      assert(announced(directory) == Seq("2 files: t10k 12, train 23"))
      assert(announced(s"$directory/t10k-images*") == Seq())
      for (name <- Seq("a", "b", "c", "d")) Idx.write(directory, 1, name)
      assert(announced(directory) == Seq("6 files: a 1, b 1, c 1, d 1 and 2 more"))
    }
  }

  test("files of one name in several directories are listed with these") {
    withDirectory { directory =>
      for (name <- Seq("x", "y")) Idx.write(Files.createDirectory(directory.resolve(name)), 3, "t10k")
      assert(announced(s"$directory/*/*-images-*") == Seq("2 files: x/t10k 3, y/t10k 3"))
    }
  }

  test("torchvision's raw and gzip files side by side are one set, without a word") {
    withDirectory { directory =>
      Idx.write(directory, 12, "t10k")
      for (name <- Seq("images-idx3", "labels-idx1")) {
        val raw = directory.resolve(s"t10k-$name-ubyte")
        Files.write(directory.resolve(s"t10k-$name-ubyte.gz"), Idx.gzip(Files.readAllBytes(raw)))
      }
      assert(announced(directory) == Seq())
    }
  }

  test("labels with the other separator are found, which is said") {
    withDirectory { directory =>
      Idx.write(directory, 12, "t10k")
      Files.move(directory.resolve("t10k-labels-idx1-ubyte"), directory.resolve("t10k-labels.idx1-ubyte"))
      assert(announced(directory) == Seq("Labels: found in t10k-labels.idx1-ubyte"))
    }
  }

  test("a run without labels says where it looked for them") {
    withDirectory { directory =>
      val images = Files.write(directory.resolve("t10k-images-idx3-ubyte.gz"), Idx.images(3))
      val looked = "looked for t10k-labels-idx1-ubyte and t10k-labels.idx1-ubyte, raw and .gz"
      assert(announced(images) == Seq(s"Labels: none beside t10k-images-idx3-ubyte.gz; $looked"))
      Files.write(directory.resolve("u-images-idx3-ubyte"), Idx.images(3))
      assert(
        announced(directory) == Seq(
          "2 files: t10k 3, u 3",
          s"Labels: none beside t10k-images-idx3-ubyte.gz (and 1 more); $looked"
        )
      )
      Files.move(images, directory.resolve("pictures"))
      assert(
        announced(directory.resolve("pictures")) == Seq(
          "Labels: none for pictures, whose name does not say theirs as x-images-idx3-ubyte does; --labels names a file"
        )
      )
    }
  }

  private val foreign = Seq(
    "t10k-images-idx3-ubyte.gz" -> "version https://git-lfs.github.com/spec/v1\noid sha256:8d42\nsize 1648877\n" ->
      "a Git LFS pointer; run 'git lfs pull' in its repository",
    "t10k-images-idx3-ubyte" -> "<!DOCTYPE html>\n<html><title>404</title></html>\n" -> "a web page; download the file itself",
    "mnist_test.csv" -> "label,1x1,1x2,1x3,1x4\n7,0,0,0,0\n" -> "a table as text (CSV)",
    "safari.csv" -> "bplist00\u00d2\u0001\u0002\u0003" -> "a saved web page (web archive); download the file itself",
    "test.parquet" -> "PAR1\u0015\u0000" -> "a Parquet file",
    "7.png" -> "\u0089PNG\r\n\u001a\n\u0000\u0000" -> "a PNG picture",
    "7.jpg" -> "\u00ff\u00d8\u00ff\u00e0\u0000" -> "a JPEG picture",
    "mnist.h5" -> "\u0089HDF\r\n\u001a\n\u0000" -> "an HDF5 file",
    "mnist.mat" -> "MATLAB 5.0 MAT-file, Platform: PCWIN64" -> "a MATLAB file",
    "mnist.scale" -> "5 153:0.0117 154:0.0705\n" -> "a LIBSVM file"
  )

  for (((name, content), answer) <- foreign)
    test(s"a file of another format is named by its content: $name") {
      withDirectory { directory =>
        val file = Files.write(directory.resolve(name), content.getBytes(ISO_8859_1))
        assert(
          refused(
            s"--input=$file",
            "--input-format=idx"
          ) == s"[file:$file] an IDX file must begin with 00 00 but this is $answer"
        )
      }
    }

  test("a sample without a whole number of digits is refused") {
    for (wrong <- Seq("sample:abc", "sample:", "sample:1e6", "sample:-5"))
      assert(
        refused(s"--input=$wrong") ==
          s"Cannot read $wrong: the number of digits in sample:N must be a whole number"
      )
    assert(
      refused("--input=sample:10:worst") ==
        "Cannot read sample:10:worst: the handwriting in sample:N:HAND must be neat or hard but was worst"
    )
    assert(refused("--input=sample:0") == "Cannot read sample:0: the number of digits must be at least 1")
  }

  private def badCommandLine(arguments: String*): String = {
    val ended = main(arguments: _*)
    assert(ended.status == 1 && ended.out.isEmpty)
    ended.err.linesIterator.next().stripSuffix(" (see './submit.sh score --help')")
  }

  test("empty values are refused by the argument") {
    for (name <- Seq("--input", "--labels", "--weights", "--output", "--report", "--history"))
      assert(badCommandLine(s"$name=") == s"$name must not be empty")
  }

  test("a report that is named like a page is refused: it is a directory") {
    for (name <- Seq("page.html", "out/Page.HTM"))
      assert(
        badCommandLine("--input=sample:10", s"--report=$name") ==
          s"--report must be a directory, in which report.html is written, but was $name"
      )
    assert(!Files.exists(Path.of("page.html")))
  }
}
