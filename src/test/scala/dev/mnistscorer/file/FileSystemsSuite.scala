package dev.mnistscorer.file

import java.io.IOException

import org.apache.hadoop.conf.Configuration
import org.apache.hadoop.fs.Path
import org.apache.hadoop.util.VersionInfo
import org.scalatest.funsuite.AnyFunSuite

class FileSystemsSuite extends AnyFunSuite {
  private def refusal(uri: String, settings: (String, String)*): String = {
    val configuration = new Configuration
    settings.foreach { case (name, value) => configuration.set(name, value) }
    intercept[IOException](FileSystems.of(new Path(uri), configuration)).getMessage
  }

  private def packaged(module: String) =
    s"; add it with './submit.sh --packages org.apache.hadoop:$module:${VersionInfo.getVersion} -- …'"

  test("a file system of Hadoop whose classes are missing is named with its package") {
    assert(
      refusal("s3a://bucket/x") == "class org.apache.hadoop.fs.s3a.S3AFileSystem is missing" + packaged("hadoop-aws")
    )
    assert(
      refusal("abfss://container@account.dfs.core.windows.net/x") ==
        "class org.apache.hadoop.fs.azurebfs.SecureAzureBlobFileSystem is missing" + packaged("hadoop-azure")
    )
  }

  test("another file system that is missing is named by its scheme or its class") {
    assert(
      refusal("gs://bucket/x") == "No FileSystem for scheme \"gs\"; add it with './submit.sh --jars FILE.jar -- …'"
    )
    assert(
      refusal("x://y/z", "fs.x.impl" -> "com.example.Missing") ==
        "class com.example.Missing is missing; add it with './submit.sh --jars FILE.jar -- …'"
    )
  }

  test("a file system that lacks a class of its own is named by that") {
    assert(
      refusal("x://y/z", "fs.x.impl" -> classOf[IncompleteFileSystem].getName) ==
        "class com.example.Sdk is missing; add it with './submit.sh --jars FILE.jar -- …'"
    )
  }

  test("a file system that fails in another way is not hidden") {
    val configuration = new Configuration
    configuration.set("fs.x.impl", classOf[FailingFileSystem].getName)
    assert(
      intercept[IllegalStateException](FileSystems.of(new Path("x://y/z"), configuration)).getMessage == "no endpoint"
    )
  }
}

class IncompleteFileSystem extends org.apache.hadoop.fs.RawLocalFileSystem {
  override def initialize(uri: java.net.URI, configuration: Configuration): Unit =
    throw new NoClassDefFoundError("com/example/Sdk")
}

class FailingFileSystem extends org.apache.hadoop.fs.RawLocalFileSystem {
  override def initialize(uri: java.net.URI, configuration: Configuration): Unit =
    throw new IllegalStateException("no endpoint")
}
