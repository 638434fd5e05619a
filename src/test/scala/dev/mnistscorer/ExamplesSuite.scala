package dev.mnistscorer

import java.nio.file.{Files, Path}

import org.apache.hadoop.util.VersionInfo

/**
 * The schedulers' examples, started as their schedulers do: the words that reach the job are arguments that it takes, which
 * --print-config checks.
 */
class ExamplesSuite extends SparkTest {
  private val today = java.time.LocalDate.now(java.time.ZoneOffset.UTC)
  private val home = "/opt/mnist-scorer/submit.sh"

  private def text(name: String): String = Files.readString(Path.of("conf/examples", name))

  private def assertTaken(arguments: Seq[String]): Unit = {
    val ended = main(arguments :+ "--print-config": _*)
    assert(ended.status == 0, ended.err)
    val taken = ended.out.linesIterator.toSeq.tail.takeWhile(!_.startsWith("# ")).map(_.takeWhile(_ != '='))
    assert(taken.toSet == arguments.filter(_.startsWith("--")).map(_.drop(2)).toSet - "quiet")
    assert(taken.length >= 7)
  }

  /** The words that a shell command gives to submit.sh, and the output of the command. */
  private def words(shell: String, command: String): Seq[String] = withDirectory { directory =>
    val script = "#!/bin/sh\nprintf '%s\\n' \"$@\"\necho 'WARNING: Using incubator modules: x' >&2\n"
    val submit = SubmitScript.executable(directory.resolve("submit.sh"), script)
    assert(command.contains(home))
    val ended = SubmitScript.run(Seq("-c", command.replace(home, submit.toString)), command = Path.of(shell))
    assert(ended.status == 0)
    ended.out.linesIterator.toSeq
  }

  private def python(script: String): String = {
    val file = Files.createTempFile("example", ".py")
    try {
      Files.writeString(file, script)
      val command = Seq("-c", s"exec python3 -B $file")
      val ended = SubmitScript.run(command, command = Path.of("/bin/sh"))
      assume(ended.status != 127, "there is no python3")
      assert(ended.status == 0, ended.err)
      ended.out
    } finally Files.delete(file)
  }

  test(
    "the crontab scores unlabelled images without gates on labels, judges labelled ones, and mails no line of Java"
  ) {
    val lines = text("crontab").linesIterator.filter(_.contains(home)).toSeq
    assert(lines.forall(!_.replace("\\%", "").contains("%")))
    val Seq(nightly, weekly) = lines.map(line => words("/bin/sh", line.split(" ", 6)(5).replace("\\%", "%")))
    for ((command, id) <- Seq(nightly -> s"$today", weekly -> s"judged-$today")) {
      assertTaken(command)
      assert(command.contains("--quiet") && command.contains(id) && command.contains(s"hdfs:///digits/reports/$id"))
    }
    assert(!nightly.exists(_.startsWith("--min")) && weekly.count(_.startsWith("--min")) == 2)
  }

  private val airflow =
    """import sys, types
      |class AirflowException(Exception): pass
      |class AirflowFailException(AirflowException): pass
      |operators = []
      |class SparkSubmitOperator:
      |    def __init__(self, **arguments):
      |        self.arguments = arguments
      |        operators.append(self)
      |    def execute(self, context):
      |        if context:
      |            raise AirflowException(f"Cannot execute: spark-submit … 1. Error code is: {context}.")
      |class DAG:
      |    def __init__(self, **arguments): pass
      |    def __enter__(self): return self
      |    def __exit__(self, *error): pass
      |for name, parts in {
      |        "airflow": dict(DAG=DAG),
      |        "airflow.exceptions": dict(AirflowException=AirflowException, AirflowFailException=AirflowFailException),
      |        "airflow.providers.apache.spark.operators.spark_submit": dict(SparkSubmitOperator=SparkSubmitOperator)}.items():
      |    names = name.split(".")
      |    for i in range(1, len(names) + 1):
      |        sys.modules.setdefault(".".join(names[:i]), types.ModuleType(names[i - 1]))
      |    sys.modules[name].__dict__.update(parts)
      |exec(open("conf/examples/airflow_dag.py").read())
      |""".stripMargin

