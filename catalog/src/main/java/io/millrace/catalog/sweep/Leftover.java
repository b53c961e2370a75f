package io.millrace.catalog.sweep;

/**
 * Something in the store that may go.
 *
 * @param table the table below whose location it lies, {@code database.table}
 * @param kind what it is
 * @param bucket its bucket
 * @param key its key
 * @param id the version of a {@link Kind#VERSION} or {@link Kind#DELETE_MARKER}, the upload of an {@link Kind#UPLOAD}; else empty
 * @param batch the batch in its name
 * @param bytes its size; 0 where the store does not tell
 * @param reason why it may go
 */
public record Leftover(
        String table, Kind kind, String bucket, String key, String id, String batch, long bytes, String reason) {

    /** What is left. */
    public enum Kind {
        /** An object. */
        OBJECT,
        /** A multipart upload that nobody finished; its parts are stored and paid for. */
        UPLOAD,
        /** An earlier version of an object. */
        VERSION,
        /** What a store with versions puts in the place of a deleted object. */
        DELETE_MARKER
    }

    /** {@code s3://bucket/key}. */
    public String uri() {
        return "s3://" + bucket + "/" + key;
    }
}
