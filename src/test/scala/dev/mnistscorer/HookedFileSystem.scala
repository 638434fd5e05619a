package dev.mnistscorer

import java.io.File
import java.net.URI

import org.apache.hadoop.fs.permission.FsPermission
import org.apache.hadoop.fs.{FSDataInputStream, FSDataOutputStream, FileStatus, Path, RawLocalFileSystem}
import org.apache.hadoop.util.Progressable

/** Local files; a test may do something of its own before or after a step, as another process would. */
final class HookedFileSystem extends RawLocalFileSystem {
  import HookedFileSystem.hook

  override def getScheme: String = "hooked"
  override def getUri: URI = URI.create("hooked:///")
  override def pathToFile(path: Path): File = new File(path.toUri.getPath)

  override def listStatus(path: Path): Array[FileStatus] = {
    val found = super.listStatus(path)
    hook("listed", path)
    found
  }

  override def open(path: Path, bufferSize: Int): FSDataInputStream = {
    hook("open", path)
    val in = super.open(path, bufferSize)
    hook("opened", path)
    in
  }

  override def rename(from: Path, to: Path): Boolean = {
    hook("rename", to)
    val done = super.rename(from, to)
    hook("renamed", to)
    done
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
    hook("create", path)
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
    hook("create", path)
    super.create(path, overwrite, bufferSize, replication, blockSize, progress)
  }
}

object HookedFileSystem {

  /** Takes the step (`listed`, `open`, `opened`, `rename`, `renamed`, `create`) and its path. */
  type Hook = (String, Path) => Unit

  @volatile private var hook: Hook = (_, _) => ()

  /** Does `hook` at the steps of all such file systems while `body` runs. */
  def during[T](hook: Hook)(body: => T): T = {
    this.hook = hook
    try body
    finally this.hook = (_, _) => ()
  }
}
