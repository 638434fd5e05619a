package dev.mnistscorer.publish

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import java.util.concurrent.FutureTask

import scala.jdk.CollectionConverters._

import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.{HookedFileSystem, SparkTest}
import org.apache.hadoop.conf.Configuration

class OutputDirectorySuite extends SparkTest {
  private def output(directory: Path, scheme: String = "file"): OutputDirectory = {
    val configuration = new Configuration
    configuration.set("fs.hooked.impl", classOf[HookedFileSystem].getName)
    new OutputDirectory(s"$scheme:$directory", configuration)
  }

  private def files(content: String, names: String*) =
    names.map(name => name -> content.getBytes(UTF_8)).toMap.asJava

  private def present(directory: Path): Map[String, String] =
    Files
      .list(directory)
      .iterator
      .asScala
      .filterNot(_.toString.endsWith(".crc"))
      .map(file => file.getFileName.toString -> Files.readString(file))
      .toMap

  test("files that belong together are replaced, and those of an earlier writer go") {
    withDirectory { directory =>
      output(directory).replace(files("1", "a", "b", "c"), List[String]().asJava)
      output(directory).replace(files("2", "a", "b"), List("c", "d").asJava)
      assert(present(directory) == Map("a" -> "2", "b" -> "2"))
    }
  }

  test("of writers at once the last one's files are there, all of them") {
    withDirectory { directory =>
      val names = Seq("a", "b", "c", "d")
      val writers = (1 to 6).map { writer =>
        val task = new FutureTask[Unit](() => {
          val to = output(directory)
          for (_ <- 1 to 10) to.replace(files(writer.toString, names: _*), List("old").asJava)
        })
        new Thread(task).start()
        task
      }
      writers.foreach(_.get())
      assert(present(directory).keySet == names.toSet)
      assert(present(directory).values.toSet.size == 1)
    }
  }

  test("a writer that died while it held the directory is in the way of the next for some seconds only") {
    withDirectory { directory =>
      val lock = Files.writeString(directory.resolve("_lock"), "")
      lock.toFile.setLastModified(System.currentTimeMillis() - 60000)
      output(directory).replace(files("1", "a"), List[String]().asJava)
      assert(present(directory) == Map("a" -> "1"))
    }
  }

  test("files that cannot be written whole leave those that were there, and nothing of their own") {
    withDirectory { directory =>
      output(directory).replace(files("1", "a"), List[String]().asJava)
      val thrown = HookedFileSystem.during { (step, path) =>
        if (step == "create" && path.getName.startsWith("_b.")) throw new java.io.IOException("No space left on device")
      }(intercept[java.io.IOException](output(directory, "hooked").replace(files("2", "a", "b"), List("a").asJava)))
      assert(thrown.getMessage == "No space left on device")
      assert(present(directory) == Map("a" -> "1"))
    }
  }

  test("what cannot be written to is refused: a file, a place below a file, a directory in the place of a file") {
    withDirectory { directory =>
      val file = Files.writeString(directory.resolve("file"), "")
      def message(body: => Unit) = intercept[BadInputException](body).getMessage
      assert(message(output(file)) == s"Cannot write to file:$file: it is a file, not a directory")
      assert(
        message(output(file.resolve("below")).requireWritable(List[String]().asJava))
          .startsWith(s"Cannot write to file:$file/below: ")
      )
      Files.createDirectory(directory.resolve("a"))
      assert(
        message(output(directory).requireWritable(List("a", "b").asJava)) ==
          s"Cannot write to file:$directory/a: it is a directory, not a file"
      )
      assert(present(directory.resolve("a")).isEmpty)
    }
  }
}
