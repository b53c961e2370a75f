/** Placeholder sentence. Used later. */
@NullMarked
package io.millrace.catalog.trigger;

import org.jspecify.annotations.NullMarked;
