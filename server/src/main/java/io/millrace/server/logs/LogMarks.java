package io.millrace.server.logs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * When log files were how long. A line's time is that of the first mark at or after its end: when it was seen, within a second or two of
 * when it was written. Thread-safe.
 */
final class LogMarks {
    private static final Mark NONE = new Mark(0, 0);

    private final Jdbi jdbi;
    private final Map<String, Mark> last = new ConcurrentHashMap<>();

    LogMarks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @param end the file's length at that time */
    record Mark(long end, long millis) {}

    /** Marks what has come to a file since the last look. */
    synchronized void note(LogFile file) {
        String key = file.markKey();
        Mark before = last.computeIfAbsent(key, this::newest);
        if (file.size() == before.end || isOutdated(file, before)) {
            return;
        }
        jdbi.useTransaction(handle -> {
            long floor = before.millis;
            if (file.size() < before.end) {
                // It was cut, or it is another file in the place of one that is gone.
                handle.execute("DELETE FROM log_mark WHERE file = ?", key);
                floor = 0;
            }
            long millis = Math.max(floor, file.modified().toEpochMilli());
            handle.execute(
                    "INSERT INTO log_mark (file, end_offset, millis) VALUES (?, ?, ?)", key, file.size(), millis);
            last.put(key, new Mark(file.size(), millis));
        });
    }

    /** Whether another thread has looked later and seen more. */
    private static boolean isOutdated(LogFile file, Mark newest) {
        return file.size() < newest.end
                && LogFile.at(file.path())
                        .filter(now -> now.id().equals(file.id()) && now.size() >= newest.end)
                        .isPresent();
    }

    private Mark newest(String key) {
        List<Mark> marks = of(key);
        return marks.isEmpty() ? NONE : marks.get(marks.size() - 1);
    }

    /** A file's marks by place. */
    List<Mark> of(LogFile file) {
        return of(file.markKey());
    }

    private List<Mark> of(String key) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT end_offset, millis FROM log_mark WHERE file = ? ORDER BY end_offset", key)
                .map((row, context) -> new Mark(row.getLong(1), row.getLong(2)))
                .list());
    }

    /** Forgets files that are gone. */
    synchronized void forget(LogStream stream) {
        for (LogFile file : stream.files()) {
            last.remove(file.markKey());
            jdbi.useHandle(handle -> handle.execute("DELETE FROM log_mark WHERE file = ?", file.markKey()));
        }
    }
}
