package io.millrace.catalog.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.catalog.classify.JsonPath;
import io.millrace.catalog.classify.JsonPathCursor;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a path selects of JSON documents that follow each other. A value that is no object becomes the column {@code record}, as in Glue. */
final class PathRecords implements RecordReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String RECORD = "record";

    private final JsonParser parser;
    private final JsonPathCursor cursor;
    private final Map<String, HiveType> types;
    private final HiveType columns;
    private long records;

    PathRecords(InputStream content, JsonPath path, Map<String, HiveType> types) throws IOException {
        this.types = types;
        this.columns = new HiveType.Struct(types.entrySet().stream()
                .map(column -> new HiveType.Field(column.getKey(), column.getValue()))
                .toList());
        this.parser = JSON.createParser(content);
        this.cursor = new JsonPathCursor(parser, path);
    }

    @Override
    public boolean next(JsonGenerator out) throws IOException, UnreadableObjectException {
        try {
            if (!cursor.next()) {
                return false;
            }
            records++;
            boolean object = parser.currentToken() == JsonToken.START_OBJECT;
            if (!object) {
                out.writeStartObject();
                out.writeFieldName(RECORD);
            }
            copy(object ? columns : types.get(RECORD), out);
            if (!object) {
                out.writeEndObject();
            }
            return true;
        } catch (JsonProcessingException e) {
            throw new UnreadableObjectException(
                    "the JSON is damaged after record %d: %s".formatted(records, e.getOriginalMessage()), e);
        }
    }

    /** The value on whose first token the parser stands; recursion is bounded by the parser's depth. */
    private void copy(@Nullable HiveType type, JsonGenerator out) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                out.writeStartObject();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    out.writeFieldName(key);
                    parser.nextToken();
                    copy(member(type, key), out);
                }
                out.writeEndObject();
            }
            case START_ARRAY -> {
                out.writeStartArray();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    copy(type instanceof HiveType.Array array ? array.element() : null, out);
                }
                out.writeEndArray();
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                // Engines take numbers for doubles before they make text or decimals of them.
                if (type == Primitive.STRING || type instanceof HiveType.Decimal) {
                    out.writeString(parser.getText());
                } else {
                    out.writeNumber(parser.getText());
                }
            }
            default -> out.copyCurrentEvent(parser);
        }
    }

    private static @Nullable HiveType member(@Nullable HiveType type, String key) {
        if (type instanceof HiveType.MapOf map) {
            return map.value();
        }
        if (type instanceof HiveType.Struct struct) {
            for (HiveType.Field field : struct.fields()) {
                if (field.name().equalsIgnoreCase(key)) {
                    return field.type();
                }
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
