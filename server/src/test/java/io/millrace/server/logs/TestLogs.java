package io.millrace.server.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.build.BuildLogFiles;
import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.job.RunLogFiles;
import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;

/** Groups over files that the test writes as functions and runs do, with the times that it gives them. */
final class TestLogs {
    private static final String GROUP = "/aws/lambda/etl";
    private static final String STREAM = "2026/11/22/20261122T100000.000-1";

    @TempDir
    private Path folder;

    private TestingDeliveries testing;
    private LogGroups groups;
    private LogGroupOperations groupOperations;
    private LogEventOperations events;
    private Path file;

    @BeforeEach
    void open() {
        testing = new TestingDeliveries(folder);
        openGroups();
        file = folder.resolve("functions/etl/20261122T100000.000-1.log");
    }

    private void openGroups() {
        groups = new LogGroups(
                testing.database.jdbi(),
                new FunctionLogs(folder.resolve("functions")),
                new RunLogs(new RunLogFiles(folder.resolve("runs"))),
                new BuildLogs(new BuildLogFiles(testing.database.jdbi(), folder.resolve("builds"))),
                testing.tags,
                TestingDeliveries.REGION,
                testing.clock);
        groupOperations = new LogGroupOperations(groups, testing.tags, testing.pages, testing.clock);
        events = new LogEventOperations(groups, testing.pages);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    /** Writes lines as they would have been written at a time of 2026-11-22, and looks at them as the server does. */
    private static void write(Path file, String time, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, FileTime.from(at(time)));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-22T" + time + "Z");
    }

    private GetLogEventsResponse get(Consumer<GetLogEventsRequest.Builder> request) {
        GetLogEventsRequest.Builder builder =
                GetLogEventsRequest.builder().logGroupName(GROUP).logStreamName(STREAM);
        request.accept(builder);
        return events.getLogEvents(builder.build());
    }

    private static List<String> texts(GetLogEventsResponse response) {
        return response.events().stream().map(OutputLogEvent::message).toList();
    }

    private FilterLogEventsResponse filter(Consumer<FilterLogEventsRequest.Builder> request) {
        FilterLogEventsRequest.Builder builder =
                FilterLogEventsRequest.builder().logGroupName(GROUP);
        request.accept(builder);
        return events.filterLogEvents(builder.build());
    }

    private static List<String> found(FilterLogEventsResponse response) {
        return response.events().stream().map(FilteredLogEvent::message).toList();
    }

    @Test
    void givesLinesTheTimesAtWhichTheyWereSeenAlsoAfterARestart() throws IOException {
        write(file, "10:00:01", "one\ntwo\n");
        groups.mark();
        write(file, "10:00:05", "three\n");
        groups.mark();
        openGroups();
        write(file, "10:00:09", "four\n");

        assertThat(get(request -> request.startFromHead(true)).events())
                .extracting(event -> event.message() + " " + Instant.ofEpochMilli(event.timestamp()))
                .containsExactly(
                        "one 2026-11-22T10:00:01Z",
                        "two 2026-11-22T10:00:01Z",
                        "three 2026-11-22T10:00:05Z",
                        "four 2026-11-22T10:00:09Z");
        assertThat(texts(get(request -> request.startTime(at("10:00:05").toEpochMilli())
                        .endTime(at("10:00:09").toEpochMilli()))))
                .containsExactly("three");
    }

    @Test
    void goesForwardAndBackFromEachPageAndWaitsAtTheEnd() throws IOException {
        write(file, "10:00:01", "a\nb\nc\nd\ne\n");
        GetLogEventsResponse newest = get(request -> request.limit(2));
        assertThat(texts(newest)).containsExactly("d", "e");
        GetLogEventsResponse older = get(request -> request.limit(2).nextToken(newest.nextBackwardToken()));
        assertThat(texts(older)).containsExactly("b", "c");
        GetLogEventsResponse first = get(request -> request.limit(2).nextToken(older.nextBackwardToken()));
        assertThat(texts(first)).containsExactly("a");
        assertThat(get(request -> request.nextToken(first.nextBackwardToken())).nextBackwardToken())
                .isEqualTo(first.nextBackwardToken());
        assertThat(texts(get(request -> request.limit(2).nextToken(first.nextForwardToken()))))
                .containsExactly("b", "c");

        GetLogEventsResponse end = get(request -> request.nextToken(newest.nextForwardToken()));
        assertThat(end.events()).isEmpty();
        assertThat(end.nextForwardToken()).isEqualTo(newest.nextForwardToken());
        write(file, "10:00:02", "f\n");
        assertThat(texts(get(request -> request.nextToken(end.nextForwardToken()))))
                .containsExactly("f");
        assertThatThrownBy(() -> get(request -> request.nextToken("none")))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("nextToken");
    }

