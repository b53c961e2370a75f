package io.millrace.catalog.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.catalog.classify.JsonPath;
import io.millrace.catalog.classify.JsonPathCursor;
import io.millrace.catalog.classify.UnreadableObjectException;
import java.io.IOException;
import java.io.InputStream;

/** What a path selects of JSON documents that follow each other. A value that is no object becomes the column {@code record}, as in Glue. */
final class PathRecords implements RecordReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String RECORD = "record";

    private final JsonParser parser;
    private final JsonPathCursor cursor;
    private long records;

    PathRecords(InputStream content, JsonPath path) throws IOException {
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
            copy(parser, out);
            if (!object) {
                out.writeEndObject();
            }
            return true;
        } catch (JsonProcessingException e) {
            throw new UnreadableObjectException(
                    "the JSON is damaged after record %d: %s".formatted(records, e.getOriginalMessage()), e);
        }
    }

    /** The value on whose first token the parser stands; numbers keep their digits. */
    static void copy(JsonParser parser, JsonGenerator out) throws IOException {
        int depth = 0;
        while (true) {
            switch (parser.currentToken()) {
                case START_OBJECT -> {
                    out.writeStartObject();
                    depth++;
                }
                case START_ARRAY -> {
                    out.writeStartArray();
                    depth++;
                }
                case END_OBJECT -> {
                    out.writeEndObject();
                    depth--;
                }
                case END_ARRAY -> {
                    out.writeEndArray();
                    depth--;
                }
                case FIELD_NAME -> out.writeFieldName(parser.currentName());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(parser.getText());
                default -> out.copyCurrentEvent(parser);
            }
            if (depth == 0) {
                return;
            }
            if (parser.nextToken() == null) {
                throw new com.fasterxml.jackson.core.io.JsonEOFException(parser, null, "it ends inside a value");
            }
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
