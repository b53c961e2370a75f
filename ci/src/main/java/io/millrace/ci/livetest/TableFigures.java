package io.millrace.ci.livetest;

import java.math.BigDecimal;

/**
 * What was counted of one table.
 *
 * @param name the table
 * @param columns the columns, partition keys included
 * @param partitions the partitions in the catalog
 * @param rows the rows that the statement counted
 * @param sum the exact sum of the compared column, to two decimals; 0 for no rows
 * @param sql the statement that gave rows and sum
 */
public record TableFigures(TableName name, int columns, long partitions, long rows, BigDecimal sum, String sql) {}
