package io.millrace.etl.lakehouse.hudi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * A completed commit's file: JSON up to table version 6, an Avro file after that.
 *
 * @param extra what the writer added, the schema among it
 * @param replaced file groups by partition, which a replace-commit took away
 */
record HudiCommit(Map<String, String> extra, Map<String, List<String>> replaced) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] AVRO_MAGIC = {'O', 'b', 'j', 1};
    private static final String EXTRA = "extraMetadata";
    private static final String REPLACED = "partitionToReplaceFileIds";

    HudiCommit {
        extra = Map.copyOf(extra);
        replaced = Map.copyOf(replaced);
    }

    /** @throws IOException if the file is damaged */
    static HudiCommit parse(String key, byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return new HudiCommit(Map.of(), Map.of());
        }
        boolean avro = bytes.length > AVRO_MAGIC.length
                && Arrays.equals(bytes, 0, AVRO_MAGIC.length, AVRO_MAGIC, 0, AVRO_MAGIC.length);
        try {
            return avro ? avro(bytes) : json(JSON.readTree(bytes));
        } catch (AvroRuntimeException | IOException e) {
            throw new IOException("commit file %s is damaged: %s".formatted(key, e.getMessage()), e);
        }
    }

    private static HudiCommit json(JsonNode commit) {
        Map<String, String> extra = new HashMap<>();
        commit.path(EXTRA).properties().forEach(entry -> {
            if (!entry.getValue().isNull()) {
                extra.put(entry.getKey(), entry.getValue().asText());
            }
        });
        Map<String, List<String>> replaced = new HashMap<>();
        commit.path(REPLACED).properties().forEach(entry -> {
            List<String> groups = new ArrayList<>();
            entry.getValue().forEach(group -> groups.add(group.asText()));
            replaced.put(entry.getKey(), groups);
        });
        return new HudiCommit(extra, replaced);
    }

    private static HudiCommit avro(byte[] bytes) throws IOException {
        try (DataFileStream<GenericRecord> records =
                new DataFileStream<>(new ByteArrayInputStream(bytes), new GenericDatumReader<>())) {
            Map<String, String> extra = new HashMap<>();
            Map<String, List<String>> replaced = new HashMap<>();
            if (records.hasNext()) {
                GenericRecord commit = records.next();
                member(commit, EXTRA).forEach((key, value) -> {
                    if (value != null) {
                        extra.put(String.valueOf(key), String.valueOf(value));
                    }
                });
                member(commit, REPLACED).forEach((key, value) -> {
                    if (value instanceof List<?> groups) {
                        replaced.put(
                                String.valueOf(key),
                                groups.stream().map(String::valueOf).toList());
                    }
                });
            }
            return new HudiCommit(extra, replaced);
        }
    }

    private static Map<?, ?> member(GenericRecord commit, String name) {
        return commit.hasField(name) && commit.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }
}
