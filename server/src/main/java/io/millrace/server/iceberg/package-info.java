/** Makes new Iceberg tables for Glue's CreateTable with {@code OpenTableFormatInput}. Used by the server's wiring. */
@NullMarked
package io.millrace.server.iceberg;

import org.jspecify.annotations.NullMarked;
