package io.millrace.catalog.crawl;

import java.io.IOException;
import java.util.List;

/**
 * The two calls that a crawl makes to an object store. Thread-safe. Failures are {@link IOException}s whose message names the
 * object and the reason and is shown to the user; {@link java.nio.file.NoSuchFileException} says that the object is gone.
 */
public interface ObjectReader {
    /** All objects whose key starts with {@code prefix}, in order of their keys. */
    List<StoredObject> list(String bucket, String prefix) throws IOException;

    /** The object's bytes from {@code offset} on, {@code length} (at least one) of them or fewer at its end. */
    byte[] read(StoredObject object, long offset, int length) throws IOException;
}
