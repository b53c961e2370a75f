package io.millrace.etl.batch;

import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.catalog.sdkjson.WireRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.GlueRequest;

/** The body of {@code Millrace.Transact}: {@code {"Changes":[{"CommitBatch":{…}},{"UpdateTable":{…}}]}}. */
final class TransactionBody {
    private TransactionBody() {}

    /** The change of the bookmark comes first: whoever lost the race learns it before anything else is tried. */
    static byte[] of(WireRecord change, List<GlueRequest> writes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            write(out, "{\"Changes\":[");
            change(out, change.getClass().getSimpleName(), change);
            for (GlueRequest request : writes) {
                write(out, ",");
                change(out, request.getClass().getSimpleName().replaceFirst("Request$", ""), request);
            }
            write(out, "]}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void change(ByteArrayOutputStream out, String operation, SdkPojo request) throws IOException {
        write(out, "{\"" + operation + "\":");
        SdkJsonWriter.write(request, out);
        write(out, "}");
    }

    private static void write(ByteArrayOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
