package dev.mnistscorer.cli

import java.nio.file.{Files, Path}

import com.fasterxml.jackson.databind.json.JsonMapper
import dev.mnistscorer.picture.Terminal
import dev.mnistscorer.{Ended, Idx, Main, Pickles, SparkTest}

class CommandLineSuite extends SparkTest {
  private def assertUsageError(arguments: String*)(message: String): Unit = {
    val ended = main(arguments: _*)
    assert(ended == Ended(1, "", s"$message (see './submit.sh score --help')\n"))
  }

  test("an unknown argument is refused by name, with the nearest known one") {
    assertUsageError("score", "--inptu", "mnist")("Unknown argument --inptu; did you mean --input?")
    assertUsageError("--wieghts", "book")("Unknown argument --wieghts; did you mean --weights?")
    assertUsageError("--zebra")("Unknown argument --zebra")
    assertUsageError("--batchsize=7")("Unknown argument --batchsize=7; did you mean --batch-size?")
  }

  test("a word that is no argument is refused") {
    assertUsageError("score", "mnist")("Unknown word mnist")
  }

  test("an unknown command is refused, with the nearest known one") {
    val ended = main("scoer")
    assert(ended == Ended(1, "", "Unknown word scoer; did you mean score? (see './submit.sh --help')\n"))
  }

  test("a value of the wrong kind is refused with what was expected") {
    assertUsageError("--batch-size", "many")("Invalid value for option '--batch-size': 'many' is not an int")
    assertUsageError("--batch-size", "0")("--batch-size must be in 1..100000 but was 0")
    assertUsageError("--partitions", "0")("--partitions must be at least 1 but was 0")
    assertUsageError("--run-id", "../x")("--run-id must be 1 to 100 letters, digits and . _ - but was '../x'")
    assertUsageError("--format", "xls")(
      "Invalid value for option '--format': expected one of parquet, json, csv, orc but was 'xls'"
    )
    assertUsageError("--input=a", "--input=b")("--input must be given once but was given again")
    assertUsageError("--input")("Missing value for option '--input'")
  }

  test("help lists every argument, on standard output") {
    val ended = main("score", "--help")
    assert(ended.status == 0 && ended.err.isEmpty)
    for (
      name <- Seq("input", "labels", "weights", "batch-size", "output", "format", "probabilities", "report", "run-id")
    )
      assert(ended.out.contains(s"--$name"))
    assert(main("--help").out.contains("./submit.sh [SPARK-ARGS --] [COMMAND] [JOB-ARGS]"))
    assert(main("--version").out.startsWith("mnist-scorer "))
  }

  private def withConfig[T](lines: String*)(body: Path => T): T = withDirectory { directory =>
    body(Files.writeString(directory.resolve("my.properties"), lines.mkString("\n")))
  }

  test("a --config file gives values, the command line overrides it, and --print-config shows which is which") {
    withConfig("batch-size=7", "format=ORC", "probabilities=true") { file =>
      val ended = main("--config", file.toString, "--batch-size=9", "--print-config")
      assert(ended.status == 0, ended.err)
      assert(
        ended.out ==
          s"""# command line
             |batch-size=9
             |# $file
             |format=orc
             |probabilities=true
             |# default
             |#input=
             |#input-table=
             |#labels=
             |#member=
             |#input-format=
             |#image-column=
             |#label-column=
             |label-offset=0
             |#pixel-range=
             |transpose=false
             |invert=false
             |prepare=none
             |#class-names=
             |weights=builtin
             |#activation=
             |#output-activation=
             |#scale=
             |#mean=
             |#std=
             |#layout=
             |#bias-column=
             |#challenger=
             |#challenger-activation=
             |#challenger-output-activation=
             |#challenger-scale=
             |#challenger-mean=
             |#challenger-std=
             |#challenger-layout=
             |#challenger-bias-column=
             |challenger-predictions=false
             |#challenger-must=
             |significance=0.05
             |#reference=
             |#max-drift=
             |#min-expected-accuracy=
             |#partitions=
             |kernel=auto
             |#output=
             |#output-table=
             |#create-table=
             |stamp=false
             |keep=all
             |metrics=all
             |#slice-by=
             |#report=
             |#run-id=
             |overwrite=false
             |incremental=false
             |on-bad-row=fail
             |#max-bad-rows=
             |#history=
             |#min-accuracy=
             |#min-recall=
             |#max-log-loss=
             |#max-drop=
             |#baseline=
             |""".stripMargin
      )
    }
  }

