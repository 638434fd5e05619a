package dev.mnistscorer.cli

import java.nio.file.{Files, Path}

import dev.mnistscorer.SparkTest

/** README, --help, --print-config and conf/scoring.properties describe the same arguments. */
class ConfigTemplateSuite extends SparkTest {
  private val ofAllCommands = Set("help", "version", "stacktrace")

  /** Arguments and their defaults as --help shows them; empty where it shows none. */
  private def help(command: String): Map[String, String] =
    "(?m)^ +(?:-\\w, )?--([a-z-]+)(?s)(.*?)(?=^ +(?:-\\w, )?--|\\z)".r
      .findAllMatchIn(main(command, "--help").out)
      .map { option =>
        val text = option.group(2).replaceAll("\\s+", " ")
        option
          .group(1) -> "\\(default: ([^)]*)\\)".r.findAllMatchIn(text).map(_.group(1)).toSeq.lastOption.getOrElse("")
      }
      .toMap

  /** Arguments and their defaults as the README's table has them; empty where a default is described in words. */
  private def documented(command: String): Map[String, String] = {
    val readme = Files.readString(Path.of("README.md"))
    val rows = readme
      .substring(readme.indexOf(s"| argument of `$command` |"))
      .linesIterator
      .takeWhile(_.nonEmpty)
      .filter(_.startsWith("| `--"))
      .map(_.split('|').map(_.strip))
    rows.flatMap { cells =>
      val names = "`--([a-z-]+)`".r.findAllMatchIn(cells(1)).map(_.group(1)).toSeq
      val defaults = "`([^`]*)`".r.findAllMatchIn(cells(3)).map(_.group(1)).toSeq
      names.zip(if (defaults.length == names.length) defaults else names.map(_ => ""))
    }.toMap
  }

  for (command <- Seq("score", "train"))
    test(s"the README's table of the arguments of $command names those of --help, with the same defaults") {
      val shown = help(command)
      val written = documented(command)
      assert(written.keySet ++ ofAllCommands == shown.keySet ++ ofAllCommands)
      for ((name, default) <- written if default.nonEmpty) assert(shown(name) == default, name)
    }

  test("score --help names every argument that a file may give, with the default of --print-config") {
    val shown = help("score")
    val accepted = main("--print-config").out.linesIterator.toSeq.tail.map(_.stripPrefix("#").split("=", 2))
    assert(
      accepted.map(_.head).toSet == shown.keySet -- ofAllCommands -- Seq("config", "print-config", "quiet", "json")
    )
    for (Array(name, default) <- accepted if default.nonEmpty) assert(shown(name) == default, name)
  }

  test("conf/scoring.properties has a comment above each argument, which a line without its # sets") {
    val blocks = Files.readString(Path.of("conf/scoring.properties")).split("\n\n").tail
    assert(blocks.forall(_.matches("(?s)(# \\S[^\n]*\n)+.*")))
    withDirectory { directory =>
      val lines = blocks.flatMap(_.linesIterator).filter(_.matches("#[a-z-]+=.+")).map(_.drop(1))
      val file = Files.writeString(directory.resolve("all.properties"), lines.mkString("\n"))
      val ended = main(s"--config=$file", "--print-config")
      assert(ended.status == 0, ended.err)
      val set = ended.out.linesIterator.toSeq.tail.takeWhile(_ != "# default")
      assert(set == lines.toSeq && set.length == 17)
    }
  }
}
