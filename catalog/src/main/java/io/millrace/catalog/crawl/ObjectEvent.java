package io.millrace.catalog.crawl;

/**
 * What the object store told of an object, for crawls that list nothing. Events may come more than once and out of order.
 *
 * @param object the object; of one that was removed only bucket and key matter
 */
public record ObjectEvent(Kind kind, StoredObject object) {
    /** What happened. */
    public enum Kind {
        /** It was written, for the first time or again. */
        CREATED,
        REMOVED
    }

    /** An object that was written. */
    public static ObjectEvent created(StoredObject object) {
        return new ObjectEvent(Kind.CREATED, object);
    }

    /** An object that is gone. */
    public static ObjectEvent removed(String bucket, String key) {
        return new ObjectEvent(Kind.REMOVED, new StoredObject(bucket, key, 0, ""));
    }
}
