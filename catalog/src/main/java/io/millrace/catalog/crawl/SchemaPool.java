package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.ColumnNote;
import io.millrace.catalog.classify.Compression;
import io.millrace.catalog.classify.FileFormat;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail;
import io.millrace.catalog.type.InferredType;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal schemas the same object, so that thousands of folders alike take the memory of one schema, and are compared at
 * once. Schemas that differ only in their counts and in the samples behind their types are equal; the first is kept. Thread-safe.
 */
final class SchemaPool {
    private final Map<Identity, FileSchema> schemas = new ConcurrentHashMap<>();

    private volatile @Nullable FileSchema last;

    private record Identity(
            FileFormat format,
            Compression compression,
            FormatDetail detail,
            List<Map.Entry<String, InferredType>> columns,
            Map<String, String> originalNames) {}

    FileSchema shared(FileSchema schema) {
        // Most folders are like the one before.
        FileSchema before = last;
        if (before != null && isSame(schema, before)) {
            return before;
        }
        FileSchema shared = find(schema);
        last = shared;
        return shared;
    }

    private static boolean isSame(FileSchema one, FileSchema other) {
        if (one.format() != other.format()
                || one.compression() != other.compression()
                || one.columns().size() != other.columns().size()
                || !one.detail().equals(other.detail())) {
            return false;
        }
        Iterator<Map.Entry<String, InferredType>> others =
                other.columns().entrySet().iterator();
        for (Map.Entry<String, InferredType> column : one.columns().entrySet()) {
            String name = column.getKey();
            boolean same =
                    column.equals(others.next()) && originalName(one, name).equals(originalName(other, name));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> originalName(FileSchema schema, String column) {
        return schema.notes().getOrDefault(column, ColumnNote.NONE).originalName();
    }

    private FileSchema find(FileSchema schema) {
        Map<String, String> originalNames = new TreeMap<>();
        schema.notes()
                .forEach((column, note) -> note.originalName().ifPresent(name -> originalNames.put(column, name)));
        Identity identity = new Identity(
                schema.format(),
                schema.compression(),
                schema.detail(),
                List.copyOf(schema.columns().entrySet()),
                originalNames);
        FileSchema known = schemas.putIfAbsent(identity, schema);
        return known == null ? schema : known;
    }

    FolderSchema shared(FolderSchema folder) {
        return new FolderSchema(
                shared(folder.schema()), folder.objects(), folder.bytes(), folder.records(), folder.dataBytes());
    }
}
