package dev.mnistscorer.cli

import java.nio.file.Files

import dev.mnistscorer.error.Secrets
import dev.mnistscorer.{JavaProcess, ProcessTest, SparkTest}

/** Credentials and settings that a command line or a file must not have. */
class SecretsSuite extends SparkTest with ProcessTest {
  private val user = "must not hold a user's name and password: give them to Spark, as spark.hadoop.fs.…"
  private val query = "must not hold a key or a signature: give credentials to Spark, as spark.hadoop.fs.…"

  private val uris = Seq(
    "hdfs://me:planted@host/x" -> user,
    "hdfs://me%3Aplanted@host/x" -> user,
    "s3a://PLANTEDKEY@bucket/x" -> user,
    "s3a://KEY:planted@bucket/x" -> user,
    "s3a://KEY%3Aplanted@bucket/x" -> user,
    "s3a://KEY%3aplanted@bucket/x" -> user,
    "s3a://KEY:planted/with/slashes@bucket/x" -> user,
    "s3n://KEY:planted@bucket" -> user,
    "https://account.blob.core.windows.net/c/x?sv=2022&sig=planted" -> query,
    "https://bucket.s3.amazonaws.com/x?X-Amz-Date=1&X-Amz-Signature=planted&X-Amz-Expires=9" -> query,
    "https://host/x?token=planted" -> query
  )

  test("a URI with credentials is refused and not repeated, in each argument of each command") {
    val arguments = Seq(
      "score" -> Seq("--input", "--labels", "--weights", "--output", "--report", "--history", "--baseline"),
      "train" -> Seq("--input", "--labels", "--test-input", "--output", "--checkpoint"),
      "inspect" -> Seq("--input", "--labels", "--weights", "--png"),
      "fetch" -> Seq("--from")
    )
    for ((command, names) <- arguments; name <- names; (uri, reason) <- uris) {
      val usual = if (command == "train" && name != "--output") Seq("--output=x.npz") else Seq()
      val ended = main(Seq(command, s"$name=$uri") ++ usual: _*)
      assert(ended.err == s"$name $reason (see './submit.sh $command --help')\n", s"$command $name=$uri")
      assert(ended.status == 1)
    }
  }

  test("credentials in a word that is no argument are not repeated either") {
    for ((uri, _) <- uris; word <- Seq(s"--inptu=$uri", uri)) {
      val ended = main("score", word)
      assert(ended.status == 1)
      assert(ended.err.startsWith("Unknown ") && !ended.err.contains("planted"), word)
      assert(!ended.err.contains("PLANTED"))
    }
  }

  test("credentials in a configuration file are refused by its name") {
    withDirectory { directory =>
      val file = Files.writeString(directory.resolve("some.properties"), "input=s3a://KEY:planted@bucket/x\n")
      val ended = main(s"--config=$file")
      assert(ended.status == 2)
      assert(ended.err == s"[$file] --input $user\n")
    }
  }

  test("containers, ports, names with @ and queries without secrets are no credentials") {
    val harmless = Seq(
      "abfss://container@account.dfs.core.windows.net/x",
      "wasbs://container@account.blob.core.windows.net/x",
      "hdfs://host:8020/a@b",
      "s3a://bucket/a@b",
      "s3a://bucket/a:b@c",
      "/data/a:b@c",
      "file:///data/me@home",
      "https://host/x?version=2"
    )
    for (uri <- harmless) {
      Secrets.requireNone("--input", uri)
      assert(Secrets.mask(uri) == uri)
    }
  }

  test("a text for records has no secret left, wherever it stands") {
    for ((uri, _) <- uris) {
      val masked = Secrets.mask(s"Cannot read $uri: connection reset by $uri")
      assert(!masked.toLowerCase.contains("planted"), masked)
      assert(masked.startsWith("Cannot read ") && masked.contains("connection reset by "))
    }
  }

  test("a typo in scoring.properties is said by score, and is in the way of nothing else") {
    withDirectory { directory =>
      Files.writeString(directory.resolve("scoring.properties"), "inptu=x\n")
      def run(arguments: String*) =
        JavaProcess.run(arguments, environment = Map("MNIST_SCORER_CONF" -> directory.toString))
      val scoring = run("score", "--input=sample:10")
      assert(scoring.status == 2)
      assert(
        scoring.err == s"[$directory/scoring.properties] Unknown argument --inptu=x; did you mean --input?\n"
      )
      for (arguments <- Seq(Seq("--help"), Seq("score", "--help"), Seq("--version"), Seq("train", "--help"))) {
        val ended = run(arguments: _*)
        assert(ended.status == 0 && ended.err.isEmpty && ended.out.nonEmpty, arguments)
      }
      val others = Seq(
        Seq("fetch", s"--from=$directory/none"),
        Seq("inspect", s"--weights=$directory/none"),
        Seq("train", "--input=sample:0", s"--output=$directory/out.npz")
      )
      for (arguments <- others) {
        val ended = run(arguments: _*)
        assert(!ended.err.contains("scoring.properties") && ended.err.nonEmpty, arguments)
      }
    }
  }
}
