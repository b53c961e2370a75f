package io.millrace.server.http;

import java.util.UUID;
import org.eclipse.jetty.server.Request;

/** Names each request once; every answer carries the name as {@value #HEADER}. */
final class RequestIds {
    static final String HEADER = "x-amzn-RequestId";

    private static final String ATTRIBUTE = RequestIds.class.getName();

    private RequestIds() {}

    static String of(Request request) {
        Object known = request.getAttribute(ATTRIBUTE);
        if (known instanceof String id) {
            return id;
        }
        String id = UUID.randomUUID().toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
