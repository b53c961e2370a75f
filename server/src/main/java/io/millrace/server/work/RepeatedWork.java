package io.millrace.server.work;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one daemon thread does again and again. A round that fails is logged, and the next one comes all the same; what fails because it was
 * closed is not worth a line. Thread-safe.
 */
public final class RepeatedWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedWork.class);

    private final Consumer<Throwable> failures;
    private final ScheduledExecutorService thread;

    /**
     * Work that does nothing until {@link #every}.
     *
     * @param name the thread's
     * @param failure what the log says of a round that failed
     */
    public RepeatedWork(String name, String failure) {
        this(name, e -> LOG.error(failure, e));
    }

    /** With that in the place of the log. */
    RepeatedWork(String name, Consumer<Throwable> failures) {
        this.failures = failures;
        this.thread = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name));
    }

    /** Does this when {@code first} is over, and again with {@code pause} after each round. Other work of the same thread is waited for. */
    @SuppressWarnings("FutureReturnValueIgnored") // now() notes failures itself
    public void every(Duration first, Duration pause, Runnable work) {
        thread.scheduleWithFixedDelay(() -> now(work), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does this once, as soon as the thread is free; nothing if it is closed. */
    public void soon(Runnable work) {
        try {
            thread.execute(() -> now(work));
        } catch (RejectedExecutionException e) {
            LOG.debug("It is closed; the next server goes on", e);
        }
    }

    /** Does this at once, on the thread that calls. A failure is logged as that of a round. */
    @SuppressWarnings("checkstyle:IllegalCatch") // what is too much for one round need not be for the next
    public void now(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            // A run loop: the executor would silently end the repetition, with an Error as well.
            if (!isClosed()) {
                failures.accept(e);
            }
        }
    }

    /** Ends it, in the middle of a round if need be, and does not wait for that. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Whether it is: what fails from then on is no failure. */
    public boolean isClosed() {
        return thread.isShutdown();
    }

    /** Waits until the last round has ended; false if it has not within that time. After {@link #close}. */
    public boolean awaitEnd(Duration longest) throws InterruptedException {
        return thread.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
    }
}
