package io.millrace.server.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads what a refused client still sends, and throws it away, before the connection is closed: closing with unread bytes
 * resets the connection, which may take the answer from a client that is still writing (RFC 9112, 9.6). Bounded in bytes
 * and time, so that nobody can keep a connection with it.
 */
final class BodyDrain implements Runnable {
    private static final long MAX_BYTES = 256L << 20;
    private static final Duration MAX_TIME = Duration.ofSeconds(10);

    private final Request request;
    private final Callback done;
    private final AtomicBoolean ended = new AtomicBoolean();
    private long bytes;

    private BodyDrain(Request request, Callback done) {
        this.request = request;
        this.done = done;
    }

    /** Calls {@code done} when the body has ended, failed or taken too much. */
    static void start(Request request, Callback done) {
        BodyDrain drain = new BodyDrain(request, done);
        Scheduler.Task deadline =
                request.getComponents().getScheduler().schedule(drain::end, MAX_TIME.toMillis(), TimeUnit.MILLISECONDS);
        drain.run();
        if (drain.ended.get()) {
            deadline.cancel();
        }
    }

    @Override
    public void run() {
        while (!ended.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            bytes += chunk.remaining();
            boolean last = chunk.isLast() || Content.Chunk.isFailure(chunk);
            chunk.release();
            if (last || bytes > MAX_BYTES) {
                end();
            }
        }
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            done.succeeded();
        }
    }
}
