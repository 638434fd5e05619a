package dev.mnistscorer.kernel

import org.scalatest.tags.Slow
import java.lang.management.ManagementFactory
import java.nio.file.Path

import scala.jdk.CollectionConverters._

import com.sun.management.HotSpotDiagnosticMXBean
import dev.mnistscorer.ProcessTest
import org.scalatest.funsuite.AnyFunSuite

/** Runs the suites of the arithmetic in JVMs of their own, one for each SIMD width that this machine has. */
@Slow
class VectorWidthSuite extends AnyFunSuite with ProcessTest {
  private val suites =
    Seq("kernel.KernelSuite", "scoring.ForwardPassSuite", "scoring.GoldenDigestSuite").map("dev.mnistscorer." + _)

  private val widest =
    ManagementFactory.getPlatformMXBean(classOf[HotSpotDiagnosticMXBean]).getVMOption("MaxVectorSize").getValue.toInt

  /** Options of this JVM but those that keep code from the optimising compiler. */
  private val options =
    ManagementFactory.getRuntimeMXBean.getInputArguments.asScala.toSeq.filterNot(_.startsWith("-XX:Tier4"))

  private def run(bytes: Int): (Int, String) = {
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString
    val command = (java +: options) ++ Seq(
      s"-XX:MaxVectorSize=$bytes",
      s"-D${VectorWidthSuite.Bits}=${8 * bytes}",
      "-cp",
      System.getProperty("java.class.path"),
      "org.scalatest.tools.Runner",
      "-R",
      "target/test-classes",
      "-oW"
    ) ++ suites.flatMap(Seq("-s", _))
    val process = new ProcessBuilder(command.asJava).redirectErrorStream(true).start()
    val output = new String(process.getInputStream.readAllBytes(), "UTF-8")
    (process.waitFor(), output)
  }

  for (bytes <- Seq(16, 32, 64)) {
    test(s"with vectors of ${8 * bytes} bits all kernels give the same bits, those of every other width") {
      assume(bytes <= widest, s"the vectors of this machine have ${8 * widest} bits")
      val (status, output) = run(bytes)
      assert(status == 0, output)
      assert(output.contains("All tests passed."), output)
    }
  }
}

object VectorWidthSuite {

  /** System property: the width in bits that the vector kernel must have. */
  val Bits = "mnistscorer.test.vector.bits"
}
