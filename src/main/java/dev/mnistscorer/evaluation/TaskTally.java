package dev.mnistscorer.evaluation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Carries the counts of a task from the rows that flow through it to what ends the task: the result of the partition, or
 * the commit of a file. So they are counted with the attempt that succeeds, and only with that.
 */
public final class TaskTally {
    private static final Map<Long, Tally> BY_ATTEMPT = new ConcurrentHashMap<>();

    private TaskTally() {}

    /** Makes this the tally of the running task attempt, forgotten at its end. */
    static Tally begin(TaskContext task, Tally tally) {
        long attempt = task.taskAttemptId();
        BY_ATTEMPT.put(attempt, tally);
        task.addTaskCompletionListener((TaskCompletionListener) context -> BY_ATTEMPT.remove(attempt));
        return tally;
    }

    /** What the running task attempt has counted. */
    public static Tally take() {
        Tally tally = BY_ATTEMPT.remove(TaskContext.get().taskAttemptId());
        if (tally == null) {
            throw new IllegalStateException("this task has counted nothing");
        }
        return tally;
    }
}
