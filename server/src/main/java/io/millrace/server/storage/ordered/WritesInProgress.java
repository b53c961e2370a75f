package io.millrace.server.storage.ordered;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The objects that a store is writing at this moment. S3Proxy writes an object into {@code KEY-UUID} beside it and renames
 * that when it is whole, so a file of such a name is one of two things: a key that a user chose, or a part of an object that
 * is being written. It is the latter when {@code KEY} is being written, the file is no older than that write, and no
 * write of the whole name has ended. Thread-safe.
 */
final class WritesInProgress {
    private static final int UUID_LENGTH = 36;
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    /** A file system's clock is behind the system's by a tick, and some keep whole seconds. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(2);

    /** How many finished keys of the form are remembered; older ones are told apart by their age. */
    private static final int FINISHED_MAX = 65_536;

    private final InstantSource clock;
    private final Map<String, Deque<Instant>> begun = new HashMap<>();
    private final Set<String> finished = new LinkedHashSet<>();

    WritesInProgress(InstantSource clock) {
        this.clock = clock;
    }

    /** A write that lasts until it is closed; it begins before the store makes the file. */
    interface Write extends AutoCloseable {
        @Override
        void close();
    }

    Write begin(String bucket, String key) {
        String name = name(bucket, key);
        Instant now = clock.instant();
        synchronized (this) {
            begun.computeIfAbsent(name, ignored -> new ArrayDeque<>()).add(now);
        }
        return () -> end(name, now);
    }

    private synchronized void end(String name, Instant begin) {
        begun.computeIfPresent(name, (ignored, begins) -> {
            begins.removeFirstOccurrence(begin);
            return begins.isEmpty() ? null : begins;
        });
        if (hasForm(name) && finished.add(name) && finished.size() > FINISHED_MAX) {
            finished.remove(finished.iterator().next());
        }
    }

    /**
     * The time from which on a file of this key is part of an object that is being written; empty if it is an object. To be
     * asked before the file's attributes are read: a file that is there after an empty answer is no temporary one, since its
     * write would have begun before its name was read and ended after its attributes were.
     */
    Optional<Instant> temporarySince(String bucket, String key) {
        if (!hasForm(key)) {
            return Optional.empty();
        }
        String whole = name(bucket, key);
        synchronized (this) {
            Deque<Instant> begins = begun.get(whole.substring(0, whole.length() - UUID_LENGTH - 1));
            return begins == null || finished.contains(whole)
                    ? Optional.empty()
                    : begins.stream().min(Instant::compareTo).map(begin -> begin.minus(CLOCK_DIFFERENCE));
        }
    }

    /** Whether the key ends as the temporary files do. */
    private static boolean hasForm(String key) {
        int dash = key.length() - UUID_LENGTH - 1;
        return dash > 0
                && key.charAt(dash) == '-'
                && UUID.matcher(key).region(dash + 1, key.length()).matches();
    }

    /** Keys as the file system sees them: {@code a/./b} is the file {@code a/b}. */
    private static String name(String bucket, String key) {
        return bucket + "/" + Path.of(key).normalize();
    }
}
