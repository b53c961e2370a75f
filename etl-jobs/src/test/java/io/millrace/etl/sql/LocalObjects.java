package io.millrace.etl.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** No objects at all: for statements without tables. */
record LocalObjects(Path folder) implements ObjectCache {
    @Override
    public List<StoredObject> list(String location) {
        return List.of();
    }

    @Override
    public Lease fetch(List<StoredObject> objects, CopyForm form) {
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
