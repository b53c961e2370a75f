/**
 * SearchTables: tables of all databases by text, filters and order, read as a stream. Used by the server, which registers the operation.
 */
@NullMarked
package io.millrace.catalog.search;

import org.jspecify.annotations.NullMarked;
