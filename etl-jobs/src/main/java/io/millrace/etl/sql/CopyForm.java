package io.millrace.etl.sql;

import io.millrace.etl.sql.ObjectCache.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** What a copy is made of an object: something that the engine can read. Immutable. */
public interface CopyForm {
    /** Tells copies of one object in different forms apart. */
    String id();

    /** How the name of the object's copy ends, by which the engine knows whether it is compressed. */
    String suffix(StoredObject object);

    /**
     * Writes the copy. What was begun is removed when it fails.
     *
     * @param stored the object's bytes, which the caller closes
     * @param maxBytes a copy that would be larger is given up
     * @throws IOException if the store or the disk fail
     * @throws SqlException {@code HIVE_BAD_DATA} for damaged data, {@code NOT_SUPPORTED} for a copy that would be too large
     */
    void write(StoredObject object, InputStream stored, Path copy, long maxBytes) throws IOException;
}
