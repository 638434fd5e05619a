package dev.mnistscorer.input

import java.io.{ByteArrayOutputStream, PrintStream}
import java.util.concurrent.CountDownLatch

import scala.util.Try

import dev.mnistscorer.SparkTest
import dev.mnistscorer.error.BadInputException
import org.apache.spark.scheduler.{SparkListener, SparkListenerTaskEnd}

class InterruptNoticeSuite extends SparkTest {
  private def during(work: InterruptNotice.Step): Unit = {
    val notice =
      new InterruptNotice("nothing was written", spark.sparkContext, new PrintStream(new ByteArrayOutputStream))
    try notice.during(work)
    finally notice.close()
  }

  test("bad input that a task met is the reason, also where Spark says only that a job was cancelled for it") {
    val context = spark.sparkContext
    val ended = new CountDownLatch(1)
    val listener = new SparkListener {
      override def onTaskEnd(end: SparkListenerTaskEnd): Unit = ended.countDown()
    }
    val refused = intercept[BadInputException](during { () =>
      // Spark tells listeners in the order in which they came: the notice knows of the task when this one does.
      context.addSparkListener(listener)
      try {
        Try(context.parallelize(1 to 1, 1).foreach(_ => throw new BadInputException("planted")))
        ended.await()
      } finally context.removeSparkListener(listener)
      throw new IllegalStateException("[SPARK_JOB_CANCELLED] Job 1 cancelled part of cancelled job tags")
    })
    assert(refused.getMessage == "planted")
  }

  test("what ends a command otherwise is thrown as it is") {
    val thrown = new IllegalStateException("planted")
    assert(intercept[IllegalStateException](during(() => throw thrown)) eq thrown)
  }
}
