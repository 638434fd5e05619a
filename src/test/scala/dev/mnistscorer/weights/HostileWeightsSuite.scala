package dev.mnistscorer.weights

import java.io.{BufferedOutputStream, RandomAccessFile}
import java.lang.management.ManagementFactory
import java.nio.file.{Files, Path}
import java.util.zip.{ZipEntry, ZipOutputStream}
import java.util.{Comparator, Optional, OptionalDouble}

import scala.jdk.CollectionConverters._

import dev.mnistscorer.Pickles.{Array32, Writer}
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.network.Activation
import dev.mnistscorer.{KerasModels, NpyFile, OnnxModels, Pickles, ProcessTest, SubmitScript, TorchModels}
import org.apache.hadoop.conf.Configuration
import org.scalatest.funsuite.AnyFunSuite

/** Files that claim more than they hold are refused in one line, in seconds, by a JVM with 512 MB. */
class HostileWeightsSuite extends AnyFunSuite with ProcessTest {
  import OnnxModels._
  import TorchModels.{contiguous, encode, TorchWriter, View}

  private val pixels = Seq("pixels" -> Seq(0, 6))
  private val weights = floats("w", Array32(Seq(6, 3), Seq.fill(18)(0.5f)))
  private val product = node("MatMul", Seq("x", "w"), Seq("z"))

  private def wide(operator: String, shape: Seq[Int], constants: Int, length: Int): Array[Byte] = {
    val names = (1 to constants).map(i => s"c$i")
    val numbers = names.map(floats(_, Array32(Seq(length), Seq.fill(length)(0.5f))))
    model(Seq("pixels" -> shape), "z", Seq(node(operator, "pixels" +: names, Seq("x")), product), weights +: numbers)
  }

  /** A target of Reshape that each of 30 levels computes from the one below, named several times. */
  private def levels(operator: String, names: Int, first: Seq[Long]): Array[Byte] = {
    val nodes = (1 to 30).map(k => node(operator, Seq.fill(names)(s"t${k - 1}"), Seq(s"t$k"), attribute("axis", 0L)))
    model(
      pixels,
      "z",
      nodes :+ node("Reshape", Seq("pixels", "t30"), Seq("x")) :+ product,
      Seq(weights, integers("t0", first: _*))
    )
  }

  private def rescaling(width: Int): Array[Byte] = KerasModels.keras(
    KerasModels.sequential(
      KerasModels.input(width / 2, 2),
      KerasModels.layer("Rescaling", "r", """"scale": [0.5, 0.25], "offset": 0.0"""),
      KerasModels.dense("d", 3, "\"softmax\"")
    ),
    KerasModels.weights("dense" -> Seq(Array32(Seq(6, 3), Seq.fill(18)(0.5f)), Array32(Seq(3), Seq(0f, 0f, 0f))))
  )

  private def dense(sizes: Int*): Array[Byte] = Pickles.dict(
    sizes.sliding(2).zipWithIndex.toSeq.flatMap { case (Seq(in, out), k) =>
      val zeros = new Array[Float](in * out)
      Seq(s"W${k + 1}" -> Array32(Seq(in, out), zeros.toSeq), s"b${k + 1}" -> Array32(Seq(out), zeros.take(out).toSeq))
    }
  )

  private def safetensors(header: String): Array[Byte] =
    java.nio.ByteBuffer
      .allocate(8 + header.length)
      .order(java.nio.ByteOrder.LITTLE_ENDIAN)
      .putLong(header.length.toLong)
      .put(header.getBytes)
      .array

  private def emptyDicts: Array[Byte] = {
    val writer = new Writer(4).ascii("}").raw('q', 0)
    for (level <- 1 to 9) {
      writer.ascii("](")
      for (_ <- 1 to 70) writer.raw('h', level - 1)
      writer.ascii("e").raw('q', level)
    }
    writer.end()
  }

  private def tensor(name: String): String = s"""{"$name":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"""

