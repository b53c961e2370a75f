package io.millrace.etl.sql;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** No objects at all: for statements without tables. */
record LocalObjects(Path folder) implements ObjectCache {
    @Override
    public List<StoredObject> list(String location) {
        return List.of();
    }

    @Override
    public Lease fetch(List<StoredObject> objects, Optional<Charset> encoding) {
        return new Lease() {
            @Override
            public Map<StoredObject, Path> files() {
                return Map.of();
            }

            @Override
            public void close() {}
        };
    }
}
