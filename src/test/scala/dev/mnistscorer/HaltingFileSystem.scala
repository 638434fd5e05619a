package dev.mnistscorer

import java.io.File
import java.net.URI

import org.apache.hadoop.fs.{Path, RawLocalFileSystem}

/** Local files; the JVM halts, as by SIGKILL, at the rename that the setting `halting.at` names. */
final class HaltingFileSystem extends RawLocalFileSystem {
  override def getScheme: String = "halting"
  override def getUri: URI = URI.create("halting:///")
  override def pathToFile(path: Path): File = new File(path.toUri.getPath)

  override def rename(from: Path, to: Path): Boolean = {
    val publishes = to.getName.startsWith("run_id=") && from.getName.startsWith("_attempt-")
    haltAt("STAGED", publishes && from.getParent.getParent.getName == "_staging")
    val done = super.rename(from, to)
    haltAt("REPLACED", to.getParent.getName == "_replaced")
    haltAt("RENAMED", publishes && to.getParent.getName != "_quarantine")
    haltAt("PUBLISHED", to.getName == "_manifest.json")
    done
  }

  private def haltAt(point: String, reached: Boolean): Unit =
    if (reached && getConf.get("halting.at", "") == point) Runtime.getRuntime.halt(137)
}
