package dev.mnistscorer

import java.nio.file.{Files, Path}

class TrainSuite extends SparkTest {
  private def train(output: Path, more: String*): Ended = {
    val usual = Seq("--input=sample:400", "--layers=784,16,10", "--iterations=60", "--seed=3", s"--output=$output")
    main("train" +: Arguments.merge(usual, more): _*)
  }

  test("what is trained scores, the same from safetensors and npz, and the same seed gives the same bytes") {
    withDirectory { directory =>
      val first = train(directory.resolve("a.safetensors"), "--test-input=sample:1000")
      assert(first.status == 0, first.err)
      assert(
        first.out.startsWith(
          s"""Training 784-16-10 on sample:400: 60 iterations, 0 augmented copies of each image, seed 3
             |Weights: $directory/a.safetensors
             |
             |On sample:1000
             |Accuracy: 0.9""".stripMargin
        )
      )
      val progress = first.err.linesIterator.toSeq
      assert(progress.last.matches("Iteration 60 of 60: loss [0-9]\\.[0-9]{5}"))
      assert(progress.init.forall(_.matches("(About i|I)teration \\d+ of 60(: loss .*)?, about \\d+ (s|min) left")))
      assert(train(directory.resolve("b.safetensors")).status == 0)
      assert(train(directory.resolve("c.npz")).status == 0)
      val Seq(a, b) = Seq("a", "b").map(name => Files.readAllBytes(directory.resolve(s"$name.safetensors")))
      assert(a.sameElements(b))

      def metrics(weights: String): String = {
        val report = directory.resolve("report")
        val ended = main("score", "--input=sample:1000", s"--weights=$directory/$weights", s"--report=$report")
        assert(ended.status == 0, ended.err)
        Files.readString(report.resolve("metrics.json"))
      }
      assert(metrics("a.safetensors") == metrics("c.npz"))
    }
  }

  test("another seed, and augmented copies, give other weights") {
    withDirectory { directory =>
      val files = Seq(Seq("--seed=3"), Seq("--seed=4"), Seq("--augmented-copies=1")).zipWithIndex.map {
        case (more, i) =>
          val file = directory.resolve(s"$i.safetensors")
          assert(train(file, more :+ "--iterations=3": _*).status == 0)
          Files.readAllBytes(file).toSeq.takeRight(40)
      }
      assert(files.distinct.length == 3)
    }
  }

  test("a file without labels among others with labels is refused") {
    withDirectory { directory =>
      Idx.write(directory, 4, "a")
      Files.write(directory.resolve("b-images-idx3-ubyte"), Idx.images(3))
      val ended = train(directory.resolve("w.npz"), s"--input=$directory")
      assert(
        ended.err == s"[file:$directory/b-images-idx3-ubyte] images must have labels to be trained on but image 0 has" +
          " none\n"
      )
      assert(ended.status == 2 && !Files.exists(directory.resolve("w.npz")))
    }
  }

  test("what is wrong is refused as in score") {
    withDirectory { directory =>
      def refused(more: String*): (Int, String) = {
        val ended = train(directory.resolve("w.npz"), more: _*)
        assert(!Files.exists(directory.resolve("w.npz")))
        (ended.status, ended.err.replace(directory.toString, "DIR"))
      }
      val help = " (see './submit.sh train --help')\n"
      assert(
        refused("--layers=784") == ((
          1,
          s"--layers must be at least two numbers above 0, as 784,128,10, but was [784]$help"
        ))
      )
      assert(refused("--iterations=0") == ((1, s"--iterations must be at least 1 but was 0$help")))
      assert(refused("--augmented-copies=33") == ((1, s"--augmented-copies must be in 0..32 but was 33$help")))
      assert(
        refused("--layers=100,10") ==
          ((2, "[sample:400] images must have 100 pixels, as many as the network has inputs, but have 28 × 28 = 784\n"))
      )
      Files.write(directory.resolve("x"), Idx.images(5))
      assert(
        refused(s"--input=$directory/x") == ((2, "[DIR/x] images must have labels to be trained on but have none\n"))
      )
      assert(
        refused("--layers=784,65537,10") == ((
          1,
          "--layers must have at most 65,536 units in a layer and 256 classes at the end but was [784, 65537, 10]" + help
        ))
      )
      assert(
        refused("--layers=784,9") ==
          ((2, "[sample:400] labels must be in 0..8, for the 9 classes at the end of --layers, but go up to 9\n"))
      )
      assert(
        refused(s"--test-input=$directory/x") ==
          ((2, "[DIR/x] images must have labels to be evaluated on but have none\n"))
      )
      assert(
        refused("--test-input=/none/such") == ((2, "Cannot read /none/such: no such file or directory\n"))
      )
      assert(main("train").err == s"Missing argument --output$help")
    }
  }

  test("the file's name decides on its format, and other endings are refused") {
    withDirectory { directory =>
      for ((argument, name) <- Seq("--output" -> "w.keras", "--output" -> "w", "--checkpoint" -> "c.pt")) {
        val ended = train(directory.resolve("w.npz"), s"$argument=$name")
        val message =
          s"$argument must end in .safetensors or .npz, the formats it can be written in, but was $name" +
            " (see './submit.sh train --help')\n"
        assert(ended == Ended(1, "", message))
      }
      assert(train(directory.resolve("W.NPZ"), "--iterations=2").status == 0)
      assert(Files.readAllBytes(directory.resolve("W.NPZ")).take(2).map(_.toChar).mkString == "PK")
    }
  }

  test("--checkpoint has the weights of the last round, with the number of its iterations") {
    withDirectory { directory =>
      val file = directory.resolve("c.safetensors")
      assert(train(directory.resolve("a.safetensors"), "--iterations=50", s"--checkpoint=$file").status == 0)
      assert(Files.readAllBytes(file).sameElements(Files.readAllBytes(directory.resolve("a.safetensors"))))
      val taken = Files.createDirectory(directory.resolve("d.npz"))
      val ended = train(directory.resolve("b.safetensors"), s"--checkpoint=$taken")
      assert(ended == Ended(2, "", s"Cannot write to $taken: it is a directory, not a file\n"))
    }
  }
}
