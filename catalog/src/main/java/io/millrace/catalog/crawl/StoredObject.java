package io.millrace.catalog.crawl;

/** An object as a listing gives it; the size is in bytes. */
public record StoredObject(String bucket, String key, long size) {
    String uri() {
        return "s3://" + bucket + "/" + key;
    }
}
