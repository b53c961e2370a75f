package io.millrace.server.http;

import java.util.Optional;

/** A page of text that a browser opens by a link: only GET, without a body. */
public interface GetPage extends HttpEndpoint {
    @Override
    default Optional<HttpAnswer> refuse(HttpRequestHead head) {
        return head.method().equals("GET") ? Optional.empty() : Optional.of(failure(405, "Only GET is allowed here."));
    }

    @Override
    default int maxBodyBytes(HttpRequestHead head) {
        return 0;
    }

    @Override
    default HttpAnswer failure(int status, String message) {
        return HttpAnswer.text(status, message + "\n");
    }
}
