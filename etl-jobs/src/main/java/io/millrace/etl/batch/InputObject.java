package io.millrace.etl.batch;

import java.time.Instant;

/**
 * An object to be read, in the state in which it was listed.
 *
 * @param uri {@code s3://bucket/key}
 * @param eTag without quotes
 * @param size in bytes
 * @param modified when the store says it was written; tells nothing about order and is not part of the object's identity
 */
public record InputObject(String uri, String eTag, long size, Instant modified) {}
