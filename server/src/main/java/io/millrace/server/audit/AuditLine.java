package io.millrace.server.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.server.auth.Principal;
import io.millrace.server.wire.CallContext;
import io.millrace.server.wire.CallOutcome;
import io.millrace.server.wire.RefusedCall;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The JSON of one line. Nothing of a request but the names of what it is about gets here. */
final class AuditLine {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** A batch may name a hundred objects, and each name may be 255 characters long. */
    private static final int MAX_RESOURCES = 100;

    private AuditLine() {}

    static String of(CallOutcome outcome, Instant time) {
        CallContext context = outcome.context();
        Principal principal = context.principal();
        return line(json -> {
            json.writeStringField("time", text(time));
            json.writeStringField("requestId", context.requestId());
            json.writeStringField("principal", principal.arn());
            json.writeStringField("accessKeyId", principal.accessKeyId());
            writeAddress(json, context.sourceAddress());
            json.writeStringField(
                    "action",
                    context.service() + ":" + (context.operation().isEmpty() ? "unknown" : context.operation()));
            writeResources(json, outcome.resources());
            json.writeStringField("outcome", outcome.errorName().orElse("ok"));
            json.writeNumberField("status", outcome.status());
            json.writeNumberField("ms", outcome.took().toMillis());
        });
    }

    static String of(RefusedCall call, Instant time) {
        return line(json -> {
            json.writeStringField("time", text(time));
            json.writeStringField("requestId", call.requestId());
            if (call.claimedKeyId().isPresent()) {
                json.writeStringField("claimedAccessKeyId", call.claimedKeyId().get());
            }
            writeAddress(json, call.sourceAddress());
            json.writeStringField("outcome", call.errorName());
            json.writeNumberField("status", call.status());
        });
    }

    static String of(LocalChange change, Instant time) {
        return line(json -> {
            json.writeStringField("time", text(time));
            json.writeStringField("principal", change.principal());
            json.writeStringField("action", change.action());
            writeResources(json, change.resources());
            json.writeStringField("outcome", "ok");
        });
    }

    private static void writeAddress(JsonGenerator json, String address) throws IOException {
        if (!address.isEmpty()) {
            json.writeStringField("sourceAddress", address);
        }
    }

    private static void writeResources(JsonGenerator json, List<String> resources) throws IOException {
        json.writeArrayFieldStart("resources");
        for (String resource : resources.subList(0, Math.min(resources.size(), MAX_RESOURCES))) {
            json.writeString(resource);
        }
        json.writeEndArray();
        if (resources.size() > MAX_RESOURCES) {
            json.writeNumberField("moreResources", resources.size() - MAX_RESOURCES);
        }
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String line(Members members) {
        StringWriter out = new StringWriter(256);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    @FunctionalInterface
    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }
}
