package io.millrace.etl.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Local copies of objects. Thread-safe. */
public interface ObjectCache {
    /**
     * The objects whose keys start with the location's, without those whose last name starts with {@code _} or {@code .} and
     * empty ones, which Hive does not read.
     *
     * @param location {@code s3://bucket/prefix}, with or without a closing slash
     */
    List<StoredObject> list(String location);

    /**
     * Brings the objects here, those that are missing in parallel. The copies stay until the lease is closed.
     *
     * @param form what a copy is
     * @throws SqlException {@code HIVE_CANNOT_OPEN_SPLIT} for an object that is gone or refused, {@code HIVE_BAD_DATA} for
     *     one that is damaged or ends too early
     */
    Lease fetch(List<StoredObject> objects, CopyForm form);

    /** The folder in which the copies are, and nothing else. */
    Path folder();

    /**
     * An object as a listing shows it.
     *
     * @param size in bytes
     */
    record StoredObject(String bucket, String key, String etag, long size) {
        /** The object's address. */
        public String uri() {
            return "s3://" + bucket + "/" + key;
        }
    }

    /** The right to use copies. */
    interface Lease extends AutoCloseable {
        /** Where each object's copy is. */
        Map<StoredObject, Path> files();

        @Override
        void close();
    }
}
