package io.millrace.server.http;

import java.util.Map;
import java.util.Optional;

/** An endpoint with others at paths of their own. */
public final class PathEndpoints implements HttpEndpoint {
    private final HttpEndpoint main;
    private final Map<String, HttpEndpoint> others;

    /**
     * These endpoints on one port.
     *
     * @param main answers what is for no other
     * @param others by their raw paths
     */
    public PathEndpoints(HttpEndpoint main, Map<String, HttpEndpoint> others) {
        this.main = main;
        this.others = Map.copyOf(others);
    }

    private HttpEndpoint of(HttpRequestHead head) {
        return others.getOrDefault(head.rawPath(), main);
    }

    @Override
    public Optional<HttpAnswer> refuse(HttpRequestHead head) {
        return of(head).refuse(head);
    }

    @Override
    public int maxBodyBytes(HttpRequestHead head) {
        return of(head).maxBodyBytes(head);
    }

    @Override
    public HttpAnswer answer(HttpRequestHead head, byte[] body) {
        return of(head).answer(head, body);
    }

    @Override
    public HttpAnswer failure(int status, String message) {
        return main.failure(status, message);
    }
}
