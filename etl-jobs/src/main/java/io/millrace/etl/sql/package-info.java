/**
 * Athena's SQL on this machine: Trino's parser reads a statement, the catalog resolves its tables, DuckDB runs it on objects that
 * a local cache fetched. Spark-free; used by the server's Athena service.
 */
@NullMarked
package io.millrace.etl.sql;

import org.jspecify.annotations.NullMarked;
