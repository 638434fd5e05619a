package dev.mnistscorer

import java.nio.file.{Files, Path}
import java.security.MessageDigest
import java.util.zip.ZipFile

import scala.jdk.CollectionConverters._

import com.fasterxml.jackson.databind.json.JsonMapper
import org.scalatest.tags.Slow

/** What the profile `release` makes, built twice in directories of their own. */
@Slow
class ReleaseSuite extends SparkTest with ProcessTest {
  private val files = Seq("jar", "pom", "cdx.json").map("mnist-scorer." + _) ++
    Seq("sources", "javadoc").map(name => s"mnist-scorer-$name.jar")

  private def build(directory: Path): Path = {
    Files.createDirectories(directory)
    for (name <- Seq("pom.xml", "src")) {
      val from = Path.of(name)
      Files.walk(from).iterator.asScala.filterNot(_.startsWith("src/test")).foreach { file =>
        Files.copy(file, directory.resolve(file))
      }
    }
    val skipped = Seq("maven.test.skip", "spotless.check.skip", "mdep.skip").map(name => s"-D$name")
    MavenJars.maven(Seq("-f", s"$directory/pom.xml", "-Prelease") ++ skipped :+ "package": _*)
    directory.resolve("target")
  }

  private def entries(jar: Path): Seq[String] = {
    val zip = new ZipFile(jar.toFile)
    try zip.entries.asScala.map(_.getName).toSeq
    finally zip.close()
  }

  private def sha256(file: Path): Seq[Byte] =
    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)).toSeq

  test(
    "a release has sources, Javadoc of the public package, its materials and a POM for users, the same bytes each time"
  ) {
    withDirectory { directory =>
      val first = build(directory.resolve("a"))
      val second = build(directory.resolve("b"))
      assert(files.filterNot(name => sha256(first.resolve(name)) == sha256(second.resolve(name))) == Seq())

      assert(entries(first.resolve("mnist-scorer-sources.jar")).contains("dev/mnistscorer/ml/DenseNetworkModel.java"))
      val pages = entries(first.resolve("mnist-scorer-javadoc.jar")).filter(_.startsWith("dev/"))
      val documented =
        Seq("DenseNetworkModel", "package-summary", "package-tree").map(name => s"dev/mnistscorer/ml/$name.html")
      assert(pages.filter(_.endsWith(".html")).sorted == documented)

      val materials = new JsonMapper().readTree(first.resolve("mnist-scorer.cdx.json").toFile).path("components")
      assert(materials.elements.asScala.map(_.path("name").asText).toSet == Set("picocli", "jmustache", "jhdf"))

      val pom = Files.readString(first.resolve("mnist-scorer.pom"))
      val dependencies = "<artifactId>([^<]+)</artifactId>\\s*<version>[^<]+</version>\\s*(?:<scope>(\\w+)</scope>)?".r
        .findAllMatchIn(pom.substring(pom.indexOf("<dependencies>")))
        .map(each => each.group(1) -> each.group(2))
        .toSet
      assert(
        dependencies == Set("spark-core_2.13", "spark-sql_2.13", "spark-mllib_2.13", "scala-library").map(
          _ -> "provided"
        )
      )
    }
  }
}
