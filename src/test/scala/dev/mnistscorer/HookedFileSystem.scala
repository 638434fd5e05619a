package dev.mnistscorer

import org.apache.hadoop.fs.{FSDataInputStream, FileStatus, Path}

/** Local files; a test may do something of its own before or after a step, as another process would. */
final class HookedFileSystem extends CreatingFileSystem("hooked") {
  import HookedFileSystem.hook

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

  override protected def creating(path: Path): Unit = hook("create", path)
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
