package io.millrace.server.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.server.http.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Errors in the two forms of AWS's JSON protocols. */
final class ErrorBodies {
    static final String JSON_11 = "application/x-amz-json-1.1";
    static final String JSON = "application/json";

    private static final JsonFactory FACTORY = new JsonFactory();

    private ErrorBodies() {}

    /** JSON 1.1: the name is in the body. */
    static HttpAnswer json11(WireError error, String messageMember) {
        return new HttpAnswer(
                error.status(),
                Map.of("Content-Type", JSON_11),
                object("__type", error.name(), messageMember, error.message()));
    }

    /** JSON 1.1, of a transaction: which change failed stands beside the error. */
    static HttpAnswer json11(WireError error, int changeIndex) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("__type", error.name());
            json.writeStringField("Message", error.message());
            json.writeNumberField("ChangeIndex", changeIndex);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new HttpAnswer(error.status(), Map.of("Content-Type", JSON_11), out.toByteArray());
    }

    /** REST-JSON: the name is in a header; {@code Type} says whose fault it was, as Lambda does. */
    static HttpAnswer restJson(WireError error, String messageMember) {
        String fault = error.status() < 500 ? "User" : "Service";
        return new HttpAnswer(
                error.status(),
                Map.of("Content-Type", JSON, "x-amzn-ErrorType", error.name()),
                object("Type", fault, messageMember, error.message()));
    }

    private static byte[] object(String... namesAndValues) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                json.writeStringField(namesAndValues[i], namesAndValues[i + 1]);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
