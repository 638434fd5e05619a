package dev.mnistscorer.publish;

import dev.mnistscorer.error.BadInputException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.StructType;

/**
 * Place where readers find the rows of published runs. All runs have a directory below that of the output, which holds the
 * manifest; their rows are in it, or in a table.
 */
sealed interface Destination permits RunDirectory, RunTable {
    /** The directory of a run's rows before they are delivered, given the directory of the run. */
    Path rows(Path run);

    /**
     * Makes sure, before work is spent, that rows can be delivered.
     *
     * @param rows their columns
     * @throws BadInputException if they cannot
     */
    void requireDeliverable(StructType rows);

    /**
     * Brings the rows of a run to readers, when its directory has its place and before its manifest has its name. Done
     * twice, or by two processes at once, it has the effect of once.
     *
     * @throws IOException if it could not be done, or cannot be told whether it was
     * @throws IllegalStateException if readers find another number of rows
     */
    void deliver(Path run, Manifest manifest) throws IOException;

    /** Removes what is not needed any more when the manifest has its name. */
    void tidy(Path run) throws IOException;

    /** What readers find of a published run otherwise than its manifest has it, for messages; empty if nothing. */
    Optional<String> damage(Path run, Manifest manifest) throws IOException;

    /** Name of the place for people. */
    String place(Path run);

    /** Version of the table that holds the rows of a run, if there is one and its format tells it. */
    Optional<String> version(Manifest manifest);
}