    @Test
    void followsALogThatGoesOnInAnotherFile() throws IOException {
        Path run = folder.resolve("runs/job/jr_1");
        Files.createDirectories(run);
        Files.write(run.resolve("log-groups.txt"), List.of("jr_1", GROUP));
        Path log = run.resolve("run.log");
        write(log, "10:00:01", "a\nb\n");
        GetLogEventsResponse page = get(request -> request.logStreamName("jr_1"));
        Files.move(log, run.resolve("run.log.1"), StandardCopyOption.REPLACE_EXISTING);
        write(run.resolve("run.log.1"), "10:00:02", "c\n");
        write(log, "10:00:03", "d\n");

        assertThat(texts(get(request -> request.logStreamName("jr_1").nextToken(page.nextForwardToken()))))
                .containsExactly("c", "d");
        assertThat(get(request -> request.logStreamName("jr_1")).events())
                .extracting(event -> Instant.ofEpochMilli(event.timestamp()))
                .containsExactly(at("10:00:01"), at("10:00:01"), at("10:00:02"), at("10:00:03"));
    }

    @Test
    void showsTheLinesOfAllStreamsByTimeInPages() throws IOException {
        write(file, "10:00:01", "a1\n");
        groups.mark();
        write(file, "10:00:03", "a3\n");
        Path other = folder.resolve("functions/etl/20261122T100000.500-2.log");
        write(other, "10:00:02", "b2\n");
        groups.mark();
        write(other, "10:00:04", "b4\n");
        write(folder.resolve("functions/etl/20261122T100001.000-3-prepare.log"), "10:00:02", "archive\n");

        assertThat(found(filter(request -> {}))).containsExactly("a1", "b2", "a3", "b4");
        List<String> all = new ArrayList<>();
        String token = null;
        do {
            String next = token;
            FilterLogEventsResponse page = filter(request -> request.limit(1).nextToken(next));
            all.addAll(found(page));
            token = page.nextToken();
        } while (token != null);
        assertThat(all).containsExactly("a1", "b2", "a3", "b4");
        assertThat(found(filter(request -> request.logStreamNames(STREAM)))).containsExactly("a1", "a3");
        assertThat(found(filter(request -> request.startTime(at("10:00:02").toEpochMilli())
                        .endTime(at("10:00:03").toEpochMilli()))))
                .containsExactly("b2", "a3");
        assertThat(filter(request -> {}).events())
                .extracting(FilteredLogEvent::eventId)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).hasSize(56));
        assertThat(new LogStreamOperations(groups, testing.pages)
                        .describeLogStreams(DescribeLogStreamsRequest.builder()
                                .logGroupName(GROUP)
                                .orderBy("LastEventTime")
                                .descending(true)
                                .build())
                        .logStreams())
                .extracting(software.amazon.awssdk.services.cloudwatchlogs.model.LogStream::logStreamName)
                .containsExactly("2026/11/22/20261122T100000.500-2", STREAM);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\'',
            value = {
                "ERROR                                  ~ 2026 ERROR disk full               ~ true",
                "ERROR full                             ~ 2026 ERROR disk full               ~ true",
                "error                                  ~ 2026 ERROR disk full               ~ false",
                "ERROR -disk                            ~ 2026 ERROR disk full               ~ false",
                "?WARN ?ERROR                           ~ 2026 ERROR disk full               ~ true",
                "?WARN ?INFO                            ~ 2026 ERROR disk full               ~ false",
                "\"disk full\"                          ~ 2026 ERROR disk full               ~ true",
                "\"full disk\"                          ~ 2026 ERROR disk full               ~ false",
                "{ $.level = \"ERROR\" }                ~ {\"level\":\"ERROR\"}              ~ true",
                "{ $.level = ERR* }                     ~ {\"level\":\"ERROR\"}              ~ true",
                "{ $.level != \"ERROR\" }               ~ {\"level\":\"ERROR\"}              ~ false",
                "{ $.a[1].b = 2 && $.level = \"x && y\" } ~ {\"a\":[1,{\"b\":2}],\"level\":\"x && y\"} ~ true",
                "{ $.seconds > 5 || $.level = \"WARN\" } ~ {\"seconds\":7,\"level\":\"INFO\"} ~ true",
                "{ $.seconds > 7 }                      ~ {\"seconds\":7}                    ~ false",
                "{ $.level = \"ERROR\" }                ~ ERROR level                        ~ false"
            })
    void filtersByThePattern(String pattern, String line, boolean matches) {
        assertThat(LogFilter.parse(pattern).test(line)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {"[ip, user]|brackets", "%ERR%|regular", "\"open|quotation", "{ $.a|brace", "{ $.a ~ 1 }|condition"
            })
    void refusesPatternsThatItDoesNotKnow(String pattern, String message) {
        assertThatThrownBy(() -> LogFilter.parse(pattern))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining(message);
    }

    private List<LogGroup> described() {
        DescribeLogGroupsResponse response = groupOperations.describeLogGroups(
                DescribeLogGroupsRequest.builder().build());
        return response.logGroups();
    }

    @Test
    void removesAGroupWithItsFiles() throws IOException {
        write(file, "10:00:01", "a\n");
        write(folder.resolve("functions/etl/x-prepare.log"), "10:00:01", "a\n");
        assertThat(described()).extracting(LogGroup::logGroupName).containsExactly(GROUP);
        groupOperations.createLogGroup(
                CreateLogGroupRequest.builder().logGroupName(GROUP).build());
        assertThatThrownBy(() -> groupOperations.createLogGroup(
                        CreateLogGroupRequest.builder().logGroupName(GROUP).build()))
                .hasMessageContaining("already exists");
        assertThat(described())
                .singleElement()
                .satisfies(group -> assertThat(group.storedBytes()).isEqualTo(2));

        groupOperations.deleteLogGroup(
                DeleteLogGroupRequest.builder().logGroupName(GROUP).build());
        assertThat(described()).isEmpty();
        assertThat(folder.resolve("functions")).isEmptyDirectory();
        assertThatThrownBy(() -> groupOperations.deleteLogGroup(
                        DeleteLogGroupRequest.builder().logGroupName(GROUP).build()))
                .hasMessageContaining("does not exist");
        write(file, "10:00:02", "b\n");
        assertThat(texts(get(request -> {}))).as("nothing of the old file's").containsExactly("b");
    }

    @Test
    void keepsNothingLongerThanTheRetention() throws IOException {
        write(file, "10:00:01", "old\n");
        groups.mark();
        Path other = folder.resolve("functions/etl/20261125T100000.000-2.log");
        Files.writeString(other, "old of a process that lives\n");
        Files.setLastModifiedTime(other, FileTime.from(Instant.parse("2026-11-22T12:00:00Z")));
        groups.mark();
        Files.writeString(other, "new\n", StandardOpenOption.APPEND);
        Files.setLastModifiedTime(other, FileTime.from(Instant.parse("2026-11-25T12:00:00Z")));
        assertThatThrownBy(() -> retain(2)).hasMessageContaining("retentionInDays must be one of");
        retain(3);
        testing.now.set(Instant.parse("2026-11-25T13:00:00Z"));

        assertThat(found(filter(request -> {}))).containsExactly("new");
        groups.removeOld();
        assertThat(file).doesNotExist();
        assertThat(other).exists();
    }

    private void retain(int days) {
        groupOperations.putRetentionPolicy(PutRetentionPolicyRequest.builder()
                .logGroupName(GROUP)
                .retentionInDays(days)
                .build());
    }

    @Test
    void showsARunInTheGroupThatItNames() throws IOException {
        Path named = folder.resolve("runs/job/jr_1");
        write(named.resolve("run.log"), "10:00:01", "named\n");
        Files.write(named.resolve("log-groups.txt"), List.of("jr_1", "/etl/runs"));
        write(folder.resolve("runs/job/jr_2/run.log"), "10:00:02", "plain\n");

        assertThat(described())
                .extracting(LogGroup::logGroupName)
                .containsExactly("/aws-glue/jobs/error", "/aws-glue/jobs/output", "/etl/runs");
        assertThat(found(filter(request -> request.logGroupName("/etl/runs")))).containsExactly("named");
        assertThat(found(filter(request -> request.logGroupName("/aws-glue/jobs/error"))))
                .containsExactly("plain");
        groupOperations.deleteLogGroup(
                DeleteLogGroupRequest.builder().logGroupName("/etl/runs").build());
        assertThat(named).doesNotExist();
        assertThat(folder.resolve("runs/job/jr_2/run.log")).exists();
    }
}
