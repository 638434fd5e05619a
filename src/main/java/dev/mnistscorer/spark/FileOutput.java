package dev.mnistscorer.spark;

import java.io.IOException;
import java.io.Serializable;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Option;
import scala.collection.immutable.List$;

/**
 * Tables of files in one directory, written by tasks that also do something else with their rows: {@code DataFrame.write} gives no
 * result of a task back, this does. So what a task has counted travels with the commit of its files, and counts once
 * whatever was retried or run twice; accumulators and {@code observe()} do not promise that.
 *
 * <p>Format and commit protocol are Spark's own, the latter as the session is configured
 * ({@code spark.sql.sources.commitProtocolClass}). The steps are those of Spark's {@code FileFormatWriter}: set up the job,
 * write and commit each task, commit the job.
 */
public final class FileOutput implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";

    private final FileCommitProtocol protocol;
    private final String tracker;
    private final List<PreparedTable> tables;
    private final transient Job job;

    private FileOutput(FileCommitProtocol protocol, String tracker, List<PreparedTable> tables, Job job) {
        this.protocol = protocol;
        this.tracker = tracker;
        this.tables = tables;
        this.job = job;
    }

    /**
     * A table of files.
     *
     * @param directory directory of the files in that of the output; empty: the output directory itself, which always gets
     *     a file, also if there is no row, as readers take the columns from one
     * @param format their format
     * @param columns the first columns of the rows to be written
     */
    public record Table(Optional<String> directory, OutputFormat format, StructType columns) {}

    private record PreparedTable(
            String directory, // null for the output directory: an Optional cannot be serialized
            OutputFormat format,
            StructType columns,
            OutputWriterFactory writers,
            Broadcast<SerializableConfiguration> configuration)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        static PreparedTable of(Table table, SparkSession session) throws IOException {
            // Formats keep the columns in the configuration: each table has one of its own.
            Job job = Job.getInstance(HadoopConf.of(session));
            OutputWriterFactory writers =
                    table.format().prepare(session, job, table.format().stored(table.columns()));
            return new PreparedTable(
                    table.directory().orElse(null),
                    table.format(),
                    table.columns(),
                    writers,
                    HadoopConf.broadcast(session, job.getConfiguration()));
        }
    }

    /**
     * Begins to write to a directory.
     *
     * @throws IOException if the directory cannot be made
     */
    public static FileOutput begin(SparkSession session, Path directory, List<Table> tables) throws IOException {
        String id = UUID.randomUUID().toString();
        String tracker = new SimpleDateFormat("yyyyMMddHHmmss", Locale.ROOT).format(new Date());
        Job job = Job.getInstance(HadoopConf.of(session));
        FileOutputFormat.setOutputPath(job, directory);
        job.getConfiguration().set("spark.sql.sources.writeJobUUID", id);
        // The mark of success is for who publishes the files: where a rename is a series of copies, it would arrive
        // among them.
        job.getConfiguration().setBoolean("mapreduce.fileoutputcommitter.marksuccessfuljobs", false);
        List<PreparedTable> prepared = new ArrayList<>();
        for (Table table : tables) {
            prepared.add(PreparedTable.of(table, session));
        }
        FileCommitProtocol protocol =
                FileCommitProtocol.instantiate(session.conf().get(PROTOCOL), id, directory.toString(), false);
        protocol.setupJob(job);
        return new FileOutput(protocol, tracker, prepared, job);
    }

    /**
     * Message of a committed task to the commit protocol.
     *
     * @param message the message
     */
    public record Commit(TaskCommitMessage message) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Makes the files of the committed tasks visible in the directory. */
    public void commit(List<Commit> commits) {
        scala.collection.immutable.List<TaskCommitMessage> messages = List$.MODULE$.empty();
        for (Commit commit : commits) {
            protocol.onTaskCommit(commit.message());
            messages = messages.$colon$colon(commit.message());
        }
        protocol.commitJob(job, messages);
    }

    /** Removes all that tasks have written. */
    public void abort() {
        protocol.abortJob(job);
    }

    /** Begins to write in the running task. */
    public Task task() {
        TaskContext context = TaskContext.get();
        TaskID task = new TaskID(new JobID(tracker, context.stageId()), TaskType.MAP, context.partitionId());
        // As in Spark: attempts are numbered by ints in Hadoop, by longs in Spark.
        TaskAttemptID id = new TaskAttemptID(task, (int) context.taskAttemptId() & Integer.MAX_VALUE);
        return new Task(id);
    }

    /** The files of one task. A task that is closed before its commit leaves nothing. */
    public final class Task implements AutoCloseable {
        private final List<TaskFile> files = new ArrayList<>();
        private final TaskAttemptContext context;
        private boolean committed;

        private Task(TaskAttemptID id) {
            for (PreparedTable table : tables) {
                files.add(new TaskFile(table, id));
            }
            this.context = files.get(0).context;
            protocol.setupTask(context);
        }

        /** Writes the columns of a row to a table. */
        public void write(int table, RowView row) {
            TaskFile file = files.get(table);
            file.writer().write(file.form.of(row.row()));
        }

        /** Writes all columns of a row and a text as the last to a table. */
        public void write(int table, RowView row, String text) {
            files.get(table).writer().write(OutputFormat.with(row.row(), text));
        }

        /** Commits the files. */
        public Commit commit() {
            if (context.getTaskAttemptID().getTaskID().getId() == 0) {
                files.get(0).writer();
            }
            files.forEach(TaskFile::close);
            Commit commit = new Commit(protocol.commitTask(context));
            committed = true;
            return commit;
        }

        @Override
        public void close() {
            if (!committed) {
                try {
                    files.forEach(TaskFile::close);
                } finally {
                    protocol.abortTask(context);
                }
            }
        }
    }

    /** The file of one task in one table, made with its first row. */
    private final class TaskFile {
        private final PreparedTable table;
        private final TaskAttemptContext context;
        private final OutputFormat.RowForm form;
        private OutputWriter writer;

        TaskFile(PreparedTable table, TaskAttemptID id) {
            this.table = table;
            this.form = table.format().form(table.columns());
            Configuration settings =
                    new Configuration(table.configuration().value().value());
            settings.set("mapreduce.job.id", id.getJobID().toString());
            settings.set("mapreduce.task.id", id.getTaskID().toString());
            settings.set("mapreduce.task.attempt.id", id.toString());
            settings.setBoolean("mapreduce.task.ismap", true);
            settings.setInt("mapreduce.task.partition", 0);
            this.context = new TaskAttemptContextImpl(settings, id);
        }

        OutputWriter writer() {
            if (writer == null) {
                FileNameSpec name =
                        new FileNameSpec("", "-c000" + table.writers().getFileExtension(context));
                Option<String> directory = Option.apply(table.directory());
                String path = protocol.newTaskTempFile(context, directory, name);
                writer = table.writers().newInstance(path, table.format().stored(table.columns()), context);
            }
            return writer;
        }

        void close() {
            if (writer != null) {
                OutputWriter closing = writer;
                writer = null;
                closing.close();
            }
        }
    }
}
