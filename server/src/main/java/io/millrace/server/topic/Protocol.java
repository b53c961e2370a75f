package io.millrace.server.topic;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a subscription's endpoint is reached. */
enum Protocol {
    HTTP,
    HTTPS,
    LAMBDA,
    /** Millrace's own, for development: lines of a file in the data folder. */
    FILE;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isHttp() {
        return this == HTTP || this == HTTPS;
    }

    static Optional<Protocol> parse(String text) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.wireName().equals(text))
                .findFirst();
    }
}
