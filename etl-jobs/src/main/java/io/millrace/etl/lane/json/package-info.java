/** Reads JSON lines into vectors, by the rules of Spark's reader with an explicit schema. Used by the columnar lane's tasks. */
@NullMarked
package io.millrace.etl.lane.json;

import org.jspecify.annotations.NullMarked;
