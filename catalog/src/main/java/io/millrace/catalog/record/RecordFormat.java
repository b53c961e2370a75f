package io.millrace.catalog.record;

import io.millrace.catalog.classify.GrokPattern;
import io.millrace.catalog.classify.JsonPath;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.type.HiveType;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How to read the records of a table's files, from what the catalog says of it.
 *
 * @param setting the row tag, the Grok pattern or the JSON path; empty for Avro, whose files describe themselves
 * @param customPatterns what the Grok pattern refers to beside the well-known ones; else empty
 * @param columns the types of the table's columns as the catalog writes them, by their lower-cased names
 */
public record RecordFormat(Kind kind, String setting, String customPatterns, Map<String, String> columns)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Copies the map and keeps its order. */
    public RecordFormat {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** The kinds of files. */
    public enum Kind {
        AVRO,
        XML,
        GROK,
        /** JSON documents in which the records lie at a path. */
        JSON_PATH
    }

    /**
     * The format of a table.
     *
     * @param serde the SerDe's class; empty for none
     * @param parameters of table and SerDe
     * @return empty if it is none of those that are read here
     * @throws IllegalArgumentException if the table's Grok pattern or JSON path is missing or malformed
     */
    public static Optional<RecordFormat> of(String serde, Map<String, String> parameters, Map<String, String> columns) {
        String name = serde.substring(serde.lastIndexOf('.') + 1);
        String classification = parameters.getOrDefault("classification", "").toLowerCase(Locale.ROOT);
        if (name.equals("AvroSerDe") || (name.isEmpty() && classification.equals("avro"))) {
            return Optional.of(new RecordFormat(Kind.AVRO, "", "", columns));
        }
        if (name.equals("GrokSerDe")) {
            String pattern = parameters.getOrDefault("input.format", parameters.getOrDefault("grokPattern", ""));
            String custom = parameters.getOrDefault("input.grokCustomPatterns", "");
            GrokPattern.compile(pattern, custom);
            return Optional.of(new RecordFormat(Kind.GROK, pattern, custom, columns));
        }
        String rowTag = parameters.getOrDefault("rowTag", "");
        if (name.isEmpty() && !rowTag.isEmpty()) {
            return Optional.of(new RecordFormat(Kind.XML, rowTag, "", columns));
        }
        String path = parameters.getOrDefault("jsonPath", "");
        if (name.endsWith("JsonSerDe") && !path.isEmpty()) {
            jsonPath(path);
            return Optional.of(new RecordFormat(Kind.JSON_PATH, path, "", columns));
        }
        return Optional.empty();
    }

    private static JsonPath jsonPath(String text) {
        return JsonPath.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("the JSON path %s is not understood".formatted(text)));
    }

    /** Opens a file's content, which is uncompressed already. The reader closes it. */
    public RecordReader open(InputStream content, ReadingRules rules) throws IOException, UnreadableObjectException {
        return switch (kind) {
            case AVRO -> AvroRecords.open(content, rules.binary());
            case XML -> new XmlElements(EncodedText.open(content), setting, types());
            case GROK ->
                new GrokRecords(
                        EncodedText.open(content),
                        GrokPattern.compile(setting, customPatterns),
                        types(),
                        rules.unmatched());
            case JSON_PATH -> new PathRecords(content, jsonPath(setting), types());
        };
    }

    private Map<String, HiveType> types() {
        Map<String, HiveType> types = new LinkedHashMap<>();
        columns.forEach((name, type) -> types.put(name, HiveType.parse(type)));
        return types;
    }
}
