package io.millrace.server.function.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda Runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html) on a loopback port. Each process
 * has a path prefix of its own that nobody else can guess. Thread-safe.
 */
final class RuntimeApi implements AutoCloseable {
    /** Lambda's limit of a response: 6 MB and 100 bytes, as its error message says. */
    static final int MAX_RESPONSE_BYTES = 6_291_556;

    private static final String ROOT = "2018-06-01";
    private static final int MAX_THREADS = 32;
    private static final int TOKEN_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, RuntimeSession> sessions = new ConcurrentHashMap<>();
    private final Server server;
    private final ServerConnector connector;

    /** Starts listening. */
    RuntimeApi() throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("function-runtime");
        threads.setDaemon(true);
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        // a process waits in "next" for as long as it is idle
        connector.setIdleTimeout(0);
        server.addConnector(connector);
        server.setHandler(new Calls());
        start();
    }

    @SuppressWarnings("checkstyle:IllegalCatch") // Jetty's start declares Exception
    private void start() throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("Cannot start the Lambda Runtime API on a loopback port", e);
        }
    }

    /** Opens the API for a process; the answer is its {@code AWS_LAMBDA_RUNTIME_API}. */
    String open(RuntimeSession session) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        sessions.put(token, session);
        return "127.0.0.1:" + connector.getLocalPort() + "/" + token;
    }

    /** Closes the API for a process. */
    void close(String address) {
        sessions.remove(address.substring(address.indexOf('/') + 1));
    }

    @Override
    @SuppressWarnings("checkstyle:IllegalCatch") // Jetty's stop declares Exception
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("Cannot stop the Lambda Runtime API", e);
        }
    }

    private final class Calls extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            // "", token, "2018-06-01", "runtime", then the call
            List<String> path = List.of(Request.getPathInContext(request).split("/", -1));
            @Nullable RuntimeSession session = path.size() > 5 ? sessions.get(path.get(1)) : null;
            if (session == null || !path.get(2).equals(ROOT) || !path.get(3).equals("runtime")) {
                answer(response, callback, HttpStatus.FORBIDDEN_403);
                return true;
            }
            String call = String.join("/", path.subList(4, path.size()));
            if (call.equals("invocation/next") && request.getMethod().equals("GET")) {
                next(session, response, callback);
            } else if (request.getMethod().equals("POST")) {
                post(session, path.subList(4, path.size()), request, response, callback);
            } else {
                answer(response, callback, HttpStatus.NOT_FOUND_404);
            }
            return true;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failure goes to the callback
    private static void next(RuntimeSession session, Response response, Callback callback) {
        session.next().whenComplete((invocation, failure) -> {
            if (failure != null) {
                // The process has ended or is about to: its connection may be gone, which is no error of ours.
                answer(response, callback, HttpStatus.GONE_410);
                return;
            }
            response.getHeaders().put("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
            response.getHeaders()
                    .put(
                            "Lambda-Runtime-Deadline-Ms",
                            Long.toString(invocation.deadline().toEpochMilli()));
            response.getHeaders().put("Lambda-Runtime-Invoked-Function-Arn", invocation.arn());
            response.getHeaders().put("Content-Type", "application/json");
            response.write(true, ByteBuffer.wrap(invocation.payload()), callback);
        });
    }

    private static void post(
            RuntimeSession session, List<String> call, Request request, Response response, Callback callback) {
        BiConsumer<byte[], @Nullable Throwable> received = (body, failure) -> {
            if (failure != null) {
                tooLarge(session, call, request, response, callback);
            } else if (dispatch(session, call, body)) {
                answer(response, callback, HttpStatus.ACCEPTED_202);
            } else {
                answer(response, callback, HttpStatus.BAD_REQUEST_400);
            }
        };
        Content.Source.asByteArrayAsync(
                request, MAX_RESPONSE_BYTES, Promise.Invocable.from(Invocable.InvocationType.NON_BLOCKING, received));
    }

    private static boolean dispatch(RuntimeSession session, List<String> call, byte[] body) {
        if (call.equals(List.of("init", "error"))) {
            session.initError(body);
            return true;
        }
        if (call.size() != 3 || !call.get(0).equals("invocation")) {
            return false;
        }
        return switch (call.get(2)) {
            case "response" -> session.complete(call.get(1), Outcome.success(body));
            case "error" -> session.complete(call.get(1), Outcome.failure(body));
            default -> false;
        };
    }

    private static void tooLarge(
            RuntimeSession session, List<String> call, Request request, Response response, Callback callback) {
        if (call.size() == 3) {
            String size = request.getLength() < 0 ? "" : " (" + request.getLength() + " bytes)";
            session.complete(
                    call.get(1),
                    Outcome.failure(
                            "Function.ResponseSizeTooLarge",
                            "Response payload size" + size + " exceeded maximum allowed payload size ("
                                    + MAX_RESPONSE_BYTES + " bytes)."));
        }
        answer(response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
    }

    private static void answer(Response response, Callback callback, int status) {
        response.setStatus(status);
        response.getHeaders().put("Content-Type", "application/json");
        String body = status == HttpStatus.ACCEPTED_202 ? "{\"status\":\"OK\"}" : "{\"errorType\":\"InvalidRequest\"}";
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
