package io.millrace.catalog.registry.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads definitions that are JSON, within limits that keep whatever works on them afterwards cheap. */
final class JsonText {
    /** Levels of arrays and objects. Real schemas have a dozen; the libraries' recursion takes some frames for each. */
    static final int MAX_NESTING = 100;

    /** Digits before and after the point: 1e999999999 is short as text and endless in arithmetic. */
    static final int MAX_NUMBER_SCALE = 400;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNumberLength(MAX_NUMBER_SCALE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private JsonText() {}

    static JsonNode read(String text) {
        requireBoundedNumbers(text);
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null || parser.nextToken() != null) {
                throw new InvalidDefinitionException("The definition must be one JSON document");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new InvalidDefinitionException("The definition cannot be read as JSON", e);
        }
    }

    /** With the members of objects in order of their names and without space. */
    static String canonical(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(MAPPER.treeToValue(node, Object.class));
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    private static void requireBoundedNumbers(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT
                        && Math.abs((long) parser.getDecimalValue().scale()) > MAX_NUMBER_SCALE) {
                    throw new InvalidDefinitionException("The number " + parser.getText() + " is out of range");
                }
            }
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new InvalidDefinitionException("The definition cannot be read as JSON", e);
        }
    }

    private static InvalidDefinitionException notJson(JsonProcessingException e) {
        return new InvalidDefinitionException("The definition is not valid JSON: " + e.getOriginalMessage(), e);
    }
}
