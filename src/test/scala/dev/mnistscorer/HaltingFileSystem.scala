package dev.mnistscorer

import java.io.File
import java.net.URI

import org.apache.hadoop.fs.{Path, RawLocalFileSystem}

/** Local files; the JVM halts, as by SIGKILL, at the step that the setting `halting.at` names. */
final class HaltingFileSystem extends RawLocalFileSystem {
  override def getScheme: String = "halting"
  override def getUri: URI = URI.create("halting:///")
  override def pathToFile(path: Path): File = new File(path.toUri.getPath)

  override def rename(from: Path, to: Path): Boolean = {
    val publishes = to.getName.startsWith("run_id=") && from.getName.startsWith("_attempt-")
    haltAt("STAGED", publishes)
    val done = super.rename(from, to)
    haltAt("RENAMED", publishes)
    haltAt("BESIDE", to.getParent.getName.startsWith("run_id=") && from.getParent.getName.startsWith("_attempt-"))
    done
  }

  override def delete(path: Path, recursive: Boolean): Boolean = {
    haltAt("PUBLISHED", path.getName == "_publishing.json")
    super.delete(path, recursive)
  }

  private def haltAt(point: String, reached: Boolean): Unit =
    if (reached && getConf.get("halting.at", "") == point) Runtime.getRuntime.halt(137)
}
