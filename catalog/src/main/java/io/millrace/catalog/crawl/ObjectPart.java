package io.millrace.catalog.crawl;

/**
 * Some bytes of an object, which are the receiver's to keep.
 *
 * @param etag the ETag of the object that they are of; empty where it is unknown
 */
// The array is compared and shared nowhere.
@SuppressWarnings("ArrayRecordComponent")
public record ObjectPart(byte[] bytes, String etag) {}
