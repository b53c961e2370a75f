/**
 * Glue's operations on databases, tables, table versions and partitions, as plain methods on the SDK's model classes. Used by
 * the server, which registers them by request type, and by the crawlers.
 */
@NullMarked
package io.millrace.catalog.metadata;

import org.jspecify.annotations.NullMarked;
