package io.millrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.batch.BatchCatalog.Outcome;
import io.millrace.etl.batch.BatchCatalog.Processed;
import io.millrace.etl.batch.BatchCatalog.RunRange;
import io.millrace.etl.batch.BatchCatalog.Unprocessed;
import io.millrace.etl.batch.BatchConflictException;
import io.millrace.etl.batch.BatchId;
import io.millrace.etl.batch.BookmarkKey;
import io.millrace.etl.batch.BookmarkState;
import io.millrace.etl.batch.BookmarkState.PendingBatch;
import io.millrace.etl.batch.GlueBatches;
import io.millrace.etl.batch.InputObject;
import io.millrace.etl.batch.PlainGlueBatches;
import io.millrace.etl.batch.UnknownOutcomeException;
import io.millrace.server.TestingServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/** Batches over the wire of a whole server, with the client that jobs use. */
final class ITBatches {
    private static final Outcome OUTCOME = new Outcome(10, 9, 1, 2);

    @TempDir
    private static Path folder;

    private static TestingServer server;
    private static GlueClient glue;
    private static SdkHttpClient http;
    private static GlueBatches batches;
    private static int tables;

    private BookmarkKey key = new BookmarkKey("", "", "");

    @BeforeAll
    static void start() {
        server = TestingServer.start(folder);
        glue = server.glue();
        http = ApacheHttpClient.create();
        batches = new GlueBatches(glue, http);
        glue.createDatabase(request -> request.databaseInput(input -> input.name("lake")));
    }

    @AfterAll
    static void stop() {
        http.close();
        glue.close();
        server.close();
    }

    @BeforeEach
    void createTable() {
        key = new BookmarkKey("trips-job", "lake", "trips" + tables++);
        glue.createTable(request -> request.databaseName("lake")
                .tableInput(input -> input.name(key.table())
                        .partitionKeys(
                                Column.builder().name("day").type("string").build())));
    }

