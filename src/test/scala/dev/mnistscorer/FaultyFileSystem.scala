package dev.mnistscorer

import java.io.IOException

import org.apache.hadoop.fs.Path

/** Local files whose renames and writes fail when [[FaultyFileSystem.fault]] says so. */
final class FaultyFileSystem extends CreatingFileSystem("faulty") {
  import FaultyFileSystem._

  override def rename(from: Path, to: Path): Boolean = {
    val publishing = Seq(to, to.getParent).exists(_.getName.startsWith("run_id="))
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
    if (fault == "full" && path.getName.startsWith("part-")) throw new IOException("No space left on device")
  }

  override protected def creating(path: Path): Unit = requireSpace(path)
}

object FaultyFileSystem {
  @volatile var fault: String = ""
}
