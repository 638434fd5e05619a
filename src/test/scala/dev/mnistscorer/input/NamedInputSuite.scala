package dev.mnistscorer.input

import java.nio.file.{Files, Path}
import java.util.Optional

import dev.mnistscorer.source.{Datasets, NamedSet}
import dev.mnistscorer.table.ClassNames
import dev.mnistscorer.{Idx, SparkTest}

class NamedInputSuite extends SparkTest {

  /** Writes images 0 to 19, with rows and columns exchanged, as those of a named set. */
  private def put(home: Path, set: String, offset: Int): Unit = {
    val named = NamedSet.of(set).get
    val stored =
      Idx.images(20).drop(16).grouped(784).flatMap(image => Array.tabulate(784)(i => image(i % 28 * 28 + i / 28)))
    val directory = Files.createDirectories(home.resolve("emnist"))
    Files.write(
      directory.resolve(named.images.storedName.stripSuffix(".gz")),
      Idx.bytes(Seq(20, 28, 28), stored.toArray)
    )
    Files.write(
      directory.resolve(named.labels.storedName.stripSuffix(".gz")),
      Idx.labels(Seq.tabulate(20)(_ % 10 + offset))
    )
  }

  test("a named data set names the classes of a network that has as many, unless names are stated") {
    val letters = InputOptions.named("emnist-letters")
    assert(letters.classNames("emnist-letters", 26).of(2) == "C")
    assert(letters.classNames("emnist-letters", 10) == ClassNames.NONE)
    assert(letters.classNames("data", 26) == ClassNames.NONE)
    assert(letters.classNames("mnist", 10) == ClassNames.NONE)
    val stated = letters.withClassNames(Optional.of(ClassNames.parse("yes, no")))
    assert(stated.classNames("emnist-letters", 2).of(1) == "no")
  }

  test("the images of EMNIST by name are upright, and its letters are classes from 0") {
    withDirectory { home =>
      put(home, "emnist-letters", 1)
      put(home, "emnist-digits", 0)
      for (name <- Seq("emnist-letters", "emnist-digits")) {
        val input = new InputResolver(spark, new Datasets(home, Optional.empty())).of(InputOptions.named(name))
        val rows =
          input.decoded(spark, ImageInput.Expected.ANYTHING, 0).orderBy("index").select("label", "image").collect()
        assert(rows.map(_.getInt(0)).toSeq == Seq.tabulate(20)(_ % 10))
        assert(rows.flatMap(_.getAs[Array[Byte]](1)).sameElements(Idx.images(20).drop(16)))
      }
    }
  }
}
