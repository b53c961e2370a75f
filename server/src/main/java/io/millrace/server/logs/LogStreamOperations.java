package io.millrace.server.logs;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ServicePages;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;

/** CloudWatch Logs' list of streams. Thread-safe. */
public final class LogStreamOperations {
    private static final int MAX_PAGE = 50;

    private final LogGroups groups;
    private final ServicePages pages;

    /** The streams of these groups. */
    public LogStreamOperations(LogGroups groups, ServicePages pages) {
        this.groups = groups;
        this.pages = pages;
    }

    /** A page of a group's streams, by name or by their last events. */
    public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        String group = groups.nameIn(request.logGroupName(), request.logGroupIdentifier());
        groups.load(group);
        String prefix = request.logStreamNamePrefix() == null ? "" : request.logStreamNamePrefix();
        boolean byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
        if (byTime && !prefix.isEmpty()) {
            throw LogErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        Function<LogStream, String> key = byTime ? LogStreamOperations::timeKey : LogStream::name;
        boolean down = Boolean.TRUE.equals(request.descending());
        Comparator<String> order = down ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Page<LogStream> page = pages.page(
                String.join("/", "DescribeLogStreams", group, prefix, String.valueOf(byTime), String.valueOf(down)),
                request.nextToken(),
                request.limit() == null ? MAX_PAGE : Math.min(MAX_PAGE, request.limit()),
                (after, most) -> groups.streams(group).stream()
                        .filter(stream -> stream.name().startsWith(prefix))
                        .filter(stream -> after.isEmpty() || order.compare(key.apply(stream), after) > 0)
                        .sorted(Comparator.comparing(key, order))
                        .limit(most)
                        .toList(),
                key);
        return DescribeLogStreamsResponse.builder()
                .logStreams(page.items().stream()
                        .map(stream -> shown(group, stream))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static String timeKey(LogStream stream) {
        long last = stream.files().stream()
                .mapToLong(file -> file.modified().toEpochMilli())
                .max()
                .orElse(0);
        return String.format(Locale.ROOT, "%019d/%s", last, stream.name());
    }

    private software.amazon.awssdk.services.cloudwatchlogs.model.LogStream shown(String group, LogStream stream) {
        software.amazon.awssdk.services.cloudwatchlogs.model.LogStream.Builder shown =
                software.amazon.awssdk.services.cloudwatchlogs.model.LogStream.builder()
                        .logStreamName(stream.name())
                        .arn(groups.arn(group) + ":log-stream:" + stream.name());
        List<LogFile> files = stream.files();
        if (!files.isEmpty()) {
            LogFile newest = files.get(files.size() - 1);
            long first = groups.reader().firstMillis(files.get(0));
            shown.creationTime(first)
                    .firstEventTimestamp(first)
                    .lastEventTimestamp(newest.modified().toEpochMilli())
                    .lastIngestionTime(newest.modified().toEpochMilli());
        }
        return shown.build();
    }
}
