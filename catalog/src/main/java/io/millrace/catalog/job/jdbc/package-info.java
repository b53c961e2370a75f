/**
 * Jobs and runs on a SQL database. Used by the server.
 */
@NullMarked
package io.millrace.catalog.job.jdbc;

import org.jspecify.annotations.NullMarked;
