package dev.mnistscorer.picture

import scala.jdk.CollectionConverters._

import org.scalatest.funsuite.AnyFunSuite

class TerminalSuite extends AnyFunSuite {
  private def terminal(interactive: Boolean, environment: (String, String)*): Terminal =
    Terminal.of(environment.toMap.asJava, interactive)

  test("colours are for a terminal that has them, unless NO_COLOR says otherwise") {
    val xterm = "TERM" -> "xterm-256color"
    assert(terminal(true, xterm).colour)
    assert(!terminal(false, xterm).colour)
    assert(!terminal(true, xterm, "NO_COLOR" -> "1").colour)
    assert(terminal(true, xterm, "NO_COLOR" -> "").colour)
    assert(!terminal(true, "TERM" -> "dumb").colour)
    assert(!terminal(true, "TERM" -> "").colour)
    assert(!terminal(true).colour)
  }

  test("the width is that of COLUMNS, at least 20, and 80 without a valid one") {
    def columns(value: String): Int = terminal(false, "COLUMNS" -> value).columns
    assert(terminal(true).columns == 80)
    assert(Seq("44", "200", "5", "0", "", "-3", "x", "12345").map(columns) == Seq(44, 200, 20, 80, 80, 80, 80, 80))
  }
}
