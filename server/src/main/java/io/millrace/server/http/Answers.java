package io.millrace.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes an {@link HttpAnswer} into Jetty's response. */
final class Answers {
    private Answers() {}

    static void write(HttpAnswer answer, Request request, Response response, Callback callback) {
        response.setStatus(answer.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(RequestIds.HEADER, RequestIds.of(request));
        answer.headers().forEach(headers::put);
        if (answer.status() != 204) {
            headers.put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }
}
