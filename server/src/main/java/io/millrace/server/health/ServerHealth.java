package io.millrace.server.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.http.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page {@code /healthz}: {@code {"status":"ok","version":…,"parts":{"store":"ok",…}}} with HTTP 200 if every part works, 503
 * if one does not or the server is still starting. Callers need no signature, so a part's answer is kept for a moment: however
 * often the page is asked for, the parts are asked once in {@link #KEPT}. Thread-safe.
 */
public final class ServerHealth {
    /** How long an answer is good. */
    static final Duration KEPT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ServerHealth.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OK = "ok";
    private static final String FAILED = "failed";

    private final String version;
    private final InstantSource clock;
    private final Map<String, HealthCheck> checks = new TreeMap<>();
    private final Lock asking = new ReentrantLock();
    private volatile Said last;

    /** A server of this version that is starting. */
    public ServerHealth(String version, InstantSource clock) {
        this.version = version;
        this.clock = clock;
        this.last = new Said(page("starting", Map.of(), 503), Instant.MAX);
    }

    /** The server has started; from here on it is as healthy as these parts, by name. */
    public void ready(Map<String, HealthCheck> parts) {
        asking.lock();
        try {
            checks.putAll(parts);
            last = ask();
        } finally {
            asking.unlock();
        }
    }

    /** The page. One thread at most asks the parts; while it does, the others are told what was so before. */
    public HttpAnswer page() {
        if (clock.instant().isAfter(last.until()) && asking.tryLock()) {
            try {
                last = ask();
            } finally {
                asking.unlock();
            }
        }
        return last.page();
    }

    private Said ask() {
        Map<String, String> parts = new LinkedHashMap<>();
        checks.forEach((name, check) -> parts.put(name, works(name, check) ? OK : FAILED));
        HttpAnswer page = parts.containsValue(FAILED) ? page(FAILED, parts, 503) : page(OK, parts, 200);
        return new Said(page, clock.instant().plus(KEPT));
    }

    private HttpAnswer page(String status, Map<String, String> parts, int httpStatus) {
        ObjectNode page = JSON.createObjectNode();
        page.put("status", status);
        page.put("version", version);
        page.set("parts", JSON.valueToTree(parts));
        try {
            return new HttpAnswer(httpStatus, Map.of("Content-Type", "application/json"), JSON.writeValueAsBytes(page));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean works(String name, HealthCheck check) {
        try {
            check.run();
            return true;
        } catch (Exception e) { // whatever is wrong with it, the part does not work
            LOG.warn("Health: {} does not work", name, e);
            return false;
        }
    }

    /** An answer and how long it is good. */
    private record Said(HttpAnswer page, Instant until) {}
}
