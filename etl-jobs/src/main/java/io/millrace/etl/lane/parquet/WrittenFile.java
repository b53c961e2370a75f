package io.millrace.etl.lane.parquet;

import java.io.Serializable;

/**
 * A file that was finished.
 *
 * @param folder the partition's folder; empty for a table without partitions
 * @param number the file's number within the folder, from 0
 * @param rows how many rows it has
 * @param bytes how long it is
 */
public record WrittenFile(String folder, int number, long rows, long bytes) implements Serializable {}
