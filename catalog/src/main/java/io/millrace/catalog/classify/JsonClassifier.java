package io.millrace.catalog.classify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Recognises JSON objects one after the other (JSON lines). Whole numbers are {@code int} or {@code bigint} by their size,
 * fractions {@code double}, as in Glue's tables. Names are lower-cased, since catalog columns are; keys that differ in case
 * alone are one column.
 */
final class JsonClassifier {
    private static final int MAX_NESTING_DEPTH = 50;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING_DEPTH)
                    .build())
            .build();

    private final Map<String, InferredType> columns = new LinkedHashMap<>();
    private final TreeSet<String> keys = new TreeSet<>();
    private long records;
    private long usedBytes;

    private JsonClassifier() {}

    /** The schema, or empty if the first visible character opens no object. */
    static Optional<FileSchema> classify(Head head) throws IOException, UnreadableObjectException {
        if (!looksLikeJson(head.text())) {
            return Optional.empty();
        }
        Optional<FileSchema> schema = classify(head.sample());
        Optional<Head> longer = schema.isPresent() ? Optional.empty() : head.longer();
        if (longer.isPresent()) {
            schema = classify(longer.get().sample());
        }
        if (schema.isEmpty()) {
            throw new UnreadableObjectException(
                    "the first JSON record is longer than " + ObjectClassifier.MAX_SAMPLE_BYTES + " bytes");
        }
        return schema;
    }

    private static boolean looksLikeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return c == '{';
            }
        }
        return false;
    }

    /** The schema, or empty if the sample ends before its first record does. */
    private static Optional<FileSchema> classify(Sample sample) throws UnreadableObjectException {
        JsonClassifier classifier = new JsonClassifier();
        classifier.readAll(sample);
        return classifier.records == 0 ? Optional.empty() : Optional.of(classifier.schema(sample));
    }

    private FileSchema schema(Sample sample) {
        return new FileSchema(
                FileFormat.JSON,
                sample.compression(),
                new FormatDetail.Json(List.copyOf(keys)),
                columns,
                Map.of(),
                sample.estimateRecords(records, usedBytes),
                Math.max(1, usedBytes / records));
    }

    private void readAll(Sample sample) throws UnreadableObjectException {
        try (JsonParser parser = JSON.createParser(sample.bytes())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw new UnreadableObjectException(
                            "record %d of the JSON file is no object".formatted(records + 1));
                }
                Map<String, InferredType> record = readRecord(parser);
                record.forEach((name, type) -> columns.merge(name, type, InferredType::join));
                records++;
                usedBytes = parser.currentLocation().getByteOffset();
            }
        } catch (JsonEOFException e) {
            if (sample.whole()) {
                throw new UnreadableObjectException("the JSON file ends inside record " + (records + 1), e);
            }
        } catch (IOException e) {
            boolean cut = !sample.whole() && isAtEnd(e, sample);
            if (!cut) {
                throw new UnreadableObjectException(
                        "record %d of the JSON file is malformed".formatted(records + 1), e);
            }
        }
    }

    /** A sample may end within a character or a number, which the parser does not report as its end. */
    private static boolean isAtEnd(IOException e, Sample sample) {
        return e instanceof com.fasterxml.jackson.core.JsonProcessingException json
                && json.getLocation() != null
                && json.getLocation().getByteOffset() >= sample.bytes().length - 8;
    }

    private Map<String, InferredType> readRecord(JsonParser parser) throws IOException {
        Map<String, InferredType> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            keys.add(key);
            parser.nextToken();
            members.merge(key.toLowerCase(Locale.ROOT), readType(parser), InferredType::join);
        }
        return members;
    }

    private static InferredType readType(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readMembers(parser);
            case START_ARRAY -> readList(parser);
            case VALUE_NULL -> InferredType.nothing();
            case VALUE_TRUE, VALUE_FALSE -> new InferredType.Scalar(Primitive.BOOLEAN);
            case VALUE_NUMBER_FLOAT -> new InferredType.Scalar(Primitive.DOUBLE);
            case VALUE_NUMBER_INT -> new InferredType.Scalar(integer(parser));
            default -> InferredType.text();
        };
    }

    private static Primitive integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> Primitive.INT;
            case LONG -> Primitive.BIGINT;
            default -> Primitive.STRING;
        };
    }

    private static InferredType readMembers(JsonParser parser) throws IOException {
        Map<String, InferredType> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName().toLowerCase(Locale.ROOT);
            parser.nextToken();
            members.merge(name, readType(parser), InferredType::join);
        }
        return new InferredType.Members(members);
    }

    private static InferredType readList(JsonParser parser) throws IOException {
        InferredType element = InferredType.nothing();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element = element.join(readType(parser));
        }
        return new InferredType.ListOf(element);
    }
}
