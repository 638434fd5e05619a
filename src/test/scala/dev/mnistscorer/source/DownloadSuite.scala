package dev.mnistscorer.source

import java.io.{ByteArrayOutputStream, IOException, PrintStream}
import java.net.{InetAddress, InetSocketAddress, URI}
import java.nio.file.{Files, Path}
import java.time.Duration
import java.util.concurrent.{CountDownLatch, TimeUnit}
import java.util.{Optional, List => JavaList}

import scala.jdk.CollectionConverters._

import com.sun.net.httpserver.{HttpExchange, HttpServer}
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.{Idx, Mnist, SparkTest}
import org.apache.commons.codec.digest.DigestUtils

class DownloadSuite extends SparkTest {
  private val silent = new PrintStream(new ByteArrayOutputStream)

  /** Lends a server that answers every request so, and its address. */
  private def withServer[T](answer: HttpExchange => Unit)(body: URI => T): T = {
    val server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress, 0), 0)
    server.createContext(
      "/",
      exchange =>
        try answer(exchange)
        finally exchange.close()
    )
    server.start()
    try body(URI.create(s"http://127.0.0.1:${server.getAddress.getPort}/"))
    finally server.stop(0)
  }

  private def send(bytes: Array[Byte], status: Int = 200)(exchange: HttpExchange): Unit = {
    exchange.sendResponseHeaders(status, bytes.length.toLong)
    exchange.getResponseBody.write(bytes)
  }

  private def files(directory: Path): Seq[String] =
    Files.list(directory).iterator().asScala.map(_.getFileName.toString).toSeq.sorted

  private def refusal(directory: Path, mirrors: URI*): String = {
    val download = new Download(silent, _ => JavaList.of(mirrors: _*))
    val message = intercept[IOException](download.fetch(JavaList.of(NamedFile.TEST_LABELS), directory)).getMessage
    assert(files(directory).isEmpty)
    message
  }

  private val expected = NamedFile.TEST_LABELS.sha256

  private val mnist = JavaList.of(
    NamedFile.TEST_IMAGES,
    NamedFile.TEST_LABELS,
    NamedFile.TRAINING_IMAGES,
    NamedFile.TRAINING_LABELS,
    NamedFile.BOOK_WEIGHTS
  )

  test("a file with other bytes is refused, and nothing is left behind") {
    withDirectory { directory =>
      withServer(send(Idx.gzip(Idx.labels(Seq(1, 2, 3))))) { uri =>
        val message = refusal(directory, uri)
        assert(
          message.startsWith(
            s"t10k-labels-idx1-ubyte.gz (127.0.0.1: the sha256 of the raw bytes must be $expected but is "
          )
        )
      }
    }
  }

  test("a download that ends early is refused, and nothing is left behind") {
    withDirectory { directory =>
      withServer { exchange =>
        exchange.sendResponseHeaders(200, 1000)
        exchange.getResponseBody.write(new Array[Byte](400))
        exchange.getResponseBody.flush()
      } { uri =>
        assert(refusal(directory, uri).startsWith("t10k-labels-idx1-ubyte.gz (127.0.0.1: "))
      }
    }
  }

  test("gzip that is cut off is refused") {
    withDirectory { directory =>
      withServer(send(Idx.gzip(Idx.labels(Seq.fill(5000)(7))).dropRight(9))) { uri =>
        assert(refusal(directory, uri).contains("(127.0.0.1: Unexpected end of ZLIB input stream)"))
      }
    }
  }

  test("a download that brings nothing for some time ends") {
    val end = new CountDownLatch(1)
    withDirectory { directory =>
      withServer { exchange =>
        exchange.sendResponseHeaders(200, 1000)
        exchange.getResponseBody.write(new Array[Byte](400))
        exchange.getResponseBody.flush()
        end.await(20, TimeUnit.SECONDS)
      } { uri =>
        val download = new Download(silent, _ => JavaList.of(uri), Duration.ofSeconds(1))
        val message =
          try intercept[IOException](download.fetch(JavaList.of(NamedFile.TEST_LABELS), directory)).getMessage
          finally end.countDown()
        assert(message == "t10k-labels-idx1-ubyte.gz (127.0.0.1: no data for 1 s)")
        assert(files(directory).isEmpty)
      }
    }
  }

  test("every host is named with its reason when none has the file") {
    withDirectory { directory =>
      withServer(send(Array(), status = 404)) { uri =>
        assert(
          refusal(directory, uri, URI.create("http://127.0.0.1:1/")) ==
            "t10k-labels-idx1-ubyte.gz (127.0.0.1: HTTP status 404; 127.0.0.1: no connection)"
        )
      }
    }
  }

  test("the second host is asked when the first has something else, and progress is shown") {
    val home = Mnist.assumePresent()
    val right = Files.readAllBytes(home.resolve("t10k-labels-idx1-ubyte.gz"))
    withDirectory { directory =>
      withServer(send("<html>".getBytes)) { wrong =>
        withServer(send(right)) { good =>
          val shown = new ByteArrayOutputStream
          new Download(new PrintStream(shown), _ => JavaList.of(wrong, good))
            .fetch(JavaList.of(NamedFile.TEST_LABELS), directory)
          assert(files(directory) == Seq("t10k-labels-idx1-ubyte.gz"))
          assert(Files.readAllBytes(directory.resolve("t10k-labels-idx1-ubyte.gz")).sameElements(right))
          assert(shown.toString.contains(s"t10k-labels-idx1-ubyte.gz    [${"=" * 30}] 100 %"))
        }
      }
    }
  }

  test("a copy from a directory is checked too") {
    withDirectory { directory =>
      val from = Files.createDirectory(directory.resolve("from"))
      val to = directory.resolve("to")
      Files.write(from.resolve("t10k-labels-idx1-ubyte"), Idx.labels(Seq(1)))
      val download = new Download(silent, _ => JavaList.of())
      val message = intercept[IOException](download.copy(JavaList.of(NamedFile.TEST_LABELS), from, to)).getMessage
      assert(
        message.startsWith(s"$from/t10k-labels-idx1-ubyte (the sha256 of the raw bytes must be $expected but is ")
      )
      assert(files(to).isEmpty)
      val absent = JavaList.of(NamedFile.TRAINING_IMAGES, NamedFile.TRAINING_LABELS)
      assert(
        intercept[IOException](download.copy(absent, from, to)).getMessage ==
          s"train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz (not in $from)"
      )
    }
  }

  test("a copy from a directory keeps the file's name and bytes") {
    val home = Mnist.assumePresent()
    withDirectory { directory =>
      new Download(silent).copy(mnist, home, directory)
      assert(
        files(directory) == Seq(
          "sample_weight.pkl",
          "t10k-images-idx3-ubyte.gz",
          "t10k-labels-idx1-ubyte.gz",
          "train-images-idx3-ubyte.gz",
          "train-labels-idx1-ubyte.gz"
        )
      )
    }
  }

  test("files have the permissions of other new files, so that executors of another user can read them") {
    val home = Mnist.assumePresent()
    withDirectory { directory =>
      new Download(silent).copy(JavaList.of(NamedFile.TEST_LABELS), home, directory)
      val other = Files.writeString(directory.resolve("other"), "")
      assert(
        Files.getPosixFilePermissions(directory.resolve("t10k-labels-idx1-ubyte.gz")) ==
          Files.getPosixFilePermissions(other)
      )
    }
  }

  test("the directory of named data may have a name with spaces, percent signs and umlauts") {
    val real = Mnist.assumePresent()
    withDirectory { directory =>
      val home = Files.createDirectory(directory.resolve("a b%20#ü"))
      val names = Seq("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", "sample_weight.pkl")
      names.foreach(name => Files.copy(real.resolve(name), home.resolve(name)))
      val datasets = new Datasets(home, Optional.empty())
      assert(datasets.images("mnist") == s"file:$home/t10k-images-idx3-ubyte.gz")
      assert(datasets.weights("book") == s"file:$home/sample_weight.pkl")
    }
  }

  test("what is missing and may not be downloaded is named, with what to do") {
    withDirectory { directory =>
      assert(
        refused(directory)(_.images("mnist")) ==
          s"Cannot find mnist: $directory has no t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz;" +
          " './submit.sh fetch' brings what is missing, or MNIST_HOME names the directory that has it"
      )
    }
  }

  private def refused(home: Path)(find: Datasets => Any): String =
    intercept[BadInputException](find(new Datasets(home, Optional.empty()))).getMessage

  private val again = "remove it, and './submit.sh fetch' brings it again"

  test("other data under the name of a file of MNIST or of the book is refused") {
    withDirectory { directory =>
      Idx.write(directory, 3, "t10k")
      Files.writeString(directory.resolve("sample_weight.pkl"), "")
      def message(file: NamedFile, name: String, whose: String) =
        s"[$directory/$name] the file is damaged or is not $whose (the sha256 of the raw bytes must be" +
          s" ${file.sha256} but is ${DigestUtils.sha256Hex(Files.readAllBytes(directory.resolve(name)))}); $again"
      assert(
        refused(directory)(_.images("mnist")) == message(NamedFile.TEST_IMAGES, "t10k-images-idx3-ubyte", "MNIST's")
      )
      assert(
        refused(directory)(_.weights("book")) == message(NamedFile.BOOK_WEIGHTS, "sample_weight.pkl", "the book's")
      )
    }
  }

  test("a file of MNIST with one damaged byte, or cut off, is refused as damaged") {
    val real = Mnist.assumePresent()
    val name = "t10k-images-idx3-ubyte.gz"
    withDirectory { directory =>
      Files.copy(real.resolve("t10k-labels-idx1-ubyte.gz"), directory.resolve("t10k-labels-idx1-ubyte.gz"))
      val bytes = Files.readAllBytes(real.resolve(name))
      Files.write(directory.resolve(name), bytes.dropRight(1000))
      assert(
        refused(directory)(_.images("mnist")) == s"[$directory/$name] the file is damaged or is not MNIST's" +
          s" (Unexpected end of ZLIB input stream); $again"
      )
      bytes(bytes.length / 2) = (bytes(bytes.length / 2) ^ 1).toByte
      Files.write(directory.resolve(name), bytes)
      assert(
        refused(directory)(_.images("mnist")).startsWith(s"[$directory/$name] the file is damaged or is not MNIST")
      )
    }
  }
}
