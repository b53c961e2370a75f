/**
 * The Glue Data Catalog. Used by the server, which puts it on the wire.
 */
@NullMarked
package io.millrace.catalog;

import org.jspecify.annotations.NullMarked;
