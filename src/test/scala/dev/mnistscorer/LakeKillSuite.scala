package dev.mnistscorer

import java.util.concurrent.TimeUnit

import scala.util.Random

import org.scalatest.tags.Slow

/**
 * Drivers that are killed at random moments of a publication. `MNIST_SCORER_KILLS` sets the number of kills in each format, 1
 * without it.
 */
@Slow
class LakeKillSuite extends LakeTest {
  private val kills = sys.env.getOrElse("MNIST_SCORER_KILLS", "1").toInt
  private val longestDelayMillis = 2500

  /** Starts a run in a process of its own, and kills it; tells whether it was still alive. */
  private def kill(lake: Lake, runId: String, random: Random, arguments: Seq[String])(poll: => Unit): Boolean = {
    val process = LakeShell.start(lake.format, lake.settings, "dev.mnistscorer.Main", arguments: _*)(
      _.redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(ProcessBuilder.Redirect.DISCARD)
    )
    try {
      // The staging of rows, or the moment before the rename, after which the table's commit begins.
      val place = if (random.nextInt(3) == 0) s"out/_staging/$runId" else s"out/_staging/$runId/_publishing.json"
      while (process.isAlive && !lake.exists(place)) Thread.sleep(2)
      val end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(longestDelayMillis).toLong)
      while (process.isAlive && System.nanoTime() < end) poll
      val alive = process.isAlive
      process.destroyForcibly().waitFor()
      alive
    } finally process.destroyForcibly()
  }

  for (format <- LakeFormat.all)
    test(
      s"$format: drivers killed at random moments: readers see all rows of a run or none, and the next run completes it"
    ) {
      withLake(format) { lake =>
        val seed = System.nanoTime()
        info(s"seed $seed")
        val random = new Random(seed)
        val other = s"--weights=${lake.directory}/other.pkl"
        done(lake.score("--run-id=first"))
        done(lake.score("--run-id=other", other))
        val (first, second) = (lake.snapshot("first"), lake.snapshot("other"))
        val nothing = (0L, 0L, 0.0)
        assert(first._1 == 60 && second._1 == 60 && first._3 != second._3)
        var (killed, completed, attempts) = (0, 0, 0)
        while (killed < kills) {
          attempts += 1
          val runId = s"k$attempts"
          val replaces = random.nextInt(3) == 0
          if (replaces) done(lake.score(s"--run-id=$runId", other))
          val allowed = Set(first, if (replaces) second else nothing)
          val arguments = lake.arguments(s"--run-id=$runId") ++ (if (replaces) Seq("--overwrite") else Seq())
          def poll(): Unit = {
            val seen = lake.snapshot(runId)
            assert(allowed(seen), s"$runId, seed $seed: $seen")
          }
          if (kill(lake, runId, random, arguments)(poll())) {
            killed += 1
            poll()
            if (lake.exists(s"out/_staging/$runId/_publishing.json") && lake.exists(s"out/run_id=$runId/_rows"))
              completed += 1
          }
          done(lake.shell.main(arguments: _*))
          assert(lake.snapshot(runId) == first, s"$runId, seed $seed")
          assert(lake.recorded("/rows/scored") == "60")
        }
        info(s"$killed drivers killed, $completed of them after the rename")
        // What dead attempts have staged stays, as for files.
        assert((names(lake.directory.resolve("out")) - "_staging").forall(_.startsWith("run_id=")))
        assert(
          lake.shell.number(s"SELECT count(*) AS n FROM ${lake.table}") == 60L * (2 + attempts)
        )
      }
    }
}
