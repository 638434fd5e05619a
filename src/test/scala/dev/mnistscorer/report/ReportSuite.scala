package dev.mnistscorer.report

import dev.mnistscorer.evaluation.{Evaluation, Tally}
import org.scalatest.funsuite.AnyFunSuite

class ReportSuite extends AnyFunSuite {
  private val labelled = {
    val tally = new Tally(3)
    Seq((0, 0), (0, 0), (0, 2), (1, 0)).foreach { case (label, prediction) => tally.add(label, prediction) }
    Evaluation.of(tally)
  }

  private val unlabelled = {
    val tally = new Tally(2)
    Seq(1, 1, 0).foreach(tally.addUnlabelled)
    Evaluation.of(tally)
  }

  test("the text is laid out as scikit-learn's report, and the confusion matrix follows") {
    assert(
      TextReport.of(labelled) ==
        """Accuracy: 0.5000 (2 of 4)
          |
          |              precision    recall  f1-score   support
          |
          |           0     0.6667    0.6667    0.6667         3
          |           1          -    0.0000    0.0000         1
          |           2     0.0000         -    0.0000         0
          |
          |    accuracy                         0.5000         4
          |   macro avg     0.3333    0.3333    0.2222         4
          |weighted avg     0.6667    0.5000    0.5000         4
          |
          |Confusion matrix (rows: true class, columns: predicted class)
          |
          |        0 1 2
          |      0 2 0 1
          |      1 1 0 0
          |      2 0 0 0
          |""".stripMargin
    )
  }

  test("the text without labels says so and counts predictions") {
    assert(
      TextReport.of(unlabelled) ==
        """Accuracy: not evaluated (no labels)
          |Images: 3
          |
          |       class  predicted
          |
          |           0          1
          |           1          2
          |""".stripMargin
    )
  }

  test("JSON has every figure under its documented name, and null for what is undefined") {
    assert(
      JsonReport.of(labelled) ==
        """{
          |  "count" : 4,
          |  "evaluated" : true,
          |  "correct" : 2,
          |  "accuracy" : 0.5,
          |  "confusionMatrix" : [ [ 2, 0, 1 ], [ 1, 0, 0 ], [ 0, 0, 0 ] ],
          |  "classes" : [ {
          |    "label" : 0,
          |    "precision" : 0.6666666667,
          |    "recall" : 0.6666666667,
          |    "f1" : 0.6666666667,
          |    "support" : 3,
          |    "predicted" : 3
          |  }, {
          |    "label" : 1,
          |    "precision" : null,
          |    "recall" : 0,
          |    "f1" : 0,
          |    "support" : 1,
          |    "predicted" : 0
          |  }, {
          |    "label" : 2,
          |    "precision" : 0,
          |    "recall" : null,
          |    "f1" : 0,
          |    "support" : 0,
          |    "predicted" : 1
          |  } ],
          |  "macro" : {
          |    "precision" : 0.3333333333,
          |    "recall" : 0.3333333333,
          |    "f1" : 0.2222222222
          |  },
          |  "weighted" : {
          |    "precision" : 0.6666666667,
          |    "recall" : 0.5,
          |    "f1" : 0.5
          |  }
          |}
          |""".stripMargin
    )
  }

  test("JSON without labels says that nothing was evaluated") {
    val json = JsonReport.of(unlabelled)
    assert(
      json.startsWith(
        """{
          |  "count" : 3,
          |  "evaluated" : false,
          |  "correct" : null,
          |  "accuracy" : null,
          |  "confusionMatrix" : null,
          |""".stripMargin
      )
    )
    assert(json.contains(""""predicted" : 2"""))
  }

  test("CSV has a line of names, and an empty field for what is undefined") {
    assert(
      CsvReport.perClass(labelled) ==
        """label,precision,recall,f1,support,predicted
          |0,0.6666666667,0.6666666667,0.6666666667,3,3
          |1,,0,0,1,0
          |2,0,,0,0,1
          |""".stripMargin
    )
    assert(CsvReport.confusionMatrix(labelled) == "label\\prediction,0,1,2\n0,2,0,1\n1,1,0,0\n2,0,0,0\n")
  }
}