  private val manyEntries = "must hold at most 10000 entries, 32 levels deep, but holds more at"
  private val hostile: Seq[(String, Array[Byte], String)] = Seq(
    ("mul", wide("Mul", Seq(0, 1 << 20, 64), 1, 64), "the file must expand to at most "),
    ("mul30", wide("Mul", Seq(0, 1 << 24, 64), 1, 64), "the file must expand to at most "),
    ("normalization", wide("BatchNormalization", Seq(0, 64, 1 << 20), 4, 64), "the file must expand to at most "),
    ("rescaling", rescaling(1 << 26), "the file must expand to at most "),
    ("concat", levels("Concat", 2, Seq(-1, 6)), "t13 (Concat) must give at most 10000 whole numbers but gives more"),
    ("nothing", levels("Concat", 10, Seq()), "x (Reshape) must keep [1, 6] numbers but makes []"),
    ("product", levels("Mul", 2, Seq(1)), "x (Reshape) must keep [1, 6] numbers but makes [1]"),
    (
      "passing",
      model(
        Seq("pixels" -> Seq(0, 1)),
        "a",
        Seq(
          node("MatMul", Seq("pixels", "w"), Seq("z")),
          node("Relu", Seq("z"), Seq("r")),
          node("Sigmoid", Seq("r"), Seq("a"))
        ),
        Seq(floats("w", Array32(Seq(1, 30000), Seq.fill(30000)(0.5f))))
      ),
      "a (Sigmoid) must follow the sums of a dense layer: passing on 30000 numbers to it takes more memory than 4 times" +
        " the parameters"
    ),
    (
      "dicts",
      new Writer(4).bytes(Array.fill(20000000)('}'.toByte)).end(),
      "the pickle must have at most 1000000 opcodes"
    ),
    (
      "key",
      new Writer(4).ascii("}").text("k" * (1 << 20)).ascii("](" + "N" * 9000 + "es").end(),
      "names of arrays must have at most 1000 characters but kkkkkkkkkkkkkkkkkkkk… has 1048576"
    ),
    ("memo", emptyDicts, s"the pickle $manyEntries"),
    ("header", safetensors("{" + " " * 40000000 + "}"), "the header must have at most 2097152 bytes but has 40000002"),
    ("digits", safetensors(tensor("1" * 40000 + ".weight")), "names of arrays must have at most 1000 characters"),
    ("dots", safetensors(tensor("1." * 20000 + "1")), "names of arrays must have at most 1000 characters"),
    (
      "classes",
      dense(1, 20000),
      "the last layer, W1 [1, 20000], must have at most 256 units, one for each class, but has 20000"
    ),
    ("hidden", dense(1, 2000000, 2), "W1 [1, 2000000] must have at most 65536 units but has 2000000"),
    (
      "object",
      NpyFile.of("|O", Array(1), new Array[Byte](8)),
      "a weights file must hold several arrays but this one is a single .npy: save them with numpy.savez"
    )
  )

  private val matrix = Array32(Seq(6, 3), Seq.fill(18)(0.5f))
  private val view = contiguous("0", matrix)

  /** Does not compress, so that pickles may. */
  private val noise = new scala.util.Random(1).nextBytes(40000)

  private def torch(pickle: Writer): Array[Byte] =
    TorchModels.file(pickle, Seq("0" -> encode("Float", matrix.values), "noise" -> noise))

  private def state(views: (String, View)*): Array[Byte] = torch(new Writer(2).state(views))

  private def sequential(levels: Int): Writer = {
    def level(left: Int): Writer => Writer =
      if (left == 0) (_.layer("activation.ReLU")()) else (_.sequential(level(left - 1)))
    level(levels)(new Writer(2))
  }

  /** A list in a list, and so on. */
  private def nested(levels: Int)(writer: Writer): Writer =
    writer.bytes(Array.fill(levels)(']'.toByte)).bytes(Array.fill(levels - 1)('a'.toByte))

  /** An activation with an attribute that is no text. */
  private def gelu(attribute: Writer => Writer): Writer =
    new Writer(2).sequential(_.layer("activation.GELU")(inner => attribute(inner.text("approximate"))))

  /** Calls a name again and again with the value of the memo. */
  private def calls(writer: Writer, times: Int): Writer = {
    for (_ <- 1 to times) writer.raw('h', 1, 'h', 0).ascii("R0")
    writer
  }

