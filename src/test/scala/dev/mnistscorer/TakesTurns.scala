package dev.mnistscorer

import org.scalatest.{Args, BeforeAndAfterAll, Status, Suite}

/** A suite that waits for its turn: two run at once, of which one at most mainly uses the session of this process. */
trait TakesTurns extends Suite with BeforeAndAfterAll {

  /** False if it mainly waits for processes of its own. */
  protected def isInSession: Boolean

  abstract override def run(testName: Option[String], args: Args): Status =
    Turns.during(isInSession)(super.run(testName, args))
}

/** A suite that mainly waits for processes that it starts, so that one of another kind can run meanwhile. */
trait ProcessTest extends TakesTurns {
  override protected def isInSession: Boolean = false
}

private object Turns {
  private val AtOnce = 2

  private var running = 0
  private var runningInSession = 0
  private var waitingInSession = 0

  def during[T](inSession: Boolean)(body: => T): T = {
    begin(inSession)
    try body
    finally end(inSession)
  }

  private def begin(inSession: Boolean): Unit = synchronized {
    if (inSession) waitingInSession += 1
    while (running == AtOnce || isTaken(inSession)) wait()
    running += 1
    if (inSession) {
      waitingInSession -= 1
      runningInSession += 1
    }
  }

  /** Those in the session go first: there is one of them at a time. */
  private def isTaken(inSession: Boolean): Boolean =
    if (inSession) runningInSession > 0 else runningInSession == 0 && waitingInSession > 0

  private def end(inSession: Boolean): Unit = synchronized {
    running -= 1
    if (inSession) runningInSession -= 1
    notifyAll()
  }
}