  test("the Airflow DAG gives its arguments to the job") {
    val arguments =
      python(airflow + "print('\\n'.join(operators[0].arguments['application_args']))").linesIterator.toSeq
    val template = "{{ run_id | replace(':', '') | replace('+', '_') }}"
    assert(arguments.count(_.contains(template)) == 2)
    val id = "manual__2026-01-01T02:15:00+00:00".replace(":", "").replace("+", "_")
    assertTaken(arguments.map(_.replace(template, id)))
  }

  test("the Airflow DAG fails without a retry after the statuses 1, 2 and 4") {
    val raised = python(
      airflow +
        """for status in 0, 1, 2, 3, 4, 143:
          |    try:
          |        operators[0].execute(status)
          |        print(status, "done")
          |    except AirflowException as failure:
          |        print(status, type(failure).__name__)
          |""".stripMargin
    )
    assert(
      raised.linesIterator.toSeq == Seq(
        "0 done",
        "1 AirflowFailException",
        "2 AirflowFailException",
        "3 AirflowException",
        "4 AirflowFailException",
        "143 AirflowException"
      )
    )
  }

  for ((name, key) <- Seq("scheduled-spark-application.yaml" -> "arguments", "spark-application.yaml" -> "driverArgs"))
    test(s"the arguments of $name are taken") {
      assert(s"\n +mainClass: ${classOf[Main].getName}\n".r.findFirstIn(text(name)).nonEmpty)
      val list = s"(?s)\n +$key:\n(.*?)\n +\\w".r.findFirstMatchIn(text(name)).get.group(1)
      val arguments = list.linesIterator.map(_.trim.stripPrefix("- ")).toSeq
      assertTaken(arguments)
      assert(!arguments.exists(word => Set("--report", "--run-id", "--min-accuracy")(word)))
    }

  test("the script of the CronJob gives its arguments to the job, with the date") {
    val block = "(?s)args:\n +- \\|\n(.*)$".r.findFirstMatchIn(text("cron-job.yaml")).get.group(1)
    val arguments = words("/bin/bash", block)
    assertTaken(arguments)
    assert(arguments.contains(today.toString) && arguments.contains(s"s3a://digits/reports/$today"))
  }

  test("the packages of s3.conf are of the versions in the Dockerfile, of Spark's Hadoop") {
    val packages = Service.s3Settings("spark.jars.packages").split(',').toSeq
    assert(packages.head == s"org.apache.hadoop:hadoop-aws:${VersionInfo.getVersion}")
    assert(text("Dockerfile").contains(s"/hadoop-aws-${VersionInfo.getVersion}.jar"))
    for (module <- packages.tail)
      assert(text("Dockerfile").contains(s"/bundle-${module.split(':').last}.jar"), module)
  }

  test("a machine with the jar and no sources runs it on its own Spark") {
    withDirectory { directory =>
      for (file <- Seq("submit.sh", "target/mnist-scorer.jar", "conf/spark-defaults.conf", "conf/scoring.properties")) {
        val copy = directory.resolve("mnist-scorer").resolve(file)
        Files.createDirectories(copy.getParent)
        Files.copy(Path.of(file), copy)
      }
      SubmitScript.spark(directory.resolve("spark"), "#!/bin/sh\necho \"$@\"\n")
      val ended = SubmitScript.run(
        Seq("--input", "sample"),
        Map("JAVA_HOME" -> System.getProperty("java.home"), "SPARK_HOME" -> s"$directory/spark"),
        command = directory.resolve("mnist-scorer/submit.sh")
      )
      assert(ended.status == 0 && ended.err.isEmpty, ended.err)
      assert(ended.out.endsWith("/mnist-scorer/target/mnist-scorer.jar --input sample\n"))
    }
  }
}
