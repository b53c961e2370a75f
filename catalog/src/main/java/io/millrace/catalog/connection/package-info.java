/**
 * Glue's connections: kept with their passwords sealed. Used by the server, which registers the operations and brings the
 * cipher.
 */
@NullMarked
package io.millrace.catalog.connection;

import org.jspecify.annotations.NullMarked;
