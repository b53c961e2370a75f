package io.millrace.catalog.store;

/**
 * Whose bookmark: a job's progress into one table.
 *
 * @param job the job's name
 * @param database of the table that the job writes
 * @param table that the job writes; it need not exist any more
 */
public record BookmarkName(String job, String database, String table) {}
