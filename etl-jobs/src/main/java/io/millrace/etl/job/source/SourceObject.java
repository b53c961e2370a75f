package io.millrace.etl.job.source;

import io.millrace.etl.batch.InputObject;

/**
 * An object to be read, and the table's folder that it lies in.
 *
 * @param object as it was listed
 * @param folder gives the values of the partition keys for its rows
 */
public record SourceObject(InputObject object, SourceTable.Folder folder) {}
