package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.ColumnNote;
import io.millrace.catalog.classify.Compression;
import io.millrace.catalog.classify.CsvDialect;
import io.millrace.catalog.classify.CsvDialect.Header;
import io.millrace.catalog.classify.FileFormat;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail;
import io.millrace.catalog.classify.JsonDialect;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.InferredType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folders as a scan finds them. Columns are written {@code id:bigint name:string}. */
final class TestingFolders {
    private TestingFolders() {}

    static FolderSchema csv(String columns) {
        return csv(columns, ',', Compression.NONE);
    }

    static FolderSchema csv(String columns, char delimiter, Compression compression) {
        return schema(
                FileFormat.CSV,
                compression,
                new FormatDetail.Csv(CsvDialect.plain(delimiter, Header.PRESENT)),
                columns,
                Map.of());
    }

    static FolderSchema json(String columns) {
        Map<String, InferredType> types = columns(columns);
        return json(
                columns,
                new JsonDialect(
                        JsonDialect.Layout.LINES,
                        List.copyOf(new java.util.TreeSet<>(types.keySet())),
                        Map.of(),
                        List.of(),
                        ""));
    }

    static FolderSchema json(String columns, JsonDialect dialect) {
        return schema(FileFormat.JSON, Compression.NONE, new FormatDetail.Json(dialect), columns, Map.of());
    }

    static FolderSchema noted(FolderSchema schema, Map<String, ColumnNote> notes) {
        FileSchema file = schema.schema();
        return FolderSchema.of(
                new FileSchema(
                        file.format(),
                        file.compression(),
                        file.detail(),
                        file.columns(),
                        notes,
                        file.records(),
                        file.recordBytes()),
                schema.bytes());
    }

    private static FolderSchema schema(
            FileFormat format,
            Compression compression,
            FormatDetail detail,
            String columns,
            Map<String, ColumnNote> notes) {
        return FolderSchema.of(new FileSchema(format, compression, detail, columns(columns), notes, 10, 8), 80);
    }

    private static Map<String, InferredType> columns(String columns) {
        Map<String, InferredType> types = new LinkedHashMap<>();
        for (String column : columns.split(" ", -1)) {
            int colon = column.indexOf(':');
            types.put(column.substring(0, colon), InferredType.of(HiveType.parse(column.substring(colon + 1))));
        }
        return types;
    }

    static Folder<FolderSchema> folder(String path, FolderSchema schema) {
        return new Folder<>(path.isEmpty() ? List.of() : List.of(path.split("/", -1)), schema);
    }
}
