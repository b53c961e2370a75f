/**
 * The process that a job run is: how its command line looks (used by the server, free of Spark) and what runs inside it.
 */
@NullMarked
package io.millrace.etl.worker;

import org.jspecify.annotations.NullMarked;
