package io.millrace.etl.batch;

/**
 * Whose bookmark: a job's progress into one table.
 *
 * @param job the job's name; for a run that no job definition started, {@code -}
 * @param database of the table that the job writes
 * @param table that the job writes
 */
public record BookmarkKey(String job, String database, String table) {}
