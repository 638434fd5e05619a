package dev.mnistscorer.weights.json

import scala.jdk.CollectionConverters._

import dev.mnistscorer.Pickles
import dev.mnistscorer.error.BadInputException
import dev.mnistscorer.weights.{ImportOptions, WeightsFile}
import org.scalatest.funsuite.AnyFunSuite

class NielsenJsonSuite extends AnyFunSuite {
  private val arrays = Pickles.network(6, 5, 3).map(_._2)

  private def rows(values: Seq[Float], width: Int): String =
    values.grouped(width).map(_.mkString("[", ", ", "]")).mkString("[", ", ", "]")

  /** Weights as [out, in], biases as columns. */
  private val json = {
    val weights = Seq(arrays.head, arrays(2)).map { array =>
      val Seq(in, out) = array.shape
      rows(for (o <- 0 until out; i <- 0 until in) yield array.values(i * out + o), in)
    }
    val biases = Seq(arrays(1), arrays(3)).map(array => rows(array.values, 1))
    s"""{"sizes": [6, 5, 3], "weights": ${weights.mkString("[", ", ", "]")}, "biases": ${biases.mkString(
        "[",
        ", ",
        "]"
      )},
       | "cost": "CrossEntropyCost"}""".stripMargin
  }

  private def read(text: String, options: ImportOptions = ImportOptions.AS_STORED): WeightsFile =
    WeightsFile.of("f", text.getBytes, options)

  private def refusal(text: String): String = intercept[BadInputException](read(text)).getMessage

  test("sigmoid throughout, with the numbers of the other formats") {
    val file = read(json)
    assert(file.format == "Nielsen's JSON" && file.network.toString == "6-5-3 (sigmoid, sigmoid)")
    assert(file.metadata.asScala == Map("cost" -> "CrossEntropyCost"))
    assert(file.assumptions.asScala == Seq("pixels × 1/255 (assumed: the file does not say; --scale)"))
    val options = new ImportOptions(
      Pickles.options.activation,
      Pickles.options.activation,
      Pickles.options.scale,
      Pickles.options.mean,
      Pickles.options.std,
      Pickles.options.layout,
      Pickles.options.biasColumn
    )
    assert(file.network.sha256 == WeightsFile.of("f", Pickles.dict(Pickles.network(6, 5, 3)), options).network.sha256)
  }

  test("JSON that is no network is refused in one line") {
    val none = "[f] a network in JSON must have sizes, weights and biases, as many of each, but has "
    val rows = " must be a list of matrices, each a list of rows of one length, but is not"
    val cases = Seq(
      "{}" -> (none + "0 weights and 0 biases"),
      """{"weights": [[[1, 2]]], "other": {"a": [1]}}""" -> (none + "1 weights and 0 biases"),
      """{"weights": 5}""" -> ("[f] weights" + rows),
      """{"weights": [[[1, 2], [3]]]}""" -> ("[f] weights" + rows),
      """{"biases": [[1]]}""" -> ("[f] biases" + rows),
      """{"weights": [[["1"]]]}""" -> ("[f] weights" + rows),
      """{"weights": [[[1]]], "biases": [[[1]]]} {}""" -> "[f] the JSON object must be the whole file but more follows"
    )
    for ((text, message) <- cases) assert(refusal(text) == message, text)
    for (length <- 1 until json.length) refusal(json.take(length))
  }
}
