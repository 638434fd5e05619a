package dev.mnistscorer.file

import java.nio.charset.StandardCharsets.{ISO_8859_1, UTF_8}

import scala.jdk.OptionConverters._

import dev.mnistscorer.Idx
import org.scalatest.funsuite.AnyFunSuite

class FileKindSuite extends AnyFunSuite {
  private def kind(head: Array[Byte]): Option[FileKind] = FileKind.of(head).toScala

  /** One byte for each character. */
  private def kind(head: String): Option[FileKind] = kind(head.getBytes(ISO_8859_1))

  private val binary = "\u0000\u0001\u00fe\u0000" * 20

  test("binary formats are recognised by their signatures") {
    assert(kind(Idx.images(1)).contains(FileKind.IDX))
    assert(kind(Idx.gzip(Idx.images(1))).contains(FileKind.GZIP))
    val signatures = Seq(
      "PAR1" -> FileKind.PARQUET,
      "ORC" -> FileKind.ORC,
      "Obj\u0001" -> FileKind.AVRO,
      "\u0089PNG\r\n\u001a\n" -> FileKind.PNG,
      "\u00ff\u00d8\u00ff\u00e0" -> FileKind.JPEG,
      "GIF89a" -> FileKind.GIF,
      "BM\u0036\u0010\u0000\u0000\u0000\u0000\u0000\u0000" -> FileKind.BMP,
      "\u0093NUMPY\u0001\u0000" -> FileKind.NPY,
      "PK\u0003\u0004" -> FileKind.ZIP,
      "\u0089HDF\r\n\u001a\n" -> FileKind.HDF5,
      "MATLAB 5.0 MAT-file, Platform: GLNXA64" -> FileKind.MATLAB,
      "\u0080\u0002" -> FileKind.PICKLE,
      "bplist00\u00d2" -> FileKind.WEB_ARCHIVE
    )
    for ((signature, expected) <- signatures) assert(kind(signature + binary).contains(expected), expected)
    val member = "PK\u0003\u0004" + "\u0000" * 26
    assert(kind(member + "x_test.npy" + binary).contains(FileKind.NPZ))
    assert(kind(member + "model/data.pkl" + binary).contains(FileKind.ZIP))
    assert(kind(binary).isEmpty)
    assert(kind("").isEmpty)
  }

  test("text is recognised by its first line") {
    val texts = Seq(
      "label,1x1,1x2,1x3,1x4\r\n7,0,0,0,0\r\n" -> FileKind.CSV,
      "7.000000000000000000e+00,0.0,0.0,0.0,0.0" -> FileKind.CSV,
      "7;0;0;0;0\n" -> FileKind.CSV,
      "7\t0\t0\t0\t0\n" -> FileKind.CSV,
      "5 153:3 154:18 155:18\n" -> FileKind.LIBSVM,
      "-1 3:0.5\n" -> FileKind.LIBSVM,
      "{\"image\": [0, 1]}" -> FileKind.JSON,
      "[[0, 1], [2, 3]]" -> FileKind.JSON,
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 9912422\n" -> FileKind.GIT_LFS_POINTER,
      "\n<!DOCTYPE html>\n<html lang=\"en\">" -> FileKind.WEB_PAGE,
      "<HTML><BODY>404</BODY></HTML>" -> FileKind.WEB_PAGE,
      "<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>" -> FileKind.WEB_PAGE,
      "From: <Saved by Blink>\r\nMIME-Version: 1.0" -> FileKind.WEB_ARCHIVE,
      "not an image\n" -> FileKind.TEXT
    )
    for ((text, expected) <- texts) assert(kind(text).contains(expected), text)
    assert(kind("ümläut\n".getBytes(UTF_8)).contains(FileKind.TEXT))
    assert(kind("1,2,3,4,5\n\u0000\u0001").isEmpty)
  }

  test("what a user can do about a file that is no data is said") {
    assert(FileKind.GIT_LFS_POINTER.remedy == "; run 'git lfs pull' in its repository")
    assert(FileKind.WEB_PAGE.remedy == "; download the file itself")
    assert(FileKind.PARQUET.remedy == "")
  }
}
