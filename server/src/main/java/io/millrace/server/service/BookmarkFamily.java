package io.millrace.server.service;

import io.millrace.catalog.bookmark.BatchOperations;
import io.millrace.catalog.bookmark.JobBookmarkOperations;

/** The operations on bookmarks: Millrace's own, and Glue's. */
public record BookmarkFamily(BatchOperations batches, JobBookmarkOperations jobs) {}
