/**
 * The catalog's store on a SQL database: SQLite today. Used by the server, which opens the database and hands the store on.
 */
@NullMarked
package io.millrace.catalog.store.jdbc;

import org.jspecify.annotations.NullMarked;
