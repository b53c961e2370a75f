/**
 * Triggers on a SQL database. Used by the server.
 */
@NullMarked
package io.millrace.catalog.trigger.jdbc;

import org.jspecify.annotations.NullMarked;
