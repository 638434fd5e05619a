package dev.mnistscorer

import org.scalatest.tags.Slow

/** Tables of images in formats with a history, with their own jars. */
@Slow
class LakeInputSuite extends LakeTest {

  private def score(lake: Lake, from: String, more: String*): Ended =
    lake.shell.main(arguments(lake.directory, more: _*).filterNot(_.startsWith("--input=")) :+ from: _*)

  for (format <- LakeFormat.all)
    test(
      s"$format: images are read from a table by its name and by its place; deleted rows are not, and change the input"
    ) {
      withLake(format) { lake =>
        lake.shell.sql(s"CREATE OR REPLACE TEMPORARY VIEW digits USING idx OPTIONS (path '${lake.directory}/data')")
        lake.shell.sql(s"CREATE TABLE ${lake.table} USING $format AS SELECT index AS id, label, image FROM digits")
        val byName = s"--input-table=${lake.table}"
        assert(done(score(lake, byName)).out.contains("\nRows: 60 read, 60 scored\n"))
        val rows = spark.read.parquet(s"${lake.directory}/out")
        assert(rows.select("id").distinct().count() == 60)
        assert(done(score(lake, byName)).out.startsWith("Nothing to do: "))
        val byPlace = s"--input=${lake.place}"
        assert(done(score(lake, byPlace, "--run-id=y")).out.contains("\nRows: 60 read, 60 scored\n"))
        assert(done(score(lake, byPlace, "--run-id=y")).out.startsWith("Nothing to do: "))
        lake.shell.sql(s"DELETE FROM ${lake.table} WHERE id < 7")
        refused(
          score(lake, byName),
          s"Cannot publish to file:${lake.directory}/out/run_id=x: it already exists, with different input;" +
            " give another --run-id or --overwrite"
        )
        assert(done(score(lake, byName, "--overwrite")).out.contains("\nRows: 53 read, 53 scored\n"))
        assert(done(score(lake, byPlace, "--run-id=z")).out.contains("\nRows: 53 read, 53 scored\n"))
      }
    }
}
