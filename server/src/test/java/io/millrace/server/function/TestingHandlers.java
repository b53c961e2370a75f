package io.millrace.server.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Handlers that run in functions' processes. */
final class TestingHandlers {
    private TestingHandlers() {}

    /** Does what the event's {@code action} says. */
    public static final class Acting implements RequestHandler<Map<String, String>, Map<String, String>> {
        private int invocations;

        @Override
        public Map<String, String> handleRequest(Map<String, String> event, Context context) {
            invocations++;
            System.out.println("acting: " + event.get("action"));
            context.getLogger().log("logged by the context\n");
            switch (event.getOrDefault("action", "answer")) {
                case "throw" -> throw new IllegalStateException("no luck");
                case "exit" -> System.exit(7);
                case "hang" -> await(60_000);
                case "wait" -> await(700);
                case "memory" -> hoard();
                case "print" -> print();
                case "large" -> {
                    return Map.of("text", "x".repeat(7_000_000));
                }
                case "fail-twice" -> failTwice(Path.of(event.get("file")));
                default -> {}
            }
            Map<String, String> answer = new TreeMap<>();
            answer.put("pid", Long.toString(ProcessHandle.current().pid()));
            answer.put("invocations", Integer.toString(invocations));
            answer.put("arn", context.getInvokedFunctionArn());
            answer.put("request", context.getAwsRequestId());
            answer.put("remaining", Integer.toString(context.getRemainingTimeInMillis()));
            answer.put("directory", Path.of("").toAbsolutePath().toString());
            return answer;
        }

        private static void await(long millis) {
            try {
                new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void hoard() {
            List<byte[]> hoard = new ArrayList<>();
            while (hoard.size() < 10_000) {
                hoard.add(new byte[10 << 20]);
            }
        }

        private static void print() {
            for (int i = 0; i < 20_000; i++) {
                System.out.println(i + " " + "y".repeat(100));
            }
            System.out.println("the last line");
        }

        private static void failTwice(Path file) {
            try {
                Files.writeString(file, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (Files.size(file) < 3) {
                    throw new IllegalStateException("not yet");
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Answers the environment. */
    public static final class Environment implements RequestHandler<Object, Map<String, String>> {
        @Override
        @SuppressWarnings("checkstyle:RegexpSinglelineJava") // what the process was given is what is tested
        public Map<String, String> handleRequest(Object event, Context context) {
            return new TreeMap<>(System.getenv());
        }
    }

    /** Answers the event, appending it to a file when the environment names one. */
    public static final class Echo implements RequestStreamHandler {
        @Override
        @SuppressWarnings("checkstyle:RegexpSinglelineJava") // a handler is configured by its environment
        public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
            byte[] bytes = event.readAllBytes();
            String file = System.getenv("ECHO_FILE");
            if (file != null) {
                Files.write(Path.of(file), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            answer.write(bytes);
        }
    }

    /** Cannot be made. */
    public static final class Broken implements RequestHandler<Object, String> {
        public Broken() {
            throw new IllegalStateException("cannot start");
        }

        @Override
        public String handleRequest(Object event, Context context) {
            return "never";
        }
    }
}
