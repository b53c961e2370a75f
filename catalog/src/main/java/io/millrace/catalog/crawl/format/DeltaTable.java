package io.millrace.catalog.crawl.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.classify.Compression;
import io.millrace.catalog.classify.FileFormat;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail.TableFormat;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.crawl.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Delta Lake table by the newest {@code metaData} action of its log (Delta's protocol, "Change Metadata"): commits are read
 * from the newest back to the last checkpoint, which repeats the action as it then was. How many rows there are is not said
 * without reading every action, so the count stays 0.
 */
final class DeltaTable {
    private static final int VERSION_DIGITS = 20;

    private DeltaTable() {}

    static FileSchema read(MetadataObjects objects) throws IOException, UnreadableObjectException {
        List<StoredObject> log = new ArrayList<>(objects.objects());
        // By version; at one version the commit before the checkpoint, which was made from it.
        log.sort(Comparator.comparing(MetadataObjects::name).reversed());
        long checkpoint = -1;
        for (StoredObject object : log) {
            if (isCheckpoint(object) && checkpoint < 0) {
                checkpoint = version(object);
            }
        }
        for (StoredObject object : log) {
            if (isCommit(object) && version(object) >= checkpoint) {
                Optional<JsonNode> metadata = inCommit(objects, object);
                if (metadata.isPresent()) {
                    return schema(metadata.get());
                }
            }
        }
        return fromCheckpoint(objects, log, checkpoint);
    }

    private static FileSchema fromCheckpoint(MetadataObjects objects, List<StoredObject> log, long checkpoint)
            throws IOException, UnreadableObjectException {
        for (StoredObject object : log) {
            if (isCheckpoint(object) && version(object) == checkpoint) {
                boolean parquet = object.key().endsWith(".parquet");
                Optional<JsonNode> metadata =
                        parquet ? DeltaCheckpoint.read(objects, object) : inCommit(objects, object);
                if (metadata.isPresent()) {
                    return schema(metadata.get());
                }
            }
        }
        throw new UnreadableObjectException("the Delta table's log says nowhere which columns it has");
    }

    private static boolean isCommit(StoredObject object) {
        return MetadataObjects.name(object).length() == VERSION_DIGITS + ".json".length() && version(object) >= 0;
    }

    private static boolean isCheckpoint(StoredObject object) {
        return MetadataObjects.name(object).startsWith(".checkpoint.", VERSION_DIGITS);
    }

    private static long version(StoredObject object) {
        String digits = MetadataObjects.name(object).substring(0, VERSION_DIGITS);
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The last {@code metaData} action among the file's lines. */
    private static Optional<JsonNode> inCommit(MetadataObjects objects, StoredObject object)
            throws IOException, UnreadableObjectException {
        String text = new String(objects.bytes(object), StandardCharsets.UTF_8);
        Optional<JsonNode> found = Optional.empty();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.contains("\"metaData\"")) {
                JsonNode action = MetadataObjects.parse(object, line.getBytes(StandardCharsets.UTF_8));
                found = action.has("metaData") ? Optional.of(action.get("metaData")) : found;
            }
        }
        return found;
    }

    private static FileSchema schema(JsonNode metadata) throws IOException, UnreadableObjectException {
        JsonNode schema =
                MetadataObjects.parseSchema(metadata.path("schemaString").asText());
        NamedColumns columns = new NamedColumns();
        for (JsonNode field : schema.path("fields")) {
            columns.add(field.path("name").asText(), DeltaTypes.of(field.path("type")));
        }
        if (columns.types().isEmpty()) {
            throw new UnreadableObjectException("the Delta table has no columns");
        }
        List<String> partitions = new ArrayList<>();
        metadata.path("partitionColumns")
                .forEach(name -> partitions.add(name.asText().toLowerCase(Locale.ROOT)));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("table_type", "delta");
        parameters.put("spark.sql.sources.provider", "delta");
        return new FileSchema(
                FileFormat.DELTA,
                Compression.NONE,
                new TableFormat(TableFormat.Kind.DELTA, parameters, partitions),
                columns.types(),
                columns.notes(),
                0,
                0);
    }
}
