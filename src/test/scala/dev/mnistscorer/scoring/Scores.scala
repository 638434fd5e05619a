package dev.mnistscorer.scoring

import java.util.{Set => JavaSet}

import dev.mnistscorer.table.ScoreColumn

/** Sets of score columns. */
object Scores {
  val prediction: JavaSet[ScoreColumn] = JavaSet.of(ScoreColumn.PREDICTION)
  val confidence: JavaSet[ScoreColumn] = JavaSet.of(ScoreColumn.PREDICTION, ScoreColumn.CONFIDENCE)
  val all: JavaSet[ScoreColumn] = JavaSet.of(ScoreColumn.values(): _*)
}
