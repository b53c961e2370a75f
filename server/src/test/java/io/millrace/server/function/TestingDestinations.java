package io.millrace.server.function;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Topics that keep what they are sent. */
final class TestingDestinations implements EventDestinations {
    static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:failures";

    record Sent(String arn, String message, Map<String, String> attributes) {}

    final List<Sent> sent = new CopyOnWriteArrayList<>();

    @Override
    public boolean accepts(String arn) {
        return arn.startsWith("arn:aws:sns:");
    }

    @Override
    public void send(String arn, String message, Map<String, String> attributes) {
        sent.add(new Sent(arn, message, attributes));
    }
}
