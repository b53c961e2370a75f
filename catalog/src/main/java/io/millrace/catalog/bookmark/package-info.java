/**
 * Bookmarks of jobs: which objects were read, and which batches of output count (docs/decisions/0149). The server puts the operations on
 * the wire; jobs send the records of {@link io.millrace.catalog.bookmark.BookmarkApi}.
 */
@NullMarked
package io.millrace.catalog.bookmark;

import org.jspecify.annotations.NullMarked;
