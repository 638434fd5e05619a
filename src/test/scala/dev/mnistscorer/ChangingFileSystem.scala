package dev.mnistscorer

import java.io.File
import java.net.URI
import java.nio.file.{Files, StandardOpenOption}

import org.apache.hadoop.fs.{FSDataInputStream, Path, RawLocalFileSystem}

/** Local files that grow by a byte whenever they are opened. */
final class ChangingFileSystem extends RawLocalFileSystem {
  override def getScheme: String = "changing"
  override def getUri: URI = URI.create("changing:///")
  override def pathToFile(path: Path): File = new File(path.toUri.getPath)
  override def open(path: Path, bufferSize: Int): FSDataInputStream = {
    Files.write(pathToFile(path).toPath, Array[Byte](0), StandardOpenOption.APPEND)
    super.open(path, bufferSize)
  }
}
