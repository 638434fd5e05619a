package dev.mnistscorer.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/** A function of one column of a table, computed for mini-batches of rows. Its text is shown in query plans. */
public interface ColumnFunction extends Serializable {
    /** Columns that the function computes. */
    StructType columns();

    /**
     * Returns the function that computes only some of the columns.
     *
     * @param numbers their numbers, ascending
     */
    ColumnFunction only(List<Integer> numbers);

    /**
     * Begins a partition.
     *
     * @param row view of its rows, possibly without columns that a query does not need
     * @param column number of the column that the function is of
     * @return a function that takes no column away
     */
    BatchFunction begin(RowView row, int column);
}
