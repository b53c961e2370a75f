package io.millrace.catalog.store;

/**
 * An object that a batch reads, in the state in which it was listed.
 *
 * @param uri {@code s3://bucket/key}
 * @param eTag without quotes
 * @param size in bytes
 */
public record BatchInput(String uri, String eTag, long size) {}
