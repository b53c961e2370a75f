package io.millrace.catalog.classify;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The records of a JSON file, value by value: a shape for each key of theirs. A record that is no object has the one key
 * {@code record}, as in Glue.
 */
final class JsonShapes {
    private static final String RECORD = "record";
    private static final int MAX_SNIPPET_BYTES = 240;
    private static final InferredType BOOLEAN = new InferredType.Scalar(Primitive.BOOLEAN);
    private static final InferredType DOUBLE = new InferredType.Scalar(Primitive.DOUBLE);
    private static final InferredType INT = new InferredType.Scalar(Primitive.INT);
    private static final InferredType BIGINT = new InferredType.Scalar(Primitive.BIGINT);

    private final Inference inference;
    private final SafeIntegers integers;
    private final Map<String, JsonShape> columns = new LinkedHashMap<>();
    private final SortedSet<String> keys = new TreeSet<>();

    JsonShapes(Inference inference, SafeIntegers integers) {
        this.inference = inference;
        this.integers = integers;
    }

    /** The records' keys as written. */
    SortedSet<String> keys() {
        return keys;
    }

    /** What was seen of each lower-cased key, in the order in which they came. */
    Map<String, JsonShape> columns() {
        return columns;
    }

    /** Takes the value on whose first token the parser stands, up to its last. */
    void record(JsonParser parser, Sample sample, long record) throws IOException, UnreadableObjectException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            keys.add(RECORD);
            value(parser, column(RECORD), sample, record);
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            if (key.isEmpty()) {
                // No column can be called nothing, and no reader finds the value.
                parser.skipChildren();
                continue;
            }
            keys.add(key);
            value(parser, column(key.toLowerCase(Locale.ROOT)), sample, record);
        }
    }

    private JsonShape column(String name) throws UnreadableObjectException {
        JsonShape shape = columns.computeIfAbsent(name, key -> new JsonShape(inference, key));
        if (columns.size() > CsvDetection.MAX_COLUMNS) {
            throw new UnreadableObjectException(
                    "the records have more than %d different keys, but a table may have at most %d columns"
                            .formatted(CsvDetection.MAX_COLUMNS, CsvDetection.MAX_COLUMNS));
        }
        return shape;
    }

    private void value(JsonParser parser, JsonShape shape, Sample sample, long record) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, shape, sample, record);
            case START_ARRAY -> list(parser, shape, sample, record);
            case VALUE_NULL -> shape.scalar(InferredType.nothing(), "", record);
            case VALUE_TRUE, VALUE_FALSE -> shape.scalar(BOOLEAN, parser.getText(), record);
            case VALUE_NUMBER_INT -> shape.scalar(whole(parser), parser.getText(), record);
            case VALUE_NUMBER_FLOAT -> shape.scalar(fraction(parser), parser.getText(), record);
            default -> shape.scalar(InferredType.text(), parser.getText(), record);
        }
    }

    private void object(JsonParser parser, JsonShape shape, Sample sample, long record) throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        shape.object();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            JsonShape member = shape.member(parser.currentName());
            parser.nextToken();
            value(parser, member, sample, record);
        }
        ended(parser, shape, sample, start, record);
    }

    private void list(JsonParser parser, JsonShape shape, Sample sample, long record) throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        shape.list();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(parser, shape.element(), sample, record);
        }
        ended(parser, shape, sample, start, record);
    }

    private static void ended(JsonParser parser, JsonShape shape, Sample sample, long start, long record) {
        if (shape.wantsText()) {
            long end = Math.min(parser.currentLocation().getByteOffset(), sample.bytes().length);
            long length = Math.min(MAX_SNIPPET_BYTES, end - start);
            shape.ended(new String(sample.bytes(), (int) start, (int) length, StandardCharsets.UTF_8), record);
        }
    }

    /** Glue: {@code int} or {@code bigint} by size. What it does beyond 64 bits is written nowhere; here that is text. */
    private InferredType whole(JsonParser parser) throws IOException {
        if (inference == Inference.PRECISE) {
            String text = parser.getText();
            return NumberText.parse(text, integers)
                    .map(InferredType.class::cast)
                    .orElse(InferredType.text());
        }
        return switch (parser.getNumberType()) {
            case INT -> INT;
            case LONG -> BIGINT;
            default -> InferredType.text();
        };
    }

    /** JSON's own idea of a fraction is a double; one that has more digits is told apart. */
    private InferredType fraction(JsonParser parser) throws IOException {
        String text = parser.getText();
        return inference == Inference.PRECISE ? NumberText.floating(text, text.length()) : DOUBLE;
    }
}
