package dev.mnistscorer.training

import java.nio.file.Files

import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.{Idx, SparkTest}

class TrainerSuite extends SparkTest {
  test("an image without a label is refused, naming it and its file") {
    withDirectory { directory =>
      Idx.write(directory, 4, "a")
      Files.write(directory.resolve("b-images-idx3-ubyte"), Idx.images(3))
      val images = spark.read.format("idx").load(directory.toString)
      val thrown = intercept[BadInputException](new Trainer(Array(784, 10), 2, 1, 0).train(images, (_, _) => ()))
      assert(
        thrown.getMessage ==
          s"[file:$directory/b-images-idx3-ubyte] images must have labels to be trained on but image 0 has none"
      )
    }
  }
}
