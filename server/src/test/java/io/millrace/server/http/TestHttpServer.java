package io.millrace.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TestHttpServer {
    private static final int MAX_BODY = 1000;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    /** Echoes bodies; refuses, waits or fails by path. */
    private final class Echo implements HttpEndpoint {
        @Override
        public Optional<HttpAnswer> refuse(HttpRequestHead head) {
            return head.rawPath().equals("/refused") ? Optional.of(HttpAnswer.text(403, "no")) : Optional.empty();
        }

        @Override
        public int maxBodyBytes(HttpRequestHead head) {
            return head.rawPath().equals("/small") ? 100 : Integer.MAX_VALUE;
        }

        @Override
        public HttpAnswer answer(HttpRequestHead head, byte[] body) {
            if (head.rawPath().equals("/fail")) {
                throw new IllegalStateException("an inner detail");
            }
            if (head.rawPath().equals("/wait")) {
                entered.countDown();
                await(release);
            }
            return HttpAnswer.text(
                    200, head.method() + " " + head.rawPath() + " " + head.rawQuery() + " " + body.length);
        }

        @Override
        public HttpAnswer failure(int status, String message) {
            return HttpAnswer.text(status, "failure: " + message);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @BeforeEach
    void start() throws IOException {
        HttpSettings settings = new HttpSettings(
                "127.0.0.1", 0, MAX_BODY, 8, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10));
        server = HttpServer.start(settings, new Echo(), Map.of("/page", () -> HttpAnswer.text(200, "a page")));
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    private HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
        return client.send(request(path, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String path, byte[] body) {
        return HttpRequest.newBuilder(server.uri().resolve(path))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    @Test
    void keepsPathAndQueryRaw() throws Exception {
        assertThat(post("/a%2Fb/c%3Ad//e?x=%20&y", new byte[MAX_BODY]).body())
                .isEqualTo("POST /a%2Fb/c%3Ad//e x=%20&y " + MAX_BODY);
    }

    @Test
    void namesEveryAnswer() throws Exception {
        for (String path : new String[] {"/", "/page", "/refused", "/fail"}) {
            assertThat(post(path, new byte[0]).headers().firstValue("x-amzn-RequestId"))
                    .as(path)
                    .isPresent();
        }
    }

    @Test
    void showsPagesToGetAlone() throws Exception {
        HttpRequest get = HttpRequest.newBuilder(server.uri().resolve("/page")).build();
        HttpResponse<String> answer = client.send(get, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("a page");
        assertThat(post("/page", new byte[1]).statusCode()).isEqualTo(405);
        assertThat(raw("HEAD /page HTTP/1.1\r\nHost: h\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void hidesFailures() throws Exception {
        HttpResponse<String> answer = post("/fail", new byte[0]);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("failure: An internal error occurred.");
    }

    @Test
    void refusesLongBodiesWithoutReadingThem() throws Exception {
        String announced = raw("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 999999999\r\n\r\n");
        assertThat(announced).startsWith("HTTP/1.1 413 ").contains("longer than 1000 bytes");
        String chunk = "200\r\n" + "x".repeat(512) + "\r\n";
        String chunked = raw("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(4));
        assertThat(chunked).startsWith("HTTP/1.1 413 ").contains("longer than 1000 bytes");
    }

    @Test
    void aRefusedClientThatWritesAllTheSameGetsTheAnswer() throws Exception {
        byte[] part = new byte[1 << 20];
        for (int round = 0; round < 5; round++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                OutputStream out = socket.getOutputStream();
                write(out, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + 8L * part.length + "\r\n\r\n");
                for (int i = 0; i < 8; i++) {
                    out.write(part);
                }
                out.flush();
                assertThat(read(socket)).startsWith("HTTP/1.1 413 ").contains("longer than 1000 bytes");
            }
        }
    }

    @Test
    void refusesBeforeTheBodyComes() throws Exception {
        assertThat(raw("POST /refused HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void endsBodiesThatDoNotCome() throws Exception {
        assertThat(raw("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc"))
                .startsWith("HTTP/1.1 408 ");
    }

    @Test
    void endsBodiesThatDrip() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            write(out, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n");
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> read(socket));
            CountDownLatch never = new CountDownLatch(1);
            for (int i = 0; i < 60 && !answer.isDone(); i++) {
                try {
                    write(out, "x");
                } catch (IOException e) {
                    break; // the server has closed its side
                }
                assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
            }
            assertThat(answer.get(5, TimeUnit.SECONDS)).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void answersMalformedHttpWithoutTraces() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nbad header\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("failure: The HTTP request is malformed.")
                .doesNotContain("jetty");
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws Exception {
        String one = "POST /one HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
        String two = "POST /two HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab";
        String answers = rawToTheEnd(one + one + two);
        assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(4);
        assertThat(answers).containsSubsequence("POST /one null 3", "POST /one null 3", "POST /two null 2");
    }

    @Test
    void answersNothingBehindARefusedBody() throws Exception {
        String refused = "POST /refused HTTP/1.1\r\nHost: h\r\nContent-Length: 60\r\n\r\n";
        String hidden = "POST /hidden HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
        assertThat(rawToTheEnd(refused + hidden)).startsWith("HTTP/1.1 403 ").doesNotContain("/hidden");
    }

    @Test
    void refusesTwoLengths() throws Exception {
        String head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n";
        assertThat(raw(head + "Content-Length: 5\r\n\r\nabcde")).startsWith("HTTP/1.1 400 ");
        assertThat(raw(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void refusesEndlessHeads() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: h\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .doesNotContain("jetty");
    }

    @Test
    void refusesWhatTheEndpointFindsTooLong() throws Exception {
        assertThat(raw("POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .contains("longer than 100 bytes");
        assertThat(post("/small", new byte[100]).statusCode()).isEqualTo(200);
    }

    @Test
    void survivesCallersThatGoAway() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                write(socket.getOutputStream(), "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
            }
        }
        assertThat(post("/", new byte[1]).statusCode()).isEqualTo(200);
    }

    @Test
    void doesNotCutOffASlowAnswer() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request("/wait", new byte[1]), BodyHandlers.ofString());
        await(entered);
        // Longer than the idle timeout of a second.
        assertThat(new CountDownLatch(1).await(1500, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(answer).isNotDone();
        release.countDown();
        assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void finishesRunningRequestsWhenItStops() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request("/wait", new byte[1]), BodyHandlers.ofString());
        await(entered);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
        assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(stopped).isNotDone();
        release.countDown();
        assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        stopped.get(5, TimeUnit.SECONDS);
    }

    @Test
    void saysThatAPortIsTaken() {
        assertThatThrownBy(() -> HttpServer.start(HttpSettings.on("127.0.0.1", server.port()), new Echo()))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("Cannot listen on 127.0.0.1:" + server.port());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            write(socket.getOutputStream(), request);
            return read(socket);
        }
    }

    private String rawToTheEnd(String requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            write(socket.getOutputStream(), requests);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** What comes until the first read after the answer's head; enough to judge it. */
    private static String read(Socket socket) {
        try {
            socket.setSoTimeout(10_000);
            byte[] buffer = new byte[8192];
            int length = socket.getInputStream().read(buffer);
            return length < 0 ? "" : new String(buffer, 0, length, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
