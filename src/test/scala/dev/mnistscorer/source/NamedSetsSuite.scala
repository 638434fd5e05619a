package dev.mnistscorer.source

import java.io.{ByteArrayOutputStream, IOException, PrintStream}
import java.net.{InetAddress, InetSocketAddress, URI}
import java.nio.file.{Files, Path}
import java.util.zip.{ZipEntry, ZipOutputStream}
import java.util.{Optional, List => JavaList}

import scala.jdk.CollectionConverters._
import scala.util.Using

import com.sun.net.httpserver.HttpServer
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.image.{PreparationStep, RowFormat}
import dev.mnistscorer.{Idx, SparkTest}
import org.apache.commons.codec.digest.DigestUtils

class NamedSetsSuite extends SparkTest {
  private val silent = new PrintStream(new ByteArrayOutputStream)

  /** Lends a server of files by name, and counts the requests. */
  private def withServer[T](files: Map[String, Array[Byte]])(body: (URI, () => Int) => T): T = {
    val server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress, 0), 0)
    val requests = new java.util.concurrent.atomic.AtomicInteger
    server.createContext(
      "/",
      exchange =>
        try {
          requests.incrementAndGet()
          val bytes = files.get(exchange.getRequestURI.getPath.stripPrefix("/"))
          exchange.sendResponseHeaders(if (bytes.isDefined) 200 else 404, bytes.fold(-1L)(_.length.toLong))
          bytes.foreach(exchange.getResponseBody.write(_))
        } finally exchange.close()
    )
    server.start()
    try body(URI.create(s"http://127.0.0.1:${server.getAddress.getPort}/"), () => requests.get)
    finally server.stop(0)
  }

  private def download(host: URI): Download =
    new Download(silent, file => JavaList.of(host.resolve(file.storedName)))

  private def names(directory: Path): Seq[String] =
    Files.list(directory).iterator().asScala.map(_.getFileName.toString).toSeq.sorted

  private val labels = Idx.gzip(Idx.labels(Seq(1, 2, 3)))
  private val labelsName = "t10k-labels-idx1-ubyte.gz"
  private val published = NamedFile.published(Collection.FASHION_MNIST, labelsName, DigestUtils.md5Hex(labels))

  test("every named set has a training set, and only the sets of one collection share a directory") {
    assert(
      NamedSet.names.asScala.toSeq == Seq(
        "mnist",
        "fashion-mnist",
        "kmnist",
        "qmnist",
        "emnist-digits",
        "emnist-letters",
        "emnist-balanced",
        "emnist-byclass",
        "emnist-bymerge",
        "emnist-mnist"
      ).flatMap(name => Seq(name, s"$name-train"))
    )
    val home = Path.of("/home")
    val files = NamedSet.ALL.asScala.flatMap(_.files.asScala).map(file => file.directory(home).resolve(file.storedName))
    assert(files.distinct == files)
    assert(NamedSet.of("qmnist").get.images.directory(home) == home.resolve("qmnist"))
    assert(NamedSet.of("mnist").get.images.directory(home) == home.resolve(""))
  }

  test("the classes of sets other than digits have the names that their publishers give them") {
    def names(set: String) = NamedSet.of(set).get.classNames.names.asScala.toSeq
    for (set <- Seq("mnist", "qmnist", "emnist-digits", "emnist-mnist")) assert(names(set).isEmpty)
    assert(names("fashion-mnist").take(2) == Seq("T-shirt/top", "Trouser") && names("fashion-mnist-train").length == 10)
    assert(names("kmnist") == Seq("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"))
    assert(names("emnist-letters-train").mkString == ('A' to 'Z').mkString)
    // emnist-balanced-mapping.txt has 36 a, 38 d and 46 t, and emnist-byclass-mapping.txt 10 A, 36 a and 61 z.
    for (set <- Seq("emnist-balanced", "emnist-bymerge")) {
      assert(names(set).length == 47)
      assert(Seq(0, 10, 35, 36, 38, 46).map(names(set)) == Seq("0", "A", "Z", "a", "d", "t"))
    }
    assert(names("emnist-byclass").length == 62)
    assert(Seq(9, 10, 36, 61).map(names("emnist-byclass")) == Seq("9", "A", "a", "z"))
  }

  test("EMNIST is transposed by name, and the label of its first letter is 1") {
    val letters = NamedSet.of("emnist-letters-train").get.format(RowFormat.PLAIN)
    assert(letters.steps == java.util.Set.of(PreparationStep.TRANSPOSE) && letters.labelOffset == 1)
    val stated = new RowFormat(null, java.util.Set.of(PreparationStep.INVERT), 7)
    val digits = NamedSet.of("emnist-digits").get
    assert(digits.format(RowFormat.PLAIN).labelOffset == 0)
    assert(digits.format(stated).steps.size == 2 && digits.format(stated).labelOffset == 7)
    assert(NamedSet.of("kmnist").get.format(RowFormat.PLAIN) == RowFormat.PLAIN)
  }

  test("a download is compared with the published md5, and its sha256 is recorded and compared from then on") {
    withDirectory { home =>
      val file = home.resolve("fashion-mnist").resolve(labelsName)
      withServer(Map(labelsName -> labels)) { (host, _) => download(host).fetch(JavaList.of(published), home) }
      assert(names(home.resolve("fashion-mnist")) == Seq("SHA256SUMS", labelsName))
      val sums = new Sha256Sums(home.resolve("fashion-mnist"))
      assert(
        Files.readString(home.resolve("fashion-mnist/SHA256SUMS")) == s"${DigestUtils.sha256Hex(labels)}  $labelsName\n"
      )
      assert(published.difference(file, labelsName, sums) == Optional.empty())
      val other = Idx.gzip(Idx.labels(Seq(4)))
      Files.write(file, other)
      assert(
        published.difference(file, labelsName, sums) == Optional.of(
          s"the md5 must be ${DigestUtils.md5Hex(labels)} but is ${DigestUtils.md5Hex(other)}"
        )
      )
      val unpublished = new NamedFile(Collection.FASHION_MNIST, labelsName, Optional.empty(), Optional.empty())
      val difference = unpublished.difference(file, labelsName, sums)
      assert(
        difference == Optional.of(
          s"the sha256 must be ${DigestUtils.sha256Hex(labels)}, recorded in $home/fashion-mnist/SHA256SUMS when the file was" +
            s" first stored, but is ${DigestUtils.sha256Hex(other)}"
        )
      )
    }
  }

  test("a download with another md5 is refused, and nothing of it stays") {
    withDirectory { home =>
      withServer(Map(labelsName -> Idx.gzip(Idx.labels(Seq(4))))) { (host, _) =>
        val message = intercept[IOException](download(host).fetch(JavaList.of(published), home)).getMessage
        assert(message.startsWith(s"$labelsName (127.0.0.1: the md5 must be ${DigestUtils.md5Hex(labels)} but is "))
      }
      assert(names(home.resolve("fashion-mnist")).isEmpty)
    }
  }

  private val images = Idx.gzip(Idx.images(3))
  private val zip = {
    val out = new ByteArrayOutputStream
    Using.resource(new ZipOutputStream(out)) { zip =>
      for ((name, bytes) <- Seq("a" -> images, "b" -> labels, "other" -> labels)) {
        zip.putNextEntry(new ZipEntry(s"gzip/emnist-$name.gz"))
        zip.write(bytes)
      }
    }
    out.toByteArray
  }
  private val archive = NamedFile.published(Collection.EMNIST, "gzip.zip", DigestUtils.md5Hex(zip))
  private def member(name: String) = NamedFile.in(archive, s"emnist-$name.gz")

  test("an archive is downloaded once, and what is needed of it is unpacked") {
    withDirectory { home =>
      withServer(Map("gzip.zip" -> zip)) { (host, requests) =>
        download(host).fetch(JavaList.of(member("a"), member("b")), home)
        assert(requests() == 1)
      }
      assert(names(home.resolve("emnist")) == Seq("SHA256SUMS", "emnist-a.gz", "emnist-b.gz"))
      assert(Files.readAllBytes(home.resolve("emnist/emnist-a.gz")).sameElements(images))
    }
  }

  test("an archive without a file is refused, and so is a file that is no archive") {
    withDirectory { home =>
      withServer(Map("gzip.zip" -> zip)) { (host, _) =>
        assert(
          intercept[IOException](download(host).fetch(JavaList.of(member("c")), home)).getMessage ==
            "emnist-c.gz (127.0.0.1: the archive has no emnist-c.gz)"
        )
      }
    }
  }

  test("files are copied out of an archive, or out of the directory of a collection") {
    withDirectory { directory =>
      val from = Files.createDirectories(directory.resolve("from/fashion-mnist")).getParent
      Files.write(from.resolve("gzip.zip"), zip)
      Files.write(from.resolve("fashion-mnist").resolve(labelsName), labels)
      val home = directory.resolve("home")
      new Download(silent).copy(JavaList.of(member("a"), member("b"), published), from, home)
      assert(names(home.resolve("emnist")) == Seq("SHA256SUMS", "emnist-a.gz", "emnist-b.gz"))
      assert(names(home.resolve("fashion-mnist")) == Seq("SHA256SUMS", labelsName))
    }
  }

  private def put(home: Path, set: String, transposed: Boolean, offset: Int): Unit = {
    val named = NamedSet.of(set).get
    val pixels = Idx.images(20).drop(16).grouped(784).toSeq
    val stored = pixels.map(image => if (transposed) Array.tabulate(784)(i => image(i % 28 * 28 + i / 28)) else image)
    val directory = Files.createDirectories(named.images.directory(home))
    Files.write(directory.resolve(named.images.names.get(0)), Idx.bytes(Seq(20, 28, 28), stored.flatten.toArray))
    Files.write(directory.resolve(named.labels.names.get(0)), Idx.labels(Seq.tabulate(20)(_ % 10 + offset)))
  }

  test("a data set is found by its name in its own directory, with what its images and labels need") {
    withDirectory { home =>
      put(home, "fashion-mnist", transposed = false, 0)
      put(home, "emnist-letters", transposed = true, 1)
      val datasets = new Datasets(home, Optional.empty())
      assert(datasets.images("fashion-mnist") == s"file:$home/fashion-mnist/t10k-images-idx3-ubyte")
      assert(datasets.images("emnist-letters") == s"file:$home/emnist/emnist-letters-test-images-idx3-ubyte")
    }
  }

  test("a data set that is missing is named with the command that brings it") {
    withDirectory { home =>
      val message =
        intercept[BadInputException](new Datasets(home, Optional.empty()).images("emnist-digits-train")).getMessage
      assert(
        message == s"Cannot find emnist-digits-train: $home/emnist has no emnist-digits-train-images-idx3-ubyte.gz," +
          " emnist-digits-train-labels-idx1-ubyte.gz; './submit.sh fetch emnist-digits-train' brings what is missing, or" +
          " MNIST_HOME names the directory that has it"
      )
    }
  }

  test("an unknown name is refused by fetch and by --input, with the nearest one") {
    val ended = main("fetch", "fashon-mnist")
    assert(ended.status == 2)
    assert(ended.err == "Cannot fetch fashon-mnist: no such data set; did you mean fashion-mnist?\n")
    val input = main("score", "--input=emnist-leters")
    assert(input.status == 2)
    assert(
      input.err == "Cannot read emnist-leters: no such file or directory; did you mean emnist-letters?\n"
    )
  }
}
