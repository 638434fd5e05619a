package dev.mnistscorer.report

import dev.mnistscorer.evaluation.{Evaluation, Image, ScoredImage, Tally}
import org.scalatest.funsuite.AnyFunSuite
import dev.mnistscorer.table.MetricsLevel

class ReportSuite extends AnyFunSuite {
  private def evaluation(classes: Int, level: MetricsLevel, images: Image*): Evaluation = {
    val tally = new Tally(classes, level)
    images.foreach(tally.add)
    Evaluation.of(tally)
  }

  private val labelled = evaluation(
    3,
    MetricsLevel.ACCURACY,
    Seq((0, 0), (0, 0), (0, 2), (1, 0)).map { case (label, prediction) => Image(0, label, prediction, Array()) }: _*
  )

  private val unlabelled =
    evaluation(2, MetricsLevel.ACCURACY, Seq(1, 1, 0).map(Image(0, ScoredImage.NO_LABEL, _, Array())): _*)

  private val probable = evaluation(
    2,
    MetricsLevel.ALL,
    Image.of(0, 0, .75f, .25f),
    Image.of(1, 1, .5f, .5f),
    Image.of(2, 1, .125f, .875f)
  )

  test("the text is laid out as scikit-learn's report, and the confusion matrix follows") {
    assert(
      TextReport.of(labelled) ==
        """Accuracy: 0.5000 (2 of 4)
          |95 % CI 0.1500 to 0.8500, balanced accuracy 0.3333
          |Cohen's kappa -0.1429, MCC -0.1667
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
          |* the most frequent mistakes
          |
          |        0  1  2
          |      0 2  0  1*
          |      1 1* 0  0
          |      2 0  0  0
          |
          |Most confused
          |      0 taken for 2: 1
          |      1 taken for 0: 1
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
          |    "predicted" : 3,
          |    "recallInterval" : [ 0.2076596008, 0.9385080553 ]
          |  }, {
          |    "label" : 1,
          |    "precision" : null,
          |    "recall" : 0,
          |    "f1" : 0,
          |    "support" : 1,
          |    "predicted" : 0,
          |    "recallInterval" : [ 0, 0.7934506856 ]
          |  }, {
          |    "label" : 2,
          |    "precision" : 0,
          |    "recall" : null,
          |    "f1" : 0,
          |    "support" : 0,
          |    "predicted" : 1,
          |    "recallInterval" : [ null, null ]
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
          |  },
          |  "micro" : {
          |    "precision" : 0.5,
          |    "recall" : 0.5,
          |    "f1" : 0.5
          |  },
          |  "accuracyInterval" : [ 0.1500389892, 0.8499610108 ],
          |  "balancedAccuracy" : 0.3333333333,
          |  "kappa" : -0.1428571429,
          |  "mcc" : -0.1666666667
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
        """label,precision,recall,f1,support,predicted,auc,averagePrecision
          |0,0.6666666667,0.6666666667,0.6666666667,3,3,,
          |1,,0,0,1,0,,
          |2,0,,0,0,1,,
          |""".stripMargin
    )
    assert(CsvReport.confusionMatrix(labelled) == "label\\prediction,0,1,2\n0,2,0,1\n1,1,0,0\n2,0,0,0\n")
  }

  test("the text with probabilities has the figures that follow from them") {
    assert(
      TextReport.of(probable).linesIterator.toSeq.takeRight(3) == Seq(
        "Log-loss 0.3715, Brier score 0.2188, macro AUC 1.0000",
        "Top-1 accuracy 0.6667, top-2 1.0000",
        "ECE 0.2917, MCE 0.5000"
      )
    )
  }

  test("JSON with probabilities has them under their documented names") {
    val json = JsonReport.of(probable)
    for (
      line <- Seq(
        """    "auc" : 1,""",
        """    "averagePrecision" : 1""",
        """  "logLoss" : 0.3714535485""",
        """  "brier" : 0.21875,""",
        "  \"topKAccuracy\" : {\n    \"1\" : 0.6666666667,\n    \"2\" : 1\n  },",
        """    "ece" : 0.2916666667,""",
        """    "mce" : 0.5,""",
        """    "wrong" : [ 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 ]""",
        "  \"worstMistakes\" : [ {\n    \"origin\" : \"test\",\n    \"index\" : 1,\n    \"label\" : 1,\n" +
          "    \"prediction\" : 0,\n    \"confidence\" : 0.5\n  } ],",
        """  "leastConfident" : [ ]"""
      )
    )
      assert(json.contains(line), line)
  }

  test("no line of the text is longer than 80 columns, whatever the counts and classes") {
    for (classes <- Seq(2, 10, 26)) {
      val tally = new Tally(classes, MetricsLevel.ACCURACY)
      for (k <- 0 until classes; other <- 0 until classes) tally.add(Image(0, k, other, Array()))
      var large = tally
      for (_ <- 1 to 20) large = large.merge(large)
      for (each <- Seq(tally, large))
        assert(TextReport.of(Evaluation.of(each)).linesIterator.forall(_.length <= 80))
    }
    val tally = new Tally(26, MetricsLevel.ACCURACY)
    assert(
      TextReport
        .of(Evaluation.of({ tally.add(Image(0, 1, 2, Array())); tally }))
        .contains("too wide for 80 columns; --report writes it to confusion_matrix.csv")
    )
  }
}