  private val notText = "0 (GELU) must have a text as approximate but has none"
  private val usesMore = "the pickle must use at most "
  private val hostileTorch: Seq[(String, Array[Byte], String)] = Seq(
    (
      "global",
      torch(new Writer(2).global("os", "system").text("true").raw(0x85).ascii("R")),
      "the pickle imports os.system, but only the names of tensors and of the layers of an nn.Sequential are allowed;" +
        " nothing was executed: save the model's state_dict() (pickle, byte 2)"
    ),
    (
      "stack",
      torch(new Writer(4).text("builtins").text("eval").raw(0x93)),
      "the pickle imports builtins.eval, but only the names of tensors"
    ),
    (
      "storage",
      state("W1" -> view.copy(length = Int.MaxValue)),
      "the record data/0 must have 4 bytes for each of the 2147483647 elements that the pickle states but has 72 bytes"
    ),
    (
      "view",
      state("W1" -> view.copy(shape = Seq(1 << 15, 1 << 15), strides = Seq(0, 0))),
      "the file must expand to at most 4007200 bytes but expands to more at W1"
    ),
    ("missing", state("W1" -> view.copy(key = "1")), "the archive must hold the record data/1 but does not"),
    (
      "beyond",
      state("W1" -> view.copy(key = "../../../etc/passwd")),
      "the archive must hold the record data/../../../etc/passwd but does not"
    ),
    (
      "outside",
      TorchModels.file(new Writer(2).state(Seq("W1" -> view)), Seq("../../0" -> Array[Byte](0))),
      "the zip file must hold names that stay inside it but holds archive/data/../../0"
    ),
    (
      "deep",
      torch(sequential(100)),
      "the model must have at most 10000 layers, 32 levels deep, but has more at 0.0.0"
    ),
    ("text", torch(gelu(nested(400000))), notText),
    (
      "tag",
      torch(nested(400000)(new Writer(2).ascii("(")).ascii("tQ")),
      "an object outside the pickle must be a storage but is not"
    ),
    (
      "number",
      torch(new Writer(2).sequential(_.int(5))),
      "0 must be a layer of the nn.Sequential but is none"
    ),
    (
      "prefixes",
      state("module." * 100000 + "W1" -> view),
      "names of arrays must have at most 1000 characters but module.module.module… has 700002"
    ),
    (
      "pairs",
      torch {
        val writer = new Writer(2).ascii("](")
        for (i <- 1 to 100000) writer.text(s"$i").text("").raw(0x86)
        writer.ascii("e").raw(0x85, 'q', 0).global("collections", "OrderedDict").raw('q', 1)
        calls(writer, 100000)
      },
      usesMore
    ),
    (
      "encoded",
      calls(
        new Writer(2)
          .text("x" * 4000000)
          .text("latin1")
          .raw(0x86, 'q', 0)
          .global("_codecs", "encode")
          .raw('q', 1),
        200000
      ).end(),
      usesMore
    )
  ).map { case (name, bytes, message) => (s"$name.pt", bytes, message) }

