/** Placeholder sentence. Used later. */
@NullMarked
package io.millrace.catalog.trigger.jdbc;

import org.jspecify.annotations.NullMarked;
