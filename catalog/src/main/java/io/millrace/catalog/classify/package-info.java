/**
 * What an object holds, found out from its first bytes or its footer: format, compression, columns, rough record count.
 * Used by the crawlers.
 */
@NullMarked
package io.millrace.catalog.classify;

import org.jspecify.annotations.NullMarked;
