package dev.mnistscorer

import java.io.{File, IOException}
import java.net.URI

import org.apache.hadoop.fs.permission.FsPermission
import org.apache.hadoop.fs.{FSDataOutputStream, Path, RawLocalFileSystem}
import org.apache.hadoop.util.Progressable

/** Local files whose renames and writes fail when [[FaultyFileSystem.fault]] says so. */
final class FaultyFileSystem extends RawLocalFileSystem {
  import FaultyFileSystem._

  override def getScheme: String = "faulty"
  override def getUri: URI = URI.create("faulty:///")
  override def pathToFile(path: Path): File = new File(path.toUri.getPath)

  override def rename(from: Path, to: Path): Boolean = {
    val publishing = to.getName.startsWith("run_id=")
    fault match {
      case "refuse" if publishing => false
      case "refuse once" if publishing =>
        fault = ""
        false
      case "throw" if publishing => throw new IOException("connection reset")
      case "succeed and throw" if publishing =>
        super.rename(from, to)
        throw new IOException("timed out")
      case _ => super.rename(from, to)
    }
  }

  private def requireSpace(path: Path): Unit = {
    val full = fault == "full" && path.getName.startsWith("part-") || fault == "full for manifests" &&
      path.getName.startsWith("_manifest")
    if (full) throw new IOException("No space left on device")
  }

  override def create(
      path: Path,
      permission: FsPermission,
      overwrite: Boolean,
      bufferSize: Int,
      replication: Short,
      blockSize: Long,
      progress: Progressable
  ): FSDataOutputStream = {
    requireSpace(path)
    super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress)
  }

  override def create(
      path: Path,
      overwrite: Boolean,
      bufferSize: Int,
      replication: Short,
      blockSize: Long,
      progress: Progressable
  ): FSDataOutputStream = {
    requireSpace(path)
    super.create(path, overwrite, bufferSize, replication, blockSize, progress)
  }
}

object FaultyFileSystem {
  @volatile var fault: String = ""
}
