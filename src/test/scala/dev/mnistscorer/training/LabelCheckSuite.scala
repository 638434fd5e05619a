package dev.mnistscorer.training

import java.nio.file.Files

import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.{Idx, SparkTest}

class LabelCheckSuite extends SparkTest {
  test("an image without a label is refused, naming it and its file") {
    withDirectory { directory =>
      Idx.write(directory, 4, "a")
      Files.write(directory.resolve("b-images-idx3-ubyte"), Idx.images(3))
      val images = spark.read.format("idx").load(directory.toString)
      val thrown = intercept[BadInputException](new LabelCheck(10, "trained on").require(images, "x"))
      assert(
        thrown.getMessage ==
          s"[file:$directory/b-images-idx3-ubyte] images must have labels to be trained on but image 0 has none"
      )
    }
  }

  test("labels must be below the number of classes") {
    withDirectory { directory =>
      val images = spark.read.format("idx").load(Idx.write(directory, 20).toString)
      new LabelCheck(10, "trained on").require(images, "x")
      val thrown = intercept[BadInputException](new LabelCheck(9, "trained on").require(images, "x"))
      assert(
        thrown.getMessage == "[x] labels must be in 0..8, for the 9 classes at the end of --layers, but go up to 9"
      )
    }
  }
}
