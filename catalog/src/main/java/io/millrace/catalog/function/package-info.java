/**
 * User-defined functions of databases, as Hive and Spark register them. Used by the server, which registers the operations by request type.
 */
@NullMarked
package io.millrace.catalog.function;

import org.jspecify.annotations.NullMarked;
