package io.millrace.server.cli.logs;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** Prints a group's events once each. Used by one thread. */
final class LogTail {
    /** How much later than others of its time an event may be seen, as streams are looked at one after the other. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private final CloudWatchLogsClient logs;
    private final String group;
    private final String filter;
    private final PrintWriter out;
    /** The times of those that are printed and may come again, by id. */
    private final Map<String, Long> printed = new LinkedHashMap<>();

    private long newest;

    LogTail(CloudWatchLogsClient logs, String group, String filter, PrintWriter out) {
        this.logs = logs;
        this.group = group;
        this.filter = filter;
        this.out = out;
    }

    /** Prints all since a time. */
    void showFrom(Instant from) {
        newest = from.toEpochMilli();
        show(newest);
    }

    /** Prints what has come since the last look. */
    void showNew() {
        long from = newest - LATE.toMillis();
        for (Iterator<Long> times = printed.values().iterator(); times.hasNext(); ) {
            if (times.next() < from) {
                times.remove();
            }
        }
        show(from);
    }

    private void show(long from) {
        logs.filterLogEventsPaginator(request ->
                        request.logGroupName(group).startTime(from).filterPattern(filter.isEmpty() ? null : filter))
                .events()
                .forEach(this::print);
        out.flush();
    }

    private void print(FilteredLogEvent event) {
        if (printed.put(event.eventId(), event.timestamp()) == null) {
            out.println(Instant.ofEpochMilli(event.timestamp()) + " " + event.logStreamName() + " " + event.message());
            newest = Math.max(newest, event.timestamp());
        }
    }
}
