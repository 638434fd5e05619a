package dev.mnistscorer.source

import java.io.{ByteArrayOutputStream, IOException, PrintStream}
import java.net.{InetAddress, InetSocketAddress, URI}
import java.nio.file.{Files, Path}
import java.time.Duration
import java.util.concurrent.{CountDownLatch, TimeUnit}
import java.util.{List => JavaList}

import scala.jdk.CollectionConverters._

import com.sun.net.httpserver.{HttpExchange, HttpServer}
import dev.mnistscorer.{Idx, Mnist, SparkTest}

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
    val message = intercept[IOException](download.fetch(NamedFile.TEST_LABELS, directory)).getMessage
    assert(files(directory).isEmpty)
    message
  }

  private val expected = NamedFile.TEST_LABELS.sha256

  test("a file with other bytes is refused, and nothing is left behind") {
    withDirectory { directory =>
      withServer(send(Idx.gzip(Idx.labels(Seq(1, 2, 3))))) { uri =>
        val message = refusal(directory, uri)
        assert(
          message.startsWith(
            s"t10k-labels-idx1-ubyte.gz could not be downloaded (127.0.0.1: the sha256 of the raw bytes must be $expected but is "
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
        assert(refusal(directory, uri).startsWith("t10k-labels-idx1-ubyte.gz could not be downloaded (127.0.0.1: "))
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
          try intercept[IOException](download.fetch(NamedFile.TEST_LABELS, directory)).getMessage
          finally end.countDown()
        assert(message == "t10k-labels-idx1-ubyte.gz could not be downloaded (127.0.0.1: no data for 1 s)")
        assert(files(directory).isEmpty)
      }
    }
  }

  test("every host is named with its reason when none has the file") {
    withDirectory { directory =>
      withServer(send(Array(), status = 404)) { uri =>
        assert(
          refusal(directory, uri, URI.create("http://127.0.0.1:1/")) ==
            "t10k-labels-idx1-ubyte.gz could not be downloaded (127.0.0.1: HTTP status 404; 127.0.0.1: ConnectException)"
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
          new Download(new PrintStream(shown), _ => JavaList.of(wrong, good)).fetch(NamedFile.TEST_LABELS, directory)
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
      val message = intercept[IOException](download.copy(NamedFile.TEST_LABELS, from, to)).getMessage
      assert(message.startsWith(s"the sha256 of the raw bytes must be $expected but is "))
      assert(files(to).isEmpty)
      assert(
        intercept[IOException](download.copy(NamedFile.TRAINING_LABELS, from, to)).getMessage ==
          s"$from has no train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz"
      )
    }
  }

  test("a copy from a directory keeps the file's name and bytes") {
    val home = Mnist.assumePresent()
    withDirectory { directory =>
      for (file <- NamedFile.values) new Download(silent).copy(file, home, directory)
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
      new Download(silent).copy(NamedFile.TEST_LABELS, home, directory)
      val other = Files.writeString(directory.resolve("other"), "")
      assert(
        Files.getPosixFilePermissions(directory.resolve("t10k-labels-idx1-ubyte.gz")) ==
          Files.getPosixFilePermissions(other)
      )
    }
  }

  test("the directory of named data may have a name with spaces, percent signs and umlauts") {
    withDirectory { directory =>
      val home = Files.createDirectory(directory.resolve("a b%20#ü"))
      for (name <- Seq("images-idx3", "labels-idx1")) Files.writeString(home.resolve(s"t10k-$name-ubyte"), "")
      Files.writeString(home.resolve("sample_weight.pkl"), "")
      val datasets = new Datasets(home, java.util.Optional.empty())
      assert(datasets.images("mnist") == s"file:$home/t10k-images-idx3-ubyte")
      assert(datasets.weights("book") == s"file:$home/sample_weight.pkl")
    }
  }

  test("what is missing and may not be downloaded is named, with what to do") {
    withDirectory { directory =>
      val thrown = intercept[dev.mnistscorer.error.BadInputException] {
        new Datasets(directory, java.util.Optional.empty()).images("mnist")
      }
      assert(
        thrown.getMessage == s"Cannot find mnist: $directory has no t10k-images-idx3-ubyte.gz; './submit.sh fetch'" +
          " brings it there, or MNIST_HOME names the directory that has it"
      )
    }
  }
}
