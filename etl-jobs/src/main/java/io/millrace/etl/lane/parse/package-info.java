/** Texts of cells to typed values, from bytes, without strings. Used by the readers of CSV and JSON lines. */
@NullMarked
package io.millrace.etl.lane.parse;

import org.jspecify.annotations.NullMarked;
