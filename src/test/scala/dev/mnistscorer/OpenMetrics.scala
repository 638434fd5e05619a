package dev.mnistscorer

/** Reads the text format of OpenMetrics 1.0, and refuses what its grammar and its rules of names do not allow. */
object OpenMetrics {
  final case class Family(name: String, kind: String, unit: String, help: String, samples: Seq[Sample])
  final case class Sample(name: String, labels: Map[String, String], value: Double)

  private val Descriptor = "# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)".r
  private val Line = """([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)""".r
  private val Label = """([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(,(?=.)|$)""".r
  private val Number = """[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"""
  private val suffixes = Map("gauge" -> "", "stateset" -> "", "info" -> "_info")

  def parse(text: String): Seq[Family] = {
    require(text.endsWith("# EOF\n"), "the text must end with # EOF and a line feed")
    val lines = text.stripSuffix("# EOF\n").linesIterator.toSeq
    require(lines.forall(line => line.nonEmpty && line != "# EOF"), "no line may be empty")
    val families = lines.foldLeft(Seq[Family]()) {
      case (before, Descriptor(word, name, value)) => described(before, word, name, value)
      case (before, Line(name, labels, value)) =>
        val family = before.lastOption.getOrElse(sys.error(s"$name comes before its family"))
        before.init :+ family.copy(samples =
          family.samples :+ sample(family, name, Option(labels).getOrElse(""), value)
        )
      case (_, line) => sys.error(s"neither a description nor a sample: $line")
    }
    require(families.map(_.name).distinct == families.map(_.name), "each family must come once")
    families.foreach(check)
    families
  }

  private def described(before: Seq[Family], word: String, name: String, value: String): Seq[Family] = {
    val (others, family) =
      if (before.lastOption.exists(_.name == name)) (before.init, before.last)
      else (before, Family(name, "", "", "", Seq()))
    require(family.samples.isEmpty, s"$word of $name must come before its samples")
    others :+ (word match {
      case "TYPE" => family.copy(kind = once(family.kind, value))
      case "UNIT" => family.copy(unit = once(family.unit, value))
      case _ => family.copy(help = once(family.help, value))
    })
  }

  private def once(before: String, value: String): String = {
    require(before.isEmpty && value.nonEmpty, s"each description must come once, and not be empty: $value")
    value
  }

  private def sample(family: Family, name: String, labels: String, value: String): Sample = {
    require(name == family.name + suffixes(family.kind), s"$name is no sample of ${family.name}")
    require(value.matches(Number), s"$value is no number")
    val found = Label.findAllMatchIn(labels).toSeq
    require(found.map(_.matched).mkString == labels, s"no labels: $labels")
    require(found.map(_.group(1)).distinct.length == found.length, s"a label comes twice: $labels")
    Sample(name, found.map(label => label.group(1) -> label.group(2)).toMap, value.toDouble)
  }

  private def check(family: Family): Unit = {
    require(family.help.nonEmpty && suffixes.contains(family.kind), s"${family.name} must have a type and a help")
    require(family.unit.isEmpty || family.name.endsWith("_" + family.unit), s"${family.name} must end with its unit")
    require(!family.name.matches(".*_(total|count|sum|bucket|info|created)"), s"${family.name} has a reserved end")
    val sets = family.samples.map(_.labels)
    require(sets.distinct == sets, s"${family.name} has a sample twice")
    require(sets.map(_.keySet).distinct.length <= 1, s"${family.name} must have the same labels in all samples")
    if (family.kind == "stateset")
      require(family.samples.forall(s => s.labels.contains(family.name) && Set(0.0, 1.0)(s.value)), family.name)
    if (family.kind == "info") require(family.samples.forall(_.value == 1), family.name)
  }
}
