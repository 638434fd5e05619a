package dev.mnistscorer

import java.io.IOException
import java.util.concurrent.atomic.AtomicInteger

import org.apache.hadoop.fs.{FSDataInputStream, FileStatus, Path}

/**
 * Local files that are renamed as objects are: each file of a directory is copied, then all are deleted, and two renames to
 * one place may be done at once. Its process can die at any step, after which it does nothing more.
 */
final class CopyingFileSystem extends CreatingFileSystem("copying") {
  import CopyingFileSystem._

  override def getFileStatus(path: Path): FileStatus = {
    requireAlive()
    super.getFileStatus(path)
  }

  override def listStatus(path: Path): Array[FileStatus] = {
    requireAlive()
    super.listStatus(path)
  }

  override def open(path: Path, bufferSize: Int): FSDataInputStream = {
    requireAlive()
    super.open(path, bufferSize)
  }

  override protected def creating(path: Path): Unit = step(path)

  override def delete(path: Path, recursive: Boolean): Boolean = {
    step(path)
    super.delete(path, recursive)
  }

  override def rename(from: Path, to: Path): Boolean = {
    requireAlive()
    val free = !exists(to) || getFileStatus(to).isDirectory && super.listStatus(to).isEmpty
    meeting(to)
    if (free) {
      copy(from, to)
      remove(from)
    }
    free
  }

  private def copy(from: Path, to: Path): Unit =
    if (getFileStatus(from).isDirectory)
      listStatus(from).map(_.getPath).sortBy(_.getName).foreach(file => copy(file, new Path(to, file.getName)))
    else {
      step(to)
      // A store of objects has no empty directories.
      mkdirs(to.getParent)
      java.nio.file.Files.copy(pathToFile(from).toPath, pathToFile(to).toPath)
      ()
    }

  private def remove(from: Path): Unit = {
    if (getFileStatus(from).isDirectory) listStatus(from).map(_.getPath).foreach(remove)
    delete(from, false)
    ()
  }
}

object CopyingFileSystem {

  /** Called by a rename to a path that has found its place free, before it copies. */
  @volatile var meeting: Path => Unit = _ => ()

  /** Called before each step that changes files, of a process that [[dieAfter]] counts the steps of. */
  @volatile var stepping: () => Unit = () => ()

  @volatile private var begins: Path => Boolean = _ => false
  @volatile private var begun = false
  private val left = new AtomicInteger

  /** Lets the process die after so many steps that change files, the first of which is one on a path that `begins`. */
  def dieAfter[T](steps: Int, begins: Path => Boolean)(body: => T): T = {
    left.set(steps)
    begun = false
    this.begins = begins
    try body
    finally {
      this.begins = _ => false
      begun = false
    }
  }

  def isDead: Boolean = begun && left.get < 0

  private def requireAlive(): Unit = if (isDead) throw new IOException("the process is dead")

  private def step(path: Path): Unit = {
    if (begins(path)) begun = true
    if (begun) stepping()
    if (begun) left.decrementAndGet()
    requireAlive()
  }
}
