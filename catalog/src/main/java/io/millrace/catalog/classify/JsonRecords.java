package io.millrace.catalog.classify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.millrace.catalog.classify.JsonDialect.Layout;
import java.io.IOException;

/**
 * Reads the records of a sample: what {@code path} selects of its documents, one document after the other. A record that the
 * sample's end cuts is left out. The reading ends at the first error after a record only if the sample's end explains it.
 */
final class JsonRecords {
    /** Deeper types are of no use, and readers call themselves for each level. */
    static final int MAX_NESTING_DEPTH = 100;

    /** How near to its end an error may be caused by it: within a number, a literal or a character. */
    private static final int CUT_BYTES = 8;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING_DEPTH)
                    .build())
            .build();

    /** What is done with a record that is no object. */
    enum NonObjects {
        REFUSED,
        /** They are a column of their own. */
        TAKEN
    }

    private final Sample sample;
    private final NonObjects nonObjects;
    private final JsonPath path;
    private final JsonShapes shapes;
    private long records;
    private long usedBytes;
    private int lastLine;
    private boolean oneInALine = true;

    JsonRecords(Sample sample, JsonPath path, NonObjects nonObjects, JsonShapes shapes) {
        this.nonObjects = nonObjects;
        this.sample = sample;
        this.path = path;
        this.shapes = shapes;
    }

    /** Reads them all. @throws UnreadableObjectException if they are malformed or too deep, with the record's number */
    void read() throws UnreadableObjectException {
        try (JsonParser parser = JSON.createParser(sample.bytes())) {
            while (parser.nextToken() != null) {
                path.select(parser, this::readRecord);
            }
        } catch (JsonEOFException e) {
            if (sample.whole()) {
                throw new UnreadableObjectException("the JSON file ends inside record " + (records + 1), e);
            }
        } catch (StreamConstraintsException e) {
            throw new UnreadableObjectException(
                    "record %d of the JSON file is nested more than %d levels deep, or has a name or number without end"
                            .formatted(records + 1, MAX_NESTING_DEPTH),
                    e);
        } catch (IOException e) {
            if (sample.whole() || !isAtEnd(e)) {
                throw new UnreadableObjectException(
                        "record %d of the JSON file is malformed".formatted(records + 1), e);
            }
        }
    }

    /** A sample may end within a character or a number, which the parser does not report as its end. */
    private boolean isAtEnd(IOException e) {
        return e instanceof JsonProcessingException json
                && json.getLocation() != null
                && json.getLocation().getByteOffset() >= sample.bytes().length - CUT_BYTES;
    }

    private void readRecord(JsonParser parser) throws IOException, UnreadableObjectException {
        int firstLine = parser.currentTokenLocation().getLineNr();
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        if (!object && nonObjects == NonObjects.REFUSED) {
            throw new UnreadableObjectException("record %d of the JSON file is no object".formatted(records + 1));
        }
        shapes.record(parser, sample, records + 1);
        records++;
        int line = parser.currentTokenLocation().getLineNr();
        oneInALine &= object && firstLine == line && firstLine > lastLine;
        lastLine = line;
        usedBytes = parser.currentLocation().getByteOffset();
    }

    long count() {
        return records;
    }

    /** How many bytes of the sample they took. */
    long usedBytes() {
        return usedBytes;
    }

    Layout layout() {
        if (path.equals(JsonPath.ELEMENTS)) {
            return Layout.ARRAY;
        }
        if (oneInALine) {
            return Layout.LINES;
        }
        return records == 1 ? Layout.DOCUMENT : Layout.DOCUMENTS;
    }
}
