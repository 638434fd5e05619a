package dev.mnistscorer.error

import org.scalatest.funsuite.AnyFunSuite

class BadInputExceptionSuite extends AnyFunSuite {
  private val name = "a\nb\u001b[31m\u009b\u0085\u2028\u2029ü\t"
  private val printed = "a?b?[31m????ü?"

  test("a message is one line without terminal escapes, whatever a file is called") {
    val cause = new java.io.IOException("no\nluck")
    val messages = Seq(
      new BadInputException(name) -> printed,
      new BadInputException(name, cause) -> printed,
      BadInputException.in(name, "%s is wrong", name) -> s"[$printed] $printed is wrong",
      BadInputException.cannot("read", name, cause) -> s"Cannot read $printed: no"
    )
    for ((error, message) <- messages) assert(error.getMessage == message)
  }
}
