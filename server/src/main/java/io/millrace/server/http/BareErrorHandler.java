package io.millrace.server.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Jetty's own errors, such as malformed HTTP, in the endpoint's form: never a page, never a stack trace. */
final class BareErrorHandler extends ErrorHandler {
    private final HttpEndpoint endpoint;

    BareErrorHandler(HttpEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() < 400 ? 500 : response.getStatus();
        Answers.write(endpoint.failure(status, message(status)), request, response, callback);
        return true;
    }

    private static String message(int status) {
        return status < 500 ? "The HTTP request is malformed." : "An internal error occurred.";
    }
}
