package dev.mnistscorer.job;

import dev.mnistscorer.evaluation.Tally;
import dev.mnistscorer.evaluation.TaskTally;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.sql.SparkSession;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Sends what a task has counted along with its commit. So the counts are those of the rows in the committed files: each
 * once, whatever was retried or run twice. Accumulators and {@code observe()} do not promise that.
 *
 * <p>Files are committed by the protocol that Spark is configured with; this one only adds to its messages.
 */
public final class TallyingCommitProtocol extends FileCommitProtocol implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Spark's setting for the class of the protocol. */
    static final String SETTING = "spark.sql.sources.commitProtocolClass";

    /** Where the class that files are committed by is kept while {@link #SETTING} names this one. */
    static final String DELEGATE_SETTING = "spark.mnistscorer.commitProtocolClass";

    private static final Map<String, List<Tally>> COMMITTED = new ConcurrentHashMap<>();

    private final FileCommitProtocol delegate;
    private final String path;

    /** What Spark calls, by reflection. */
    public TallyingCommitProtocol(String jobId, String path, boolean dynamicPartitionOverwrite) {
        this.path = path;
        this.delegate = FileCommitProtocol.instantiate(
                SparkSession.active().conf().get(DELEGATE_SETTING), jobId, path, dynamicPartitionOverwrite);
    }

    /** The counts of the tasks that were committed to {@code path}, which are then forgotten here. */
    static List<Tally> take(Path path) {
        List<Tally> tallies = COMMITTED.remove(path.toString());
        if (tallies == null) {
            throw new IllegalStateException("nothing was committed to " + path);
        }
        return tallies;
    }

    private record Commit(TaskCommitMessage files, Tally tally) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public TaskCommitMessage commitTask(TaskAttemptContext task) {
        return new TaskCommitMessage(new Commit(delegate.commitTask(task), TaskTally.take()));
    }

    @Override
    public void commitJob(JobContext job, Seq<TaskCommitMessage> messages) {
        List<TaskCommitMessage> files = new ArrayList<>();
        List<Tally> tallies = new ArrayList<>();
        for (TaskCommitMessage message : CollectionConverters.asJava(messages)) {
            Commit commit = (Commit) message.obj();
            files.add(commit.files());
            tallies.add(commit.tally());
        }
        delegate.commitJob(job, CollectionConverters.asScala(files).toSeq());
        COMMITTED.put(path, tallies);
    }

    @Override
    public void onTaskCommit(TaskCommitMessage message) {
        delegate.onTaskCommit(((Commit) message.obj()).files());
    }

    @Override
    public void setupJob(JobContext job) {
        delegate.setupJob(job);
    }

    @Override
    public void abortJob(JobContext job) {
        delegate.abortJob(job);
    }

    @Override
    public void setupTask(TaskAttemptContext task) {
        delegate.setupTask(task);
    }

    @Override
    public void abortTask(TaskAttemptContext task) {
        delegate.abortTask(task);
    }

    @Override
    @Deprecated
    public String newTaskTempFile(TaskAttemptContext task, Option<String> directory, String extension) {
        return delegate.newTaskTempFile(task, directory, extension);
    }

    @Override
    public String newTaskTempFile(TaskAttemptContext task, Option<String> directory, FileNameSpec name) {
        return delegate.newTaskTempFile(task, directory, name);
    }

    @Override
    @Deprecated
    public String newTaskTempFileAbsPath(TaskAttemptContext task, String directory, String extension) {
        return delegate.newTaskTempFileAbsPath(task, directory, extension);
    }

    @Override
    public String newTaskTempFileAbsPath(TaskAttemptContext task, String directory, FileNameSpec name) {
        return delegate.newTaskTempFileAbsPath(task, directory, name);
    }

    @Override
    public boolean deleteWithJob(FileSystem fileSystem, Path file, boolean recursive) {
        return delegate.deleteWithJob(fileSystem, file, recursive);
    }
}