  test("--config reads what --print-config prints, whatever the values are") {
    val typed = Seq(
      "input" -> "/a b/=x#y!z: ",
      "labels" -> " /c:\\d\\\\\n",
      "member" -> "x train",
      "input-format" -> "csv",
      "image-column" -> "a b=c",
      "label-column" -> "#y",
      "label-offset" -> "1",
      "pixel-range" -> "-1..1",
      "transpose" -> "true",
      "invert" -> "true",
      "prepare" -> "mnist",
      "class-names" -> "a,b c",
      "weights" -> s"/gewichte ß/数字 $${user.home} $$1",
      "activation" -> "leaky_relu:0.01",
      "output-activation" -> "softmax",
      "scale" -> "0.00392156862745098",
      "mean" -> "0.1307",
      "std" -> "0.3081",
      "layout" -> "out-in",
      "bias-column" -> "first",
      "challenger" -> "b o.k",
      "challenger-activation" -> "elu:1.0",
      "challenger-output-activation" -> "softmax",
      "challenger-scale" -> "1.0",
      "challenger-mean" -> "0.5",
      "challenger-std" -> "0.25",
      "challenger-layout" -> "in-out",
      "challenger-bias-column" -> "last",
      "challenger-predictions" -> "true",
      "challenger-must" -> "not-lose",
      "significance" -> "0.01",
      "reference" -> " r/*",
      "max-drift" -> "0.1",
      "min-expected-accuracy" -> "0.9",
      "batch-size" -> "7",
      "partitions" -> "3",
      "kernel" -> "scalar",
      "output" -> "\t# x",
      "stamp" -> "true",
      "format" -> "csv",
      "keep" -> "id, day",
      "probabilities" -> "true",
      "metrics" -> "all",
      "slice-by" -> "a b, c",
      "report" -> "=r",
      "run-id" -> "a.b-c_1",
      "overwrite" -> "true",
      "incremental" -> "false",
      "on-bad-row" -> "quarantine",
      "max-bad-rows" -> "0.5%",
      "history" -> "@h\u0001",
      "min-accuracy" -> "0.95",
      "min-recall" -> "0.5",
      "max-log-loss" -> "0.3",
      "max-drop" -> "0.01",
      "baseline" -> "\\"
    )
    val printed = main(typed.map { case (name, value) => s"--$name=$value" } :+ "--print-config": _*)
    assert(printed.status == 0, printed.err)
    // All but the table that would take the place of the input, and that for predictions, which is not made of CSV files.
    val left = "\n# default\n#input-table=\n#output-table=\n#create-table=\n"
    assert(printed.out.startsWith("# command line\n") && printed.out.endsWith(left))
    withConfig(printed.out) { file =>
      val again = main(s"--config=$file", "--print-config")
      assert(again == Ended(0, printed.out.replace("# command line", s"# $file"), ""))
      val properties = new java.util.Properties
      properties.load(Files.newBufferedReader(file))
      assert(typed.forall { case (name, value) => properties.getProperty(name) == value }, printed.out)
    }
  }

  test("spaces at the end of a line of a --config file are no part of the value") {
    withConfig("format=csv \t", "run-id=x  ") { file =>
      val printed = main(s"--config=$file", "--print-config").out
      assert(printed.contains("\nformat=csv\n") || printed.startsWith(s"# $file\nformat=csv\n"), printed)
      assert(printed.contains("\nrun-id=x\n"))
    }
  }

  test("a --config file decides what is scored") {
    withDirectory { directory =>
      Idx.write(directory, 20)
      Pickles.write(directory.resolve("w"), 784, 10)
      withConfig(s"input=$directory/some-images-idx3-ubyte", s"weights=$directory/w", "scale=1/255") { file =>
        val ended = main(s"--config=$file")
        assert(ended.status == 0, ended.err)
        assert(ended.out.contains("of 20)"))
      }
    }
  }

  test("what is wrong in a --config file is said with its name, and is bad configuration") {
    def assertRefused(line: String)(message: String): Unit = withConfig(line) { file =>
      assert(main("--config", file.toString) == Ended(2, "", s"[$file] $message\n"))
    }
    assertRefused("bach-size=7")("Unknown argument --bach-size=7; did you mean --batch-size?")
    assertRefused("batch-size=x")("Invalid value for option '--batch-size': 'x' is not an int")
    assertRefused("batch-size=0")("--batch-size must be in 1..100000 but was 0")
    assertRefused("config=x")("--config must be on the command line")
    assert(main("--config=/none/such") == Ended(2, "", "Cannot read /none/such: no such file\n"))
  }

  test("conf/scoring.properties names every argument with its default, and no other") {
    val lines = Files.readString(Path.of("conf/scoring.properties")).linesIterator.filter(_.startsWith("#")).toSeq
    val documented = lines.map(_.drop(1)).filter(_.matches("[a-z-]+=.*"))
    val actual = main("--print-config").out.linesIterator.toSeq.tail
    assert(documented == actual.map(_.stripPrefix("#")))
  }

