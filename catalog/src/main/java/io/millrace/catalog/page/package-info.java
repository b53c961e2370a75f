/**
 * Paging of list operations: the opaque tokens and the one paginator. Used by the operations of the metadata, the crawlers,
 * the jobs and the triggers.
 */
@NullMarked
package io.millrace.catalog.page;

import org.jspecify.annotations.NullMarked;
