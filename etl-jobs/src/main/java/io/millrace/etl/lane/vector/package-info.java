/** Typed columns of a batch of rows, as primitive arrays that are filled again and again. */
@NullMarked
package io.millrace.etl.lane.vector;

import org.jspecify.annotations.NullMarked;
