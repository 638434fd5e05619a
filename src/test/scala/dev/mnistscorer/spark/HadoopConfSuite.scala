package dev.mnistscorer.spark

import java.util.{Map => JavaMap}

import dev.mnistscorer.SparkTest

/** Configurations that executors read with. */
class HadoopConfSuite extends SparkTest {
  test("a configuration is sent once, and anew when a setting differs") {
    val first = HadoopConf.shared(spark, HadoopConf.of(spark))
    assert(HadoopConf.shared(spark, HadoopConf.of(spark)).id == first.id)
    val other = HadoopConf.shared(spark, HadoopConf.of(spark, JavaMap.of("fs.example.user", "me")))
    assert(other.id != first.id)
    assert(other.value.value.get("fs.example.user") == "me")
    val again = HadoopConf.shared(spark, HadoopConf.of(spark))
    assert(again.id != other.id && again.value.value.get("fs.example.user") == null)
  }
}
