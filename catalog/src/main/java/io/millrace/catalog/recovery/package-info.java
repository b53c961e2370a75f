/**
 * Brings the catalog back: copies of what it was at a time into new databases, and backups as files. Used by the command line.
 */
@NullMarked
package io.millrace.catalog.recovery;

import org.jspecify.annotations.NullMarked;
