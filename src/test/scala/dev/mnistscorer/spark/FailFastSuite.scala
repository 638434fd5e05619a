package dev.mnistscorer.spark

import java.util.concurrent.{CountDownLatch, FutureTask}

import scala.util.Try

import dev.mnistscorer.SparkTest
import dev.mnistscorer.error.BadInputException
import org.apache.spark.SparkContext

class FailFastSuite extends SparkTest {
  private def fail(context: SparkContext): Unit =
    context.parallelize(1 to 2, 2).foreach(_ => throw new BadInputException("planted"))

  test("the first bad input of a task ends the jobs of the thread") {
    val context = spark.sparkContext
    val watch = new FailFast(context)
    try {
      assert(Try(fail(context)).isFailure)
      watch.awaitTasks()
      assert(watch.first().get.getMessage == "planted")
    } finally watch.close()
  }

  test("jobs of other threads are not concerned: neither by their exceptions, nor are they cancelled or waited for") {
    val context = spark.sparkContext
    val begin = new CountDownLatch(1)
    // Made before the watch: a thread inherits the tags of the one that makes it.
    val other = new FutureTask[Try[Unit]](() => { begin.await(); Try(fail(context)) })
    val slow = new FutureTask[Long](() => {
      begin.await()
      context.parallelize(1 to 1, 1).map { each => Thread.sleep(1500); each }.count()
    })
    new Thread(other).start()
    new Thread(slow).start()
    val watch = new FailFast(context)
    try {
      begin.countDown()
      assert(other.get().isFailure)
      assert(context.parallelize(1 to 10, 2).count() == 10)
      assert(!watch.first().isPresent)
      val before = System.nanoTime()
      watch.cancel()
      watch.awaitTasks()
      assert(System.nanoTime() - before < 1000L * 1000 * 1000)
      assert(slow.get() == 1)
    } finally watch.close()
  }
}
