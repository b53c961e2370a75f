package io.millrace.catalog.store;

/**
 * How far a job is.
 *
 * @param id in this store
 * @param name whose it is
 * @param version counts every change, from 0
 * @param digest of the batches that count, hexadecimal
 */
public record Bookmark(long id, BookmarkName name, long version, String digest) {}