    private static List<InputObject> inputs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new InputObject("s3://raw/" + i, "e" + i, i, Instant.EPOCH))
                .toList();
    }

    private GlueRequest hidden(String batches) {
        return UpdateTableRequest.builder()
                .databaseName("lake")
                .tableInput(input -> input.name(key.table())
                        .partitionKeys(
                                Column.builder().name("day").type("string").build())
                        .parameters(Map.of("millrace.hidden-batches", batches)))
                .build();
    }

    private GlueRequest partition(String day) {
        return BatchCreatePartitionRequest.builder()
                .databaseName("lake")
                .tableName(key.table())
                .partitionInputList(PartitionInput.builder().values(day).build())
                .build();
    }

    private List<String> days() {
        return glue.getPartitions(request -> request.databaseName("lake").tableName(key.table())).partitions().stream()
                .map(Partition::values)
                .map(values -> values.get(0))
                .toList();
    }

    @Test
    void aBatchAndItsPartitionsAppearTogether() {
        // More than one call may name.
        List<InputObject> inputs = inputs(12_345);
        BookmarkState before = batches.state(key);
        assertThat(before.version()).isZero();
        assertThat(batches.unprocessed(key, inputs)).isEqualTo(new Unprocessed(inputs, List.of()));
        String id = BatchId.of(key, before, "plan", inputs);
        BookmarkState begun = batches.begin(key, 0, id, "jr_1", inputs, List.of(hidden(id)));
        assertThat(begun.pending()).contains(new PendingBatch(id, "jr_1"));
        assertThat(glue.getTable(request -> request.databaseName("lake").name(key.table()))
                        .table()
                        .parameters())
                .containsEntry("millrace.hidden-batches", id);
        BookmarkState committed =
                batches.commit(key, begun.version(), id, OUTCOME, List.of(hidden(""), partition("1"), partition("2")));
        assertThat(committed).isEqualTo(batches.state(key));
        assertThat(committed.pending()).isEmpty();
        assertThat(days()).containsExactly("1", "2");
        InputObject rewritten = new InputObject("s3://raw/7", "other", 7, Instant.EPOCH);
        InputObject fresh = new InputObject("s3://raw/new", "n", 7, Instant.EPOCH);
        assertThat(batches.unprocessed(key, List.of(inputs.get(0), rewritten, fresh)))
                .isEqualTo(new Unprocessed(List.of(fresh), List.of(rewritten)));
    }

    @Test
    void aRangeOfRunsTellsItsInputs() {
        List<InputObject> inputs = inputs(10_004);
        for (int run = 0; run < 3; run++) {
            String id = "%016d".formatted(run);
            List<InputObject> own = inputs.subList(run == 0 ? 0 : 10_000 + run, run == 0 ? 10_001 : 10_001 + run);
            BookmarkState begun =
                    batches.begin(key, batches.state(key).version(), id, "jr_" + key.table() + run, own, List.of());
            batches.commit(key, begun.version(), id, OUTCOME, List.of());
        }
        String runs = "jr_" + key.table();
        assertThat(batches.processed(key, new RunRange(runs + 0, runs + 2), inputs))
                .isEqualTo(new Processed(inputs.subList(10_001, 10_003), List.of(), 2, 1));
        assertThatThrownBy(() -> batches.processed(key, new RunRange(runs + 1, runs + 0), inputs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name the earlier run first");
        assertThatThrownBy(() -> batches.processed(key, new RunRange("jr_none", runs + 0), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Run jr_none of job trips-job has committed no batch");
    }

    @Test
    void whoLosesChangesNothing() {
        BookmarkState begun = batches.begin(key, 0, "00000000000000aa", "jr_1", inputs(1), List.of());
        assertThatThrownBy(() -> batches.begin(key, 0, "00000000000000bb", "jr_2", inputs(1), List.of(partition("9"))))
                .isInstanceOf(BatchConflictException.class)
                .hasMessageContaining("BeginBatch")
                .hasMessageContaining(key.table());
        // The partition that somebody else made meanwhile undoes the commit.
        glue.batchCreatePartition((BatchCreatePartitionRequest) partition("3"));
        assertThatThrownBy(() -> batches.commit(
                        key, begun.version(), "00000000000000aa", OUTCOME, List.of(partition("4"), partition("3"))))
                .isInstanceOf(BatchConflictException.class);
        assertThat(days()).containsExactly("3");
        assertThat(batches.state(key)).isEqualTo(begun);
        BookmarkState abandoned = batches.abandon(key, begun.version(), "00000000000000aa", List.of());
        assertThat(abandoned.pending()).isEqualTo(Optional.empty());
        assertThat(batches.unprocessed(key, inputs(1)).fresh()).hasSize(1);
    }

    @Test
    void aResetDropsBatchesAndTheNextNameIsAnother() {
        String first = BatchId.of(key, batches.state(key), "plan", inputs(2));
        BookmarkState begun = batches.begin(key, 0, first, "jr_1", inputs(2), List.of());
        batches.commit(key, begun.version(), first, OUTCOME, List.of());
        assertThat(glue.getJobBookmark(request -> request.jobName("trips-job"))
                        .jobBookmarkEntry()
                        .runId())
                .isEqualTo("jr_1");
        glue.resetJobBookmark(request -> request.jobName("trips-job"));
        BookmarkState reset = batches.state(key);
        assertThat(reset.dropped()).containsExactly(first);
        String next = BatchId.of(key, reset, "plan", inputs(2));
        assertThat(next).isNotEqualTo(first).isEqualTo(BatchId.of(key, reset, "plan", inputs(2)));
    }

    /** The answer is lost, or the request is, or the server is not there at all. */
    @Test
    void looksUpWhatCameOfAChangeWithoutAnswer() {
        for (Loss loss : new Loss[] {Loss.ANSWER, Loss.REQUEST}) {
            GlueBatches unlucky = new GlueBatches(glue, new LosingClient(http, loss, 1));
            long version = batches.state(key).version();
            String id = loss == Loss.ANSWER ? "00000000000000c0" : "00000000000000c1";
            List<InputObject> own = List.of(new InputObject("s3://raw/" + loss, "e", 1, Instant.EPOCH));
            BookmarkState begun = unlucky.begin(key, version, id, "jr_1", own, List.of(partition("b" + loss)));
            assertThat(begun.version()).isEqualTo(version + 1);
            GlueBatches unluckyAgain = new GlueBatches(glue, new LosingClient(http, loss, 1));
            BookmarkState done = unluckyAgain.commit(key, begun.version(), id, OUTCOME, List.of(partition("c" + loss)));
            assertThat(done.version()).isEqualTo(version + 2);
            assertThat(batches.unprocessed(key, own).fresh()).isEmpty();
        }
        assertThat(days()).containsExactly("bANSWER", "bREQUEST", "cANSWER", "cREQUEST");
        GlueBatches cutOff = new GlueBatches(glue, new LosingClient(http, Loss.REQUEST, 1000));
        long version = batches.state(key).version();
        assertThatThrownBy(() -> cutOff.begin(key, version, "00000000000000dd", "jr_1", List.of(), List.of()))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining("not known whether");
        assertThat(batches.state(key).version()).isEqualTo(version);
    }

    @Test
    void ofTwoClientsThatRaceOneWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            long version = batches.state(key).version();
            int number = round;
            List<Integer> won = IntStream.range(0, 2)
                    .parallel()
                    .mapToObj(racer -> race(version, number, racer))
                    .toList();
            assertThat(won.stream().mapToInt(Integer::intValue).sum())
                    .as("round %d", round)
                    .isEqualTo(1);
        }
        assertThat(days()).hasSize(20);
    }

    private int race(long version, int round, int racer) {
        String id = "%015x%d".formatted(round, racer);
        try {
            BookmarkState begun = batches.begin(key, version, id, "jr_" + racer, inputs(1), List.of());
            batches.commit(key, begun.version(), id, OUTCOME, List.of(partition("r" + round)));
            return 1;
        } catch (BatchConflictException e) {
            return 0;
        }
    }

    @Test
    void runsWithoutBookmarksDoWithoutTransactions() {
        PlainGlueBatches plain = new PlainGlueBatches(glue, "jr_1");
        BookmarkState begun = plain.begin(key, 0, "b1", "jr_1", inputs(1), List.of(hidden("b1")));
        // Nobody else remembers it: a run that finds it knows that the one before died.
        assertThat(plain.state(key).pending()).contains(new PendingBatch("b1", "jr_1"));
        plain.commit(key, begun.version(), "b1", OUTCOME, List.of(hidden(""), partition("1"), partition("2")));
        assertThat(days()).containsExactly("1", "2");
        assertThat(plain.state(key).pending()).isEmpty();
        assertThat(PlainGlueBatches.isNeeded(batches, key)).isFalse();
        try (GlueClient aws = aws()) {
            assertThat(PlainGlueBatches.isNeeded(new GlueBatches(aws, http), key))
                    .isTrue();
        }
    }

    private static GlueClient aws() {
        return GlueClient.builder()
                .region(software.amazon.awssdk.regions.Region.US_EAST_1)
                .httpClient(http)
                .credentialsProvider(software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider.create())
                .build();
    }

    @Test
    void refusesACatalogThatIsNotMillrace() {
        try (GlueClient aws = aws()) {
            assertThatThrownBy(() -> new GlueBatches(aws, http).state(key))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("AWS_ENDPOINT_URL_GLUE");
        }
    }

    private enum Loss {
        REQUEST,
        ANSWER
    }

    /** Loses the first transactions or their answers. */
    private static final class LosingClient implements SdkHttpClient {
        private final SdkHttpClient http;
        private final Loss loss;
        private int left;

        LosingClient(SdkHttpClient http, Loss loss, int count) {
            this.http = http;
            this.loss = loss;
            this.left = count;
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            boolean lost = request.httpRequest()
                            .firstMatchingHeader("X-Amz-Target")
                            .filter("Millrace.Transact"::equals)
                            .isPresent()
                    && left-- > 0;
            ExecutableHttpRequest prepared = http.prepareRequest(request);
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    if (lost && loss == Loss.REQUEST) {
                        throw new IOException("connection reset");
                    }
                    HttpExecuteResponse answer = prepared.call();
                    if (lost) {
                        answer.responseBody().orElseThrow().abort();
                        throw new IOException("read timed out");
                    }
                    return answer;
                }

                @Override
                public void abort() {
                    prepared.abort();
                }
            };
        }

        @Override
        public void close() {
            // The shared client is closed by its owner.
        }
    }
}
