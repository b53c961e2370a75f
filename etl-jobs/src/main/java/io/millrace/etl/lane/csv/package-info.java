/**
 * CSV to vectors: {@link io.millrace.etl.lane.csv.CsvReader} reads a file or a part of one, {@link io.millrace.etl.lane.csv.CsvSplits} says which
 * parts, {@link io.millrace.etl.lane.csv.CompressedInput} uncompresses.
 */
@NullMarked
package io.millrace.etl.lane.csv;

import org.jspecify.annotations.NullMarked;