  private def write(directory: Path): Unit = {
    (hostile ++ hostileTorch).foreach { case (name, bytes, _) => Files.write(directory.resolve(name), bytes) }
    val sparse = new RandomAccessFile(directory.resolve("sparse").toFile, "rw")
    sparse.setLength(1L << 30)
    sparse.close()
    val large = new RandomAccessFile(directory.resolve("large").toFile, "rw")
    large.write(Pickles.dict(Seq()))
    large.setLength(1L << 30)
    large.close()
    // Below 100 times its length.
    for (
      (name, entries) <- Seq("bomb" -> Seq("noise", "W1.npy"), "bomb.pt" -> Seq("archive/data.pkl", "archive/data/0"))
    ) {
      val zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(directory.resolve(name))))
      zip.putNextEntry(new ZipEntry(entries.head))
      zip.write(new scala.util.Random(1).nextBytes(4000000))
      zip.putNextEntry(new ZipEntry(entries.last))
      for (_ <- 1 to 300) zip.write(new Array[Byte](1000000))
      zip.close()
    }
    for (name <- Seq("pipe", "set")) {
      val directoryOfSet = if (name == "set") Files.createDirectory(directory.resolve("set")) else directory
      val pipe = directoryOfSet.resolve(if (name == "set") "W1.npy" else "pipe")
      assert(new ProcessBuilder("mkfifo", pipe.toString).start().waitFor() == 0)
    }
    val many = Files.createDirectory(directory.resolve("many"))
    for (i <- 1 to 9) {
      val file = new RandomAccessFile(many.resolve(s"W$i.npy").toFile, "rw")
      file.setLength(40000000)
      file.close()
    }
  }

  test("whole runs with 512 MB end with status 2, one line and a record") {
    val directory = Files.createTempDirectory("mnist-scorer-test").toRealPath()
    try {
      Files.write(directory.resolve("classes"), dense(1, 20000))
      Files.write(directory.resolve("text.pt"), torch(gelu(nested(400000))))
      val sparse = new RandomAccessFile(directory.resolve("sparse").toFile, "rw")
      sparse.setLength(1L << 30)
      sparse.close()
      for (
        (name, message) <- Seq(
          "classes" -> "the last layer, W1 [1, 20000], must have at most 256 units",
          "text.pt" -> notText,
          "sparse" -> formats
        )
      ) {
        val job = Seq("--input=sample:10", s"--weights=$directory/$name", "--scale=1", s"--report=$directory/report")
        val ended = SubmitScript.run(
          Seq("--driver-memory", "512m", "--") ++ job,
          Map("JAVA_HOME" -> System.getProperty("java.home"))
        )
        assert(ended.status == 2, ended.err)
        assert(
          ended.err.contains(s"\n[$directory/$name] $message") || ended.err.startsWith(s"[$directory/$name] $message")
        )
        assert(Files.readString(directory.resolve("report/run.json")).contains("\"exitStatus\" : 2"))
      }
    } finally Files.walk(directory).sorted(Comparator.reverseOrder[Path]()).forEach(file => Files.delete(file))
  }

  private val formats = "a weights file must have one of the formats "
  private val regular = "weights must be in a regular file but are not"
  private val others = Seq(
    "sparse" -> formats,
    "large" -> "weights must have at most ",
    "bomb" -> "the zip file must unpack to at most ",
    "bomb.pt" -> "the zip file must unpack to at most ",
    "pipe" -> regular,
    "set" -> regular,
    "many" -> "weights must have at most ",
    "/dev/zero" -> regular
  )

  test("each is refused in one line, within 20 seconds and 512 MB") {
    val directory = Files.createTempDirectory("mnist-scorer-test").toRealPath()
    try {
      write(directory)
      val expected = (hostile ++ hostileTorch).map { case (name, _, message) => name -> message } ++ others
      val java = Path.of(System.getProperty("java.home"), "bin", "java").toString
      val command = (java +: ManagementFactory.getRuntimeMXBean.getInputArguments.asScala.toSeq) ++
        Seq("-Xmx512m", "-cp", System.getProperty("java.class.path"), "dev.mnistscorer.weights.WeightsProbe") ++
        expected.map { case (name, _) => directory.resolve(name).toString }
      val process = new ProcessBuilder(command.asJava).redirectError(ProcessBuilder.Redirect.INHERIT).start()
      val lines = new String(process.getInputStream.readAllBytes(), "UTF-8").linesIterator.toSeq
      assert(process.waitFor() == 0)
      assert(lines.length == expected.length, lines.mkString("\n"))
      for (((name, message), line) <- expected.zip(lines)) {
        val Array(seconds, refusal) = line.split(" ", 2)
        assert(refusal.replaceFirst("^\\[[^\\]]*] ", "").startsWith(message), name)
        assert(seconds.toInt < 20, name)
      }
    } finally Files.walk(directory).sorted(Comparator.reverseOrder[Path]()).forEach(file => Files.delete(file))
  }
}

/** Reads weights files and prints, for each, the seconds that it took and the network or the refusal. */
object WeightsProbe {
  def main(files: Array[String]): Unit = {
    val options = new ImportOptions(
      Optional.of(Activation.SIGMOID),
      Optional.empty(),
      OptionalDouble.of(1),
      OptionalDouble.empty(),
      OptionalDouble.empty(),
      Optional.empty(),
      Optional.empty()
    )
    for (file <- files) {
      val start = System.nanoTime
      val result =
        try WeightsFile.read(file, new Configuration, options).network.toString
        catch {
          case refused: BadInputException => refused.getMessage
          case other: Throwable => s"threw $other"
        }
      println(s"${(System.nanoTime - start) / 1000000000} $result")
    }
  }
}
