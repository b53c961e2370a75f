/**
 * Removes what runs of jobs left in the object store and no table refers to (docs/decisions/0176): looks first, deletes what was shown, and asks
 * the catalog again before each deletion. Used by the command line.
 */
@NullMarked
package io.millrace.catalog.sweep;

import org.jspecify.annotations.NullMarked;
