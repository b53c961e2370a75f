package io.millrace.catalog.crawl.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.catalog.classify.Compression;
import io.millrace.catalog.classify.FileFormat;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail.TableFormat;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.crawl.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * An Iceberg table by its newest metadata file (Iceberg's table specification, "Table Metadata"). A catalog would know which is
 * current; a folder alone says so by {@code version-hint.text} or by the highest version, and of two with the same version
 * (one lost the race for the commit) by the later update.
 */
final class IcebergTable {
    private IcebergTable() {}

    static FileSchema read(MetadataObjects objects) throws IOException, UnreadableObjectException {
        StoredObject newest = null;
        JsonNode metadata = null;
        for (StoredObject candidate : candidates(objects)) {
            JsonNode read = objects.json(candidate);
            if (metadata == null
                    || read.path("last-updated-ms").asLong()
                            > metadata.path("last-updated-ms").asLong()) {
                newest = candidate;
                metadata = read;
            }
        }
        if (newest == null || metadata == null) {
            throw new UnreadableObjectException("the Iceberg table has no metadata file");
        }
        return schema(newest.uri(), metadata);
    }

    private static List<StoredObject> candidates(MetadataObjects objects)
            throws IOException, UnreadableObjectException {
        Optional<StoredObject> hinted = hinted(objects);
        if (hinted.isPresent()) {
            return List.of(hinted.get());
        }
        List<StoredObject> newest = new ArrayList<>();
        long version = -1;
        for (StoredObject object : objects.objects()) {
            long own = version(object);
            if (own > version) {
                newest.clear();
                version = own;
            }
            if (own == version && own >= 0) {
                newest.add(object);
            }
        }
        return newest;
    }

    /** The file that the hint names, or one after it: the hint is written after the file and may lag behind. */
    private static Optional<StoredObject> hinted(MetadataObjects objects)
            throws IOException, UnreadableObjectException {
        Optional<StoredObject> hint = objects.find("metadata/" + TableFormats.ICEBERG_HINT);
        if (hint.isEmpty()) {
            return Optional.empty();
        }
        String text = new String(objects.bytes(hint.get()), StandardCharsets.UTF_8).strip();
        if (!text.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        long hinted = Long.parseLong(text);
        Optional<StoredObject> found = Optional.empty();
        for (StoredObject object : objects.objects()) {
            long own = MetadataObjects.name(object).startsWith("v") ? version(object) : -1;
            if (own >= hinted && (found.isEmpty() || own > version(found.get()))) {
                found = Optional.of(object);
            }
        }
        return found;
    }

    private static long version(StoredObject object) {
        Matcher name = TableFormats.ICEBERG_METADATA.matcher(MetadataObjects.name(object));
        if (!name.matches()) {
            return -1;
        }
        String digits = name.group(1) == null ? name.group(2) : name.group(1);
        return digits.length() > 18 ? -1 : Long.parseLong(digits);
    }

    private static FileSchema schema(String location, JsonNode metadata) throws UnreadableObjectException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("table_type", "ICEBERG");
        parameters.put("metadata_location", location);
        NamedColumns columns = new NamedColumns();
        for (JsonNode field : currentSchema(metadata).path("fields")) {
            columns.add(field.path("name").asText(), IcebergTypes.of(field.path("type")));
        }
        if (columns.types().isEmpty()) {
            throw new UnreadableObjectException("the Iceberg table has no columns");
        }
        JsonNode summary = currentSnapshot(metadata).path("summary");
        long records = summary.path("total-records").asLong();
        long bytes = summary.path("total-files-size").asLong();
        return new FileSchema(
                FileFormat.ICEBERG,
                Compression.NONE,
                new TableFormat(TableFormat.Kind.ICEBERG, parameters, List.of()),
                columns.types(),
                columns.notes(),
                records,
                records == 0 ? 0 : bytes / records);
    }

    private static JsonNode currentSchema(JsonNode metadata) {
        JsonNode id = metadata.path("current-schema-id");
        for (JsonNode schema : metadata.path("schemas")) {
            if (schema.path("schema-id").equals(id)) {
                return schema;
            }
        }
        // Version 1 tables need no list of schemas.
        return metadata.path("schema");
    }

    private static JsonNode currentSnapshot(JsonNode metadata) {
        JsonNode id = metadata.path("current-snapshot-id");
        for (JsonNode snapshot : metadata.path("snapshots")) {
            if (snapshot.path("snapshot-id").equals(id)) {
                return snapshot;
            }
        }
        return MissingNode.getInstance();
    }
}
