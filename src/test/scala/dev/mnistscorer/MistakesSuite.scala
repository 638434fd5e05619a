package dev.mnistscorer

/** Mistakes that are easily made on the command line, each with its whole answer and exit status. */
class MistakesSuite extends SparkTest {
  private def answers(command: String, status: Int)(mistakes: (Seq[String], String)*): Unit =
    for ((words, message) <- mistakes) {
      val help = if (status == 1) s" (see './submit.sh$command --help')" else ""
      val expected = message + help + "\n"
      test(s"./submit.sh ${words.map(word => if (word.isEmpty) "''" else word).mkString(" ")}") {
        assert(main(words: _*) == Ended(status, "", expected))
      }
    }

  private val beforeDashes = "; arguments of spark-submit belong before a --, those of the job after it"
  private val log = "; Spark's log is shown by ./submit.sh --conf spark.log.level=INFO -- …"

  answers("", 1)(
    Seq("scroe") -> "Unknown word scroe; did you mean score?",
    Seq("scroe", "--input", "mnist") -> "Unknown word scroe; did you mean score?",
    Seq("help", "scroe") -> "Unknown word scroe; did you mean score?",
    Seq("mnist") -> "Unknown word mnist"
  )

  answers(" score", 1)(
    Seq("score", "mnist") -> "Unknown word mnist",
    Seq("score", "help") -> "Unknown word help",
    Seq("--wieghts", "book") -> "Unknown argument --wieghts; did you mean --weights?",
    Seq("--batch_size", "7") -> "Unknown argument --batch_size; did you mean --batch-size?",
    Seq("--Input", "mnist") -> "Unknown argument --Input; did you mean --input?",
    Seq("-input", "mnist") -> "Unknown argument -input; did you mean --input?",
    Seq("--input") -> "Missing value for option '--input'",
    Seq("--input", "--weights", "book") -> "Missing value for option '--input'",
    Seq("--input", "") -> "--input must not be empty",
    Seq("--input", "mnist", "--weights", " ") -> "--weights must not be empty",
    Seq("--output=") -> "--output must not be empty",
    Seq("--input", "mnist", "--input", "sample") -> "--input must be given once but was given again",
    Seq("--batch-size", "many") -> "Invalid value for option '--batch-size': 'many' is not an int",
    Seq("--batch-size", "1e3") -> "Invalid value for option '--batch-size': '1e3' is not an int",
    Seq("--batch-size", "0") -> "--batch-size must be in 1..100000 but was 0",
    Seq("--min-accuracy", "95") -> "--min-accuracy must be in 0..1 but was 95.0",
    Seq("--min-accuracy", "95%") -> "Invalid value for option '--min-accuracy': '95%' is not a double",
    Seq("--format", "xls") ->
      "Invalid value for option '--format': expected one of parquet, json, csv, orc but was 'xls'",
    Seq("--on-bad-row", "ignore") ->
      "Invalid value for option '--on-bad-row': expected one of fail, drop, quarantine but was 'ignore'",
    Seq("--activation", "ReLU6", "--weights", "x") ->
      ("Invalid value for option '--activation': an activation must be one of identity, sigmoid, tanh, relu," +
        " leaky_relu:SLOPE, elu[:ALPHA], selu, gelu, gelu_tanh, softplus, hard_sigmoid:SLOPE:SHIFT, softmax but was ReLU6"),
    Seq("--run-id", "to day") -> "--run-id must be 1 to 100 letters, digits and . _ - but was 'to day'",
    Seq("--max-drop", "0.1") -> "--max-drop and --baseline must be given together",
    Seq("-v") -> s"Unknown argument -v$log",
    Seq("--verbose") -> s"Unknown argument --verbose$log",
    Seq("--input", "mnist", "--dry-run") ->
      "Unknown argument --dry-run; it must be the first word: ./submit.sh --dry-run …",
    Seq("--master", "local[2]", "--input", "mnist") -> s"Unknown argument --master$beforeDashes",
    Seq("--input", "mnist", "--driver-memory=2g") -> s"Unknown argument --driver-memory=2g$beforeDashes"
  )

  answers(" train", 1)(
    Seq("train") -> "Missing argument --output",
    Seq("train", "--output", "w.keras") ->
      "--output must end in .safetensors or .npz, the formats it can be written in, but was w.keras",
    Seq("train", "--output", "w.npz", "--layers", "784") ->
      "--layers must be at least two numbers above 0, as 784,128,10, but was [784]",
    Seq("train", "--output", "w.npz", "--layers", "784-128-10") ->
      "Invalid value for option '--layers' (N): '784-128-10' is not an int",
    Seq("train", "--output", "w.npz", "--epochs", "3") -> "Unknown argument --epochs"
  )

  answers(" inspect", 1)(
    Seq("inspect") -> "--input or --weights must say what to look at",
    Seq("inspect", "sample") -> "Unknown word sample",
    Seq("inspect", "--input", "sample", "--pixels") -> "--pixels must go with --index",
    Seq("inspect", "--input", "sample", "--colour", "never") -> "Unknown argument --colour; did you mean --color?"
  )

  answers("", 2)(
    Seq("--input", "MNIST") -> "Cannot read MNIST: no such file or directory; did you mean mnist?",
    Seq(
      "--input",
      "sample:20",
      "--weights",
      "Book"
    ) -> "Cannot read Book: no such file; did you mean book?",
    Seq("--input", "sample:0") -> "Cannot read sample:0: the number of digits must be at least 1",
    Seq("--config", "nosuch.properties") -> "Cannot read nosuch.properties: no such file",
    Seq("train", "--input", "sample:20", "--layers", "784,9", "--output", "target/w.npz") ->
      "[sample:20] labels must be in 0..8, for the 9 classes at the end of --layers, but go up to 9",
    Seq("inspect", "--input", "sample:20", "--index", "20") -> "[sample:20] --index must be below 20 but was 20"
  )
}
