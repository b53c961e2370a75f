package io.millrace.server.event.b2;

import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpEndpoint;
import io.millrace.server.http.HttpRequestHead;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where B2 posts its event notifications. A body is believed only with the right signature, and answered when its events are in the
 * database, in one short transaction: B2 waits for three seconds and else delivers again. An event that comes again is left out.
 * Thread-safe.
 */
public final class B2Webhook implements HttpEndpoint {
    /** The path that the rule's target URL has. */
    public static final String PATH = "/b2/events";

    /** B2 sends up to 50 events at once, a name has up to 1,024 bytes. */
    static final int MAX_BODY_BYTES = 512 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(B2Webhook.class);

    private final B2Signature signature;
    private final B2Inbox inbox;

    /**
     * A webhook that keeps what it accepts.
     *
     * @param secret the signing secret of the event notification rules
     * @param jdbi a database with the server's migrations
     */
    public B2Webhook(String secret, Jdbi jdbi, InstantSource clock) {
        this.signature = new B2Signature(secret);
        this.inbox = new B2Inbox(jdbi, clock);
    }

    @Override
    public Optional<HttpAnswer> refuse(HttpRequestHead head) {
        if (!head.method().equals("POST")) {
            return Optional.of(failure(405, "Only POST is allowed here."));
        }
        boolean signed = head.headers()
                .first(B2Signature.HEADER)
                .filter(B2Signature::isWellFormed)
                .isPresent();
        return signed ? Optional.empty() : Optional.of(unsigned(head));
    }

    private HttpAnswer unsigned(HttpRequestHead head) {
        LOG.warn("An event notification from {} has no right signature", head.sourceAddress());
        return failure(401, "The signature is missing or wrong.");
    }

    @Override
    public int maxBodyBytes(HttpRequestHead head) {
        return MAX_BODY_BYTES;
    }

    @Override
    public HttpAnswer answer(HttpRequestHead head, byte[] body) {
        String header = head.headers().first(B2Signature.HEADER).orElse("");
        if (!signature.matches(header, body)) {
            return unsigned(head);
        }
        List<B2Event> events;
        try {
            events = B2EventReader.read(body);
        } catch (IllegalArgumentException e) {
            LOG.warn("An event notification of B2 is malformed: {}", e.getMessage());
            return failure(400, e.getMessage() + ".");
        }
        int added = inbox.accept(events);
        LOG.debug("B2 told of {} events, {} of them new", events.size(), added);
        return HttpAnswer.text(200, "");
    }

    @Override
    public HttpAnswer failure(int status, String message) {
        return HttpAnswer.text(status, message);
    }
}
