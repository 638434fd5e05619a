package dev.mnistscorer.evaluation

import scala.jdk.CollectionConverters._

import org.scalatest.funsuite.AnyFunSuite

class RiskCoverageSuite extends AnyFunSuite {
  private val coverage = RiskCoverage.of(Array(0, 10, 0, 30, 60), Array(0, 8, 0, 6, 3))

  test("there is a point for each threshold at which predictions are sent to a person") {
    assert(
      coverage.points.asScala == Seq(
        new RiskCoverage.Point(0, 0, 100, 17),
        new RiskCoverage.Point(0.4, 10, 90, 9),
        new RiskCoverage.Point(0.8, 40, 60, 3)
      )
    )
    assert(coverage.points.asScala.map(_.coverage) == Seq(1.0, 0.9, 0.6))
    assert(coverage.points.asScala.map(_.accuracy) == Seq(0.83, 0.9, 0.95))
  }

  test("between two thresholds the lower one counts") {
    assert(coverage.at(0.3) == new RiskCoverage.Point(0.3, 0, 100, 17))
    assert(coverage.at(0.4).sent == 10 && coverage.at(0.79).sent == 10 && coverage.at(0.999).sent == 40)
  }
}
