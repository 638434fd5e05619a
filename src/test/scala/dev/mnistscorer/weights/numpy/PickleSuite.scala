package dev.mnistscorer.weights.numpy

import java.nio.ByteOrder

import scala.jdk.CollectionConverters._

import dev.mnistscorer.Pickles
import dev.mnistscorer.Pickles.{Array32, Writer}
import dev.mnistscorer.weights.pickle.Pickle
import org.scalatest.funsuite.AnyFunSuite

class PickleSuite extends AnyFunSuite {
  private val array = Array32(Seq(2, 3), Seq(1f, 2f, 3f, 4f, 5f, -6.5f))

  private def load(bytes: Array[Byte]): Any = Pickle.load(bytes, NumpyName.ALL)

  private def refusal(bytes: Array[Byte]): String = intercept[IllegalArgumentException](load(bytes)).getMessage

  private def onlyArray(bytes: Array[Byte]): Seq[Float] =
    load(bytes).asInstanceOf[NdArray].tensor("x").values.toSeq

  for (protocol <- 2 to 5)
    test(s"a dict of arrays is read in protocol $protocol") {
      val loaded = load(Pickles.dict(Seq("a" -> array, "b" -> Array32(Seq(1), Seq(7f))), protocol))
      val tensors = loaded.asInstanceOf[java.util.Map[String, NdArray]].asScala
      assert(tensors("a").tensor("a").toString == "a [2, 3]")
      assert(tensors("a").tensor("a").values.toSeq == array.values)
      assert(tensors("b").tensor("b").values.toSeq == Seq(7f))
    }

  test("columns first, big-endian and float64 arrays are read") {
    val fortran = Array32(Seq(2, 3), Seq(1f, 4f, 2f, 5f, 3f, -6.5f))
    assert(
      onlyArray(new Writer(3).array(Seq(2, 3), "f4", "<", fortran.bytes(), fortran = true).end()) == array.values
    )
    assert(
      onlyArray(new Writer(3).array(Seq(2, 3), "f4", ">", array.bytes(ByteOrder.BIG_ENDIAN)).end()) == array.values
    )
    val doubles = java.nio.ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putDouble(0.1).putDouble(-2).array()
    assert(onlyArray(new Writer(3).array(Seq(2), "f8", "<", doubles).end()) == Seq(0.1f, -2f))
  }

  test("strings of Python 2, which are names and the bytes of arrays, are read as Latin-1") {
    def short(text: String)(writer: Writer) = writer.ascii("U").raw(text.length).ascii(text)
    val writer = new Writer(2).ascii("}")
    short("w\u00e9")(writer)
    writer.global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray").int(0).raw(0x85)
    short("b")(writer).raw(0x87).ascii("R(").int(1).shape(array.shape).dtype("f4", "<").raw(0x89)
    val data = array.bytes()
    writer.ascii("T").int4(data.length).bytes(data).ascii("tbs")
    val loaded = load(writer.end()).asInstanceOf[java.util.Map[String, NdArray]].asScala
    assert(loaded("w\u00e9").tensor("w").values.toSeq == array.values)
  }

  test("any name beyond NumPy's arrays is refused, and nothing is executed") {
    for (
      (module, name) <- Seq("os" -> "system", "builtins" -> "eval", "numpy" -> "load", "numpy.core" -> "x\u001b[31m")
    ) {
      for (protocol <- Seq(2, 4)) {
        val message = refusal(new Writer(protocol).global(module, name).text("true").raw(0x85).ascii("R").end())
        val shown = s"$module.$name"
        assert(
          message.startsWith(
            s"the pickle imports $shown, but only the names of NumPy arrays are allowed; nothing was executed (pickle, byte "
          )
        )
      }
    }
  }

  test("opcodes that build objects are refused") {
    for (opcode <- Seq(0x92, 'i'.toInt, 'o'.toInt, 'P'.toInt, 0x82, 0x97, 0xff))
      assert(
        refusal(new Writer(3).raw(opcode).end()) ==
          f"opcode $opcode%02x is not allowed: only NumPy arrays are read from a pickle (pickle, byte 2)"
      )
  }

  test("objects outside the pickle, and objects of classes, are refused") {
    assert(
      refusal(new Writer(2).text("x").ascii("Q").end()) ==
        "all objects must be in the pickle but one is not: only NumPy arrays are read from a pickle (pickle, byte 8)"
    )
    assert(
      refusal(new Writer(2).global("numpy", "ndarray").ascii(")").raw(0x81).end()) ==
        "no object of NDARRAY must be created (pickle, byte 18)"
    )
  }

  test("a length beyond the bytes that are left is refused before anything is allocated") {
    assert(
      refusal(new Writer(3).ascii("B").int4(0x7fffffffL).ascii("x").end()) ==
        "a length must be at most 2, the bytes that are left, but is 2147483647 (pickle, byte 2)"
    )
    assert(
      refusal(new Writer(4).raw(0x8e, 0, 0, 0, 0, 0, 0, 0, 0x80).end()) ==
        "a length must not be negative but is -9223372036854775808 (pickle, byte 2)"
    )
    assert(
      refusal(new Writer(4).raw(0x8b).int4(-5).end()) ==
        "a length must be at most 1, the bytes that are left, but is -5 (pickle, byte 2)"
    )
  }

  test("a list operation on a tuple, and a mark in place of a value, are refused") {
    for (
      tuple <- Seq(Seq(')'.toInt), Seq('K'.toInt, 1, 0x85));
      append <- Seq(Seq('K'.toInt, 1, 'a'.toInt), "(K\u0001e".map(_.toInt))
    )
      assert(
        refusal(new Writer(3).raw(tuple: _*).raw(append: _*).end()) ==
          s"the pickle is broken at byte ${1 + tuple.size + append.size}"
      )
    for (opcodes <- Seq(Seq('2'.toInt), Seq('q'.toInt, 0), Seq(0x94)))
      assert(
        refusal(new Writer(4).ascii("(").raw(opcodes: _*).ascii("11").end()) ==
          "a value must be on the stack but a mark is (pickle, byte 3)"
      )
  }

  test("a newer protocol is refused") {
    assert(refusal(new Writer(6).end()) == "the protocol must be at most 5 but is 6 (pickle, byte 0)")
  }

  test("a dict that contains itself does not go round in circles") {
    assert(
      refusal(new Writer(3).ascii("}q").raw(0).ascii("h").raw(0).ascii("K").raw(1).ascii("s").end()) ==
        "a key of a dict must be a string or a number (pickle, byte 9)"
    )
  }

  test("cut off anywhere, a pickle is refused") {
    for (protocol <- 2 to 5) {
      val whole = Pickles.dict(Seq("a" -> array), protocol)
      for (length <- 2 until whole.length) intercept[IllegalArgumentException](load(whole.take(length)))
    }
  }

  test("damaged anywhere, a pickle is read or refused, and nothing else happens") {
    val random = new scala.util.Random(1)
    for (protocol <- 2 to 5; _ <- 1 to 2000) {
      val bytes = Pickles.dict(Seq("a" -> array), protocol)
      for (_ <- 0 to random.nextInt(3)) bytes(2 + random.nextInt(bytes.length - 2)) = random.nextInt().toByte
      try
        load(bytes) match {
          case map: java.util.Map[_, _] => map.values.asScala.foreach { case a: NdArray => a.tensor("a"); case _ => }
          case _ =>
        }
      catch { case _: IllegalArgumentException => }
    }
  }
}
