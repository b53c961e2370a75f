package io.millrace.server.logs;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ServicePages;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** CloudWatch Logs' operations that read events. An event is a line of a log file. Thread-safe. */
public final class LogEventOperations {
    /** Events of an answer (CloudWatch Logs API reference, GetLogEvents). */
    private static final int MAX_EVENTS = 10_000;

    private final LogGroups groups;
    private final ServicePages pages;

    /** Reads the events of these groups. */
    public LogEventOperations(LogGroups groups, ServicePages pages) {
        this.groups = groups;
        this.pages = pages;
    }

    private static int limit(@Nullable Integer asked) {
        return asked == null ? MAX_EVENTS : Math.min(MAX_EVENTS, asked);
    }

    /** From the first millisecond on, up to but without the second for GetLogEvents, and with it for FilterLogEvents. */
    private Predicate<LogLine> within(LogGroup group, @Nullable Long start, @Nullable Long end) {
        long cutoff = groups.cutoff(group).toEpochMilli();
        long from = start == null ? cutoff : Math.max(cutoff, start);
        long until = end == null ? Long.MAX_VALUE : end;
        return line -> line.millis() >= from && line.millis() <= until;
    }

    /** A stream's events, forwards or backwards from a place. */
    public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
        String name = groups.nameIn(request.logGroupName(), request.logGroupIdentifier());
        LogGroup group = groups.load(name);
        LogStream stream = groups.streams(name).stream()
                .filter(one -> one.name().equals(request.logStreamName()))
                .findFirst()
                .orElseThrow(LogErrors::noStream);
        Long end = request.endTime() == null ? null : Long.valueOf(request.endTime() - 1);
        EventPage page = new EventPage(
                        groups.reader(), stream, limit(request.limit()), within(group, request.startTime(), end))
                .read(request.nextToken(), Boolean.TRUE.equals(request.startFromHead()));
        return GetLogEventsResponse.builder()
                .events(page.lines().stream()
                        .map(line -> OutputLogEvent.builder()
                                .timestamp(line.millis())
                                .ingestionTime(line.millis())
                                .message(line.text())
                                .build())
                        .toList())
                .nextForwardToken(page.forwardToken())
                .nextBackwardToken(page.backwardToken())
                .build();
    }

    /** The events of a group, or of some of its streams, that match a pattern, by time. */
    public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
        String name = groups.nameIn(request.logGroupName(), request.logGroupIdentifier());
        LogGroup group = groups.load(name);
        if (!request.logStreamNames().isEmpty() && request.logStreamNamePrefix() != null) {
            throw LogErrors.invalid("logStreamNames and logStreamNamePrefix cannot be given both.");
        }
        Predicate<String> filter = LogFilter.parse(request.filterPattern() == null ? "" : request.filterPattern());
        Predicate<LogLine> wanted = within(group, request.startTime(), request.endTime());
        List<LogStream> streams = groups.streams(name).stream()
                .filter(stream -> isWanted(stream, request))
                .toList();
        Page<LogLine> page = pages.page(
                "FilterLogEvents/"
                        + request.toBuilder().nextToken(null).limit(null).build(),
                request.nextToken(),
                limit(request.limit()),
                (after, most) -> first(
                        streams,
                        wanted.and(line -> line.order().compareTo(after) > 0 && filter.test(line.text())),
                        most),
                LogLine::order);
        return FilterLogEventsResponse.builder()
                .events(page.items().stream().map(LogEventOperations::shown).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static boolean isWanted(LogStream stream, FilterLogEventsRequest request) {
        if (request.startTime() != null
                && stream.files().stream().allMatch(file -> file.modified().toEpochMilli() < request.startTime())) {
            return false;
        }
        return request.logStreamNames().isEmpty()
                ? request.logStreamNamePrefix() == null || stream.name().startsWith(request.logStreamNamePrefix())
                : request.logStreamNames().contains(stream.name());
    }

    /** The first lines of all streams together. Never more of them are held than are asked for. */
    private List<LogLine> first(List<LogStream> streams, Predicate<LogLine> wanted, int most) {
        TreeMap<String, LogLine> kept = new TreeMap<>();
        for (LogStream stream : streams) {
            groups.reader().read(stream.name(), stream.files(), LogReader.Place.START, line -> {
                if (kept.size() == most && line.order().compareTo(kept.lastKey()) > 0) {
                    // Those that follow in the stream are later still.
                    return false;
                }
                if (wanted.test(line)) {
                    kept.put(line.order(), line);
                    if (kept.size() > most) {
                        kept.pollLastEntry();
                    }
                }
                return true;
            });
        }
        return new ArrayList<>(kept.values());
    }

    private static FilteredLogEvent shown(LogLine line) {
        return FilteredLogEvent.builder()
                .logStreamName(line.stream())
                .timestamp(line.millis())
                .ingestionTime(line.millis())
                .message(line.text())
                .eventId(line.eventId())
                .build();
    }
}
