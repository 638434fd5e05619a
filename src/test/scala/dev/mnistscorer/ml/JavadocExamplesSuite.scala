package dev.mnistscorer.ml

import java.io.StringWriter
import java.nio.file.{Files, Path}
import javax.tools.ToolProvider

import scala.jdk.CollectionConverters._

import dev.mnistscorer.SparkTest

/** The examples in the Javadoc of the public package. */
class JavadocExamplesSuite extends SparkTest {
  private val example = "(?s)<pre>\\{@code\n(.*?)\n \\* \\}</pre>".r

  private def examples(file: String): Seq[String] = {
    val text = Files.readString(Path.of("src/main/java/dev/mnistscorer/ml", file))
    example.findAllMatchIn(text).map(_.group(1).replaceAll("(?m)^ \\* ?", "")).toSeq
  }

  /** Messages of the compiler. */
  private def compile(code: String): String = withDirectory { directory =>
    val packages = Seq(
      "dev.mnistscorer.ml",
      "java.util",
      "org.apache.spark.ml",
      "org.apache.spark.ml.evaluation",
      "org.apache.spark.sql"
    )
    val source = packages.map(name => s"import $name.*;\n").mkString +
      s"class Example { void run(SparkSession spark) throws Exception {\n$code\n} }\n"
    val compiler = ToolProvider.getSystemJavaCompiler
    val files = compiler.getStandardFileManager(null, null, null)
    val out = new StringWriter
    try {
      val units = files.getJavaFileObjects(Files.writeString(directory.resolve("Example.java"), source))
      val options = Seq("-proc:none", "-d", directory.toString, "-cp", System.getProperty("java.class.path"))
      compiler.getTask(out, files, null, options.asJava, null, units).call()
      out.toString
    } finally files.close()
  }

  test("the examples in the Javadoc of the public package compile") {
    for ((file, count) <- Seq("package-info.java" -> 1, "DenseNetworkModel.java" -> 1)) {
      val found = examples(file)
      assert(found.length == count, file)
      found.foreach(code => assert(compile(code) == "", code))
    }
    assert(compile("DenseNetworkModel.load(1);").contains("incompatible types"))
  }
}
