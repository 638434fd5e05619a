package dev.mnistscorer

import java.io.File
import java.net.URI

import org.apache.hadoop.fs.permission.FsPermission
import org.apache.hadoop.fs.{FSDataOutputStream, Path, RawLocalFileSystem}
import org.apache.hadoop.util.Progressable

/** Local files under a scheme of their own, which do something before each is created. */
abstract class CreatingFileSystem(scheme: String) extends RawLocalFileSystem {
  override def getScheme: String = scheme
  override def getUri: URI = URI.create(s"$scheme:///")
  override def pathToFile(path: Path): File = new File(path.toUri.getPath)

  protected def creating(path: Path): Unit

  override def create(
      path: Path,
      permission: FsPermission,
      overwrite: Boolean,
      bufferSize: Int,
      replication: Short,
      blockSize: Long,
      progress: Progressable
  ): FSDataOutputStream = {
    creating(path)
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
    creating(path)
    super.create(path, overwrite, bufferSize, replication, blockSize, progress)
  }
}
