/**
 * The Athena service: query executions, their results in S3, the work group and the catalog's metadata. The wire layer calls its
 * operations; the engine is {@code io.millrace.etl.sql}.
 */
@NullMarked
package io.millrace.server.athena;

import org.jspecify.annotations.NullMarked;
