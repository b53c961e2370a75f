package io.millrace.server.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before a server and, where a test wants it, answers 503 or keeps the server's answer to itself; everything else
 * passes as it is. It asks the server to
 * close each connection after one answer, so that what a connection carries is one request and needs no framing. The Host
 * header stays the client's, which the signature covers.
 */
final class TestingFaultProxy implements AutoCloseable {
    private static final Pattern REQUEST_LINE = Pattern.compile("(\\S+) (\\S+) HTTP/1\\.1");
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?im)^content-length:\\s*(\\d+)");
    private static final Pattern CONNECTION = Pattern.compile("(?im)^connection:[^\r\n]*\r\n");
    private static final Pattern ACTION = Pattern.compile("(?im)^x-amz-target:\\s*(\\S+)");
    private static final Pattern EXPECT = Pattern.compile("(?im)^expect:");

    private final ServerSocket listener;
    private final SocketAddress store;
    private final List<Outage> outages = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private TestingFaultProxy(ServerSocket listener, SocketAddress store) {
        this.listener = listener;
        this.store = store;
    }

    /**
     * @param target path and query, {@code /bucket/key?uploads}
     * @param action such as {@code AWSGlue.UpdateTable}, empty where the path says it
     */
    record Request(String method, String target, String action) {}

    private enum Fault {
        /** Answered 403, as a policy would; the server never sees it. */
        DENIED("403 Forbidden", "AccessDenied", "Access Denied"),
        /** Answered 503; the server never sees it. */
        REFUSED("503 Slow Down", "SlowDown", "Please reduce your request rate."),
        /** Answered 500; the server never sees it. */
        FAILED("500 Internal Server Error", "InternalError", "We encountered an internal error."),
        /** Done by the server, and then the connection ends. */
        ANSWER_LOST("", "", "");

        private final String status;
        private final String body;

        Fault(String status, String code, String message) {
            this.status = status;
            this.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>" + message
                    + "</Message><RequestId>1</RequestId></Error>";
        }
    }

    /** Requests that go wrong. */
    static final class Outage {
        private final Fault fault;
        private final Predicate<Request> hit;
        private final AtomicInteger left;
        private final AtomicInteger refused = new AtomicInteger();

        private Outage(Fault fault, Predicate<Request> hit, int times) {
            this.fault = fault;
            this.hit = hit;
            this.left = new AtomicInteger(times);
        }

        private boolean strikes(Request request) {
            // What is over is not asked: a kind of request may be a count, and do harm.
            boolean strikes =
                    left.get() > 0 && hit.test(request) && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
            refused.addAndGet(strikes ? 1 : 0);
            return strikes;
        }

        int refused() {
            return refused.get();
        }

        void end() {
            left.set(0);
        }
    }

    static TestingFaultProxy before(URI store) throws IOException {
        ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        TestingFaultProxy proxy =
                new TestingFaultProxy(listener, new InetSocketAddress(store.getHost(), store.getPort()));
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** The next {@code times} requests of the kind get 503. */
    Outage refuse(int times, Predicate<Request> hit) {
        return add(new Outage(Fault.REFUSED, hit, times));
    }

    /** All requests of the kind get 403 until the outage is ended. */
    Outage deny(Predicate<Request> hit) {
        return add(new Outage(Fault.DENIED, hit, Integer.MAX_VALUE));
    }

    /** Is told of all requests before they go on, until the outage is ended. */
    Outage watch(Consumer<Request> watcher) {
        return refuseAll(request -> {
            watcher.accept(request);
            return false;
        });
    }

    /** The next {@code times} requests of the kind get 500. */
    Outage fail(int times, Predicate<Request> hit) {
        return add(new Outage(Fault.FAILED, hit, times));
    }

    /** The next {@code times} requests of the kind are done, but nobody is told. */
    Outage loseAnswers(int times, Predicate<Request> hit) {
        return add(new Outage(Fault.ANSWER_LOST, hit, times));
    }

    private Outage add(Outage outage) {
        outages.add(outage);
        return outage;
    }

    /** All requests of the kind get 503 until the outage is ended. */
    Outage refuseAll(Predicate<Request> hit) {
        return refuse(Integer.MAX_VALUE, hit);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = readHead(in);
            Matcher line = REQUEST_LINE.matcher(head);
            if (!line.lookingAt()) {
                return;
            }
            Matcher action = ACTION.matcher(head);
            Request request = new Request(line.group(1), line.group(2), action.find() ? action.group(1) : "");
            Optional<Outage> outage =
                    outages.stream().filter(each -> each.strikes(request)).findFirst();
            if (outage.isEmpty()) {
                forward(head, in, client.getOutputStream());
            } else if (outage.get().fault == Fault.ANSWER_LOST) {
                forwardUnanswered(head, in, client.getOutputStream());
            } else {
                answer(outage.get().fault, head, in, client.getOutputStream());
            }
        } catch (IOException e) {
            // One of the two hung up, which the other now sees as well.
        }
    }

    /** Clients that ask whether to go on with the body are told so: they would wait for it, and then go on, too. */
    private void forwardUnanswered(String head, InputStream in, OutputStream out) throws IOException {
        if (EXPECT.matcher(head).find()) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        forward(head, in, OutputStream.nullOutputStream());
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int lastFour = 0;
        while (lastFour != 0x0d0a0d0a) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            lastFour = (lastFour << 8) | next;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void answer(Fault fault, String head, InputStream in, OutputStream out) throws IOException {
        Matcher length = CONTENT_LENGTH.matcher(head);
        if (length.find() && !EXPECT.matcher(head).find()) {
            in.skipNBytes(Long.parseLong(length.group(1)));
        }
        String answer = "HTTP/1.1 " + fault.status + "\r\nContent-Type: application/xml\r\nContent-Length: "
                + fault.body.length() + "\r\nConnection: close\r\n\r\n"
                + (head.startsWith("HEAD ") ? "" : fault.body);
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void forward(String head, InputStream in, OutputStream out) throws IOException {
        try (Socket server = new Socket()) {
            server.connect(store);
            String once = CONNECTION.matcher(head).replaceAll("").replaceFirst("\r\n", "\r\nConnection: close\r\n");
            OutputStream toServer = server.getOutputStream();
            toServer.write(once.getBytes(StandardCharsets.ISO_8859_1));
            toServer.flush();
            threads.execute(() -> pump(in, toServer));
            server.getInputStream().transferTo(out);
        }
    }

    private static void pump(InputStream in, OutputStream out) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException e) {
            // The answer came and both ends are closed.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
