package io.millrace.server.logs;

import io.millrace.server.work.RepeatedWork;
import java.time.Duration;

/** Marks the times of growing logs, and removes those that are older than their groups' retention. */
public final class LogKeeper implements AutoCloseable {
    private static final Duration MARK_EVERY = Duration.ofSeconds(2);
    private static final Duration REMOVE_FIRST = Duration.ofMinutes(1);
    private static final Duration REMOVE_EVERY = Duration.ofHours(1);

    private final LogGroups groups;
    private final RepeatedWork keeping = new RepeatedWork("logs", "Logs cannot be kept");

    /** Keeps these groups' logs. */
    public LogKeeper(LogGroups groups) {
        this.groups = groups;
    }

    /** Keeps them from now on. Once. */
    public void start() {
        keeping.every(MARK_EVERY, MARK_EVERY, groups::mark);
        keeping.every(REMOVE_FIRST, REMOVE_EVERY, groups::removeOld);
    }

    @Override
    public void close() {
        keeping.close();
    }
}
