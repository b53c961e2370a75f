package io.millrace.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server or a command has started, to be closed in the opposite order. One part that fails to close does not keep the others. */
public final class ServerParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerParts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Adds a part, which is closed before those that were added earlier. */
    public <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) { // AutoCloseable declares no less
                LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
