package dev.mnistscorer.train

import java.io.{ByteArrayOutputStream, PrintStream}

import org.scalatest.funsuite.AnyFunSuite

class TrainingProgressSuite extends AnyFunSuite {

  /** What is printed for reports at times in seconds. */
  private def printed(rewritten: Boolean)(reports: (Double, TrainingProgress => Unit)*): String = {
    val out = new ByteArrayOutputStream
    var now = 5e9
    val progress = new TrainingProgress(300, rewritten, new PrintStream(out, true), () => now.toLong)
    for ((seconds, report) <- reports) {
      now = 5e9 + seconds * 1e9
      report(progress)
    }
    out.toString
  }

  test("without a terminal there is a line for the first round, for the end, and else every ten seconds at most") {
    val lines = printed(false)(
      9.9 -> (_.about(4)),
      10.0 -> (_.about(5)),
      12.0 -> (_.about(6)),
      19.9 -> (_.done(50, 0.5)),
      20.0 -> (_.about(51)),
      100.0 -> (_.done(100, 0.25)),
      250.0 -> (_.about(299)),
      250.5 -> (_.done(300, 0.125))
    )
    assert(
      lines ==
        """About iteration 5 of 300, about 10 min left
          |About iteration 51 of 300, about 2 min left
          |Iteration 100 of 300: loss 0.25000, about 3 min left
          |About iteration 299 of 300, about 1 s left
          |Iteration 300 of 300: loss 0.12500
          |""".stripMargin
    )
    assert(printed(false)(1.0 -> (_.done(50, 2))) == "Iteration 50 of 300: loss 2.00000, about 5 s left\n")
  }

  test("on a terminal the line is rewritten, five times a second at most, and ends at the end") {
    val line = printed(true)(
      0.1 -> (_.about(1)),
      0.5 -> (_.about(10)),
      0.6 -> (_.about(12)),
      60.0 -> (_.done(250, 0.5)),
      61.0 -> (_.done(300, 0.25))
    )
    val lines = Seq(
      "About iteration 10 of 300, about 15 s left",
      "Iteration 250 of 300: loss 0.50000, about 12 s left",
      "Iteration 300 of 300: loss 0.25000".padTo(51, ' ')
    )
    assert(line == lines.map("\r" + _).mkString + "\n")
  }
}
