package dev.mnistscorer.source

import java.util.{Optional, List => JavaList}

import org.scalatest.funsuite.AnyFunSuite

class InputFileSuite extends AnyFunSuite {
  private def file(path: String, length: Long, labels: InputFile*) =
    new InputFile(path, length, 1700000000123L, Optional.ofNullable(labels.headOption.orNull))

  test("files pass through JSON unchanged") {
    val files = JavaList.of(
      file("file:/a\\b \"c\"\n%20/[x]{y}-ü", 5000000000L, file("s3a://bucket/a:b", 38)),
      file("b", 0)
    )
    assert(InputFile.fromJson(InputFile.toJson(files)) == files)
    assert(InputFile.fromTree(InputFile.toTree(files)) == files)
    assert(InputFile.fromJson("[]") == JavaList.of())
  }

  test("the JSON of a file has the names that manifests use") {
    assert(
      InputFile.toJson(JavaList.of(file("a", 1, file("b", 2)))) ==
        """[{"path":"a","length":1,"modified":1700000000123,""" +
        """"labels":{"path":"b","length":2,"modified":1700000000123}}]"""
    )
  }

  test("other JSON is refused with the reason") {
    val reasons = Seq(
      "{}" -> "files must be an array but were OBJECT",
      """[{"path":"a","length":"1","modified":2}]""" ->
        """a file must have path, length and modified but was {"path":"a","length":"1","modified":2}""",
      """[{"path":"a","length":1,"modified":2,"labels":{}}]""" -> "a file must have path, length and modified but was {}"
    )
    for ((json, reason) <- reasons)
      assert(intercept[IllegalArgumentException](InputFile.fromJson(json)).getMessage == reason)
    assert(intercept[IllegalArgumentException](InputFile.fromJson("[{")).getMessage.startsWith("not JSON: "))
  }
}
