package io.millrace.catalog.crawl;

/**
 * An object as a listing or an event gives it.
 *
 * @param bucket the bucket; empty for a file of this machine, whose key is its absolute path without the first slash
 * @param size in bytes
 * @param etag changes with the content; empty where it is unknown
 */
public record StoredObject(String bucket, String key, long size, String etag) {
    public String uri() {
        return uri(bucket, key);
    }

    /** How users write it. */
    static String uri(String bucket, String key) {
        return bucket.isEmpty() ? "file:///" + key : "s3://" + bucket + "/" + key;
    }
}