  test("help has a heading for each group of arguments, and two examples") {
    for (command <- Seq("score", "train", "inspect", "fetch")) {
      val help = main(command, "--help").out
      assert(help.linesIterator.count(_.startsWith(s"  ./submit.sh $command")) == 2, command)
    }
    val headings = main("score", "--help").out.linesIterator.filter(_.matches("[A-Z][a-z]+:")).toSeq
    assert(
      headings == Seq("Input:", "Model:", "Comparison:", "Tuning:", "Output:", "Unattended:", "General:", "Examples:")
    )
    val training = main("train", "--help").out.linesIterator.filter(_.matches("[A-Z][a-z]+:")).toSeq
    assert(training == Seq("Input:", "Training:", "General:", "Examples:"))
    val general = main("score", "--help").out.linesIterator.dropWhile(_ != "General:").toSeq
    assert(
      general.flatMap("--[a-z-]+(?=[ =]|$)".r.findFirstIn(_)).take(7) ==
        Seq("--quiet", "--json", "--config", "--print-config", "--stacktrace", "--help", "--version")
    )
  }

  private def asked(terminal: Terminal, arguments: String*): String = {
    val out = new java.io.ByteArrayOutputStream
    val print = new java.io.PrintStream(out, true, "UTF-8")
    assert(new RootCommand(print, print, terminal).execute(arguments: _*) == 0)
    out.toString("UTF-8")
  }

  test("help is as wide as the terminal, from 55 to 120 columns, and coloured only if it shows colours") {
    for (command <- Seq(Seq(), Seq("score"), Seq("train"), Seq("inspect"), Seq("fetch"))) {
      for ((columns, width) <- Seq(20 -> 55, 70 -> 70, 500 -> 120)) {
        val lines = asked(new Terminal(columns, false), command :+ "--help": _*).linesIterator.toSeq
        assert(lines.forall(_.length <= width), command)
        if (command.nonEmpty) assert(lines.exists(_.length > width - 20), command)
      }
      val plain = asked(new Terminal(80, false), command :+ "--help": _*)
      assert(!plain.contains("\u001b"))
      assert(asked(new Terminal(80, true), command :+ "--help": _*).contains("\u001b"))
    }
  }

  test("help and version are words as well as options") {
    for (command <- Seq("score", "train", "inspect", "fetch")) {
      assert(main("help", command) == main(command, "--help"))
      assert(main(command, "-h") == main(command, "--help"))
    }
    assert(main("help") == main("--help") && main("-h") == main("--help") && main("help").status == 0)
    assert(main("version") == main("--version") && main("-V") == main("--version") && main("version").status == 0)
    assert(
      main("help", "scroe") == Ended(1, "", "Unknown word scroe; did you mean score? (see './submit.sh --help')\n")
    )
  }

  test("--json prints one document of JSON, of the run and its metrics, whether the run succeeds or not") {
    def document(ended: Ended) = new JsonMapper().readTree(ended.out)
    val done = main("--input=sample:50", "--json")
    assert(done.status == 0 && done.err.isEmpty)
    assert(document(done).at("/run/status").asText == "done" && document(done).at("/run/rows/scored").asInt == 50)
    assert(document(done).at("/metrics/accuracy").asDouble == 1)
    val failed = main("--input=sample:50", "--json", "--max-log-loss=0")
    assert(failed.status == 4 && document(failed).at("/run/exitStatus").asInt == 4)
    assert(document(failed).at("/metrics/count").asInt == 50)
    val refused = main("--input=/not/there", "--json")
    assert(refused.status == 2 && document(refused).at("/run/status").asText == "failed")
    assert(document(refused).get("metrics").isNull)
  }

  test("--quiet prints nothing if all is done, and messages of failures") {
    assert(main("--input=sample:50", "--quiet") == Ended(0, "", ""))
    val failed = main("--input=sample:50", "--quiet", "--max-log-loss=0")
    assert(failed.status == 4 && failed.out.isEmpty && failed.err.startsWith("Quality gate failed: log-loss"))
  }

  test("a misspelt name of a data set is answered with the nearest one, another word with all names") {
    def refusal(name: String): String = main(s"--input=$name").err
    assert(refusal("mnist-test") == "Cannot read mnist-test: no such file or directory; did you mean mnist?\n")
    assert(refusal("MNIST_train") == "Cannot read MNIST_train: no such file or directory; did you mean mnist-train?\n")
    assert(
      refusal("digits") == "Cannot read digits: no such file or directory;" +
        " named data sets are mnist, mnist-train, fashion-mnist, fashion-mnist-train, kmnist, kmnist-train, qmnist," +
        " qmnist-train, emnist-digits, emnist-digits-train, emnist-letters, emnist-letters-train, emnist-balanced," +
        " emnist-balanced-train, emnist-byclass, emnist-byclass-train, emnist-bymerge, emnist-bymerge-train," +
        " emnist-mnist, emnist-mnist-train, sample, sample:N\n"
    )
    assert(refusal("./digits") == "Cannot read ./digits: no such file or directory\n")
  }

  test("results that cannot be written are an error") {
    val full = new java.io.PrintStream(new java.io.FileOutputStream("/dev/full"), true)
    val err = new java.io.ByteArrayOutputStream
    assert(Main.run(full, new java.io.PrintStream(err), "--version") == 3)
    assert(err.toString == "Cannot write to standard output: it is full or closed\n")
  }
}
