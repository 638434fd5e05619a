package dev.mnistscorer

import java.io.File
import java.net.URI

import org.apache.hadoop.fs.{FSDataInputStream, Path, RawLocalFileSystem}

/** Local files under a scheme that only the options of one read make known. */
final class OptionalFileSystem extends RawLocalFileSystem {
  override def getScheme: String = "optional"
  override def getUri: URI = URI.create("optional:///")
  override def pathToFile(path: Path): File = new File(path.toUri.getPath)
}

/** Local files that are modified right after they were opened, while [[TouchingFileSystem.armed]]. */
final class TouchingFileSystem extends RawLocalFileSystem {
  override def getScheme: String = "touching"
  override def getUri: URI = URI.create("touching:///")
  override def pathToFile(path: Path): File = new File(path.toUri.getPath)
  override def open(path: Path, bufferSize: Int): FSDataInputStream = {
    val in = super.open(path, bufferSize)
    val file = pathToFile(path)
    if (TouchingFileSystem.armed) file.setLastModified(file.lastModified + 10000)
    in
  }
}

object TouchingFileSystem {
  @volatile var armed = false
}
