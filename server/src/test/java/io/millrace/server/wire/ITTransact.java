package io.millrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.TestingServer;
import io.millrace.server.auth.AccessKey;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** Several changes as one, over the wire of a whole server. */
final class ITTransact {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static TestingServer server;
    private static GlueClient glue;
    private static RawCalls calls;
    private static int databases;

    private String database = "";

    @BeforeAll
    static void start() {
        server = TestingServer.start(folder);
        glue = server.glue();
        var key = server.server().administratorKey();
        calls = new RawCalls(server.server().endpoint(), AccessKey.of(key.accessKeyId(), key.secretAccessKey()));
    }

    @AfterAll
    static void stop() {
        glue.close();
        server.close();
    }

    @BeforeEach
    void createTable() {
        database = "sales" + databases++;
        glue.createDatabase(request -> request.databaseInput(input -> input.name(database)));
        glue.createTable(request -> request.databaseName(database)
                .tableInput(input -> input.name("orders")
                        .partitionKeys(
                                Column.builder().name("day").type("string").build())
                        .parameters(Map.of("n", "0"))));
    }

    private String createPartition(String day) {
        return "{\"CreatePartition\":{\"DatabaseName\":\"%s\",\"TableName\":\"orders\",\"PartitionInput\":%s}}"
                .formatted(database, partition(day, "s3://lake/" + day + "/"));
    }

    private static String partition(String day, String location) {
        return "{\"Values\":[\"%s\"],\"StorageDescriptor\":{\"Location\":\"%s\"}}".formatted(day, location);
    }

    private String updateTable(String version, int counter) {
        return ("{\"UpdateTable\":{\"DatabaseName\":\"%s\",\"VersionId\":\"%s\",\"TableInput\":{\"Name\":\"orders\","
                        + "\"PartitionKeys\":[{\"Name\":\"day\",\"Type\":\"string\"}],\"Parameters\":{\"n\":\"%d\"}}}}")
                .formatted(database, version, counter);
    }

    private String movePartition(String day, String to, String expected) {
        return ("{\"ExpectedLocation\":\"%s\",\"UpdatePartition\":{\"DatabaseName\":\"%s\",\"TableName\":\"orders\","
                        + "\"PartitionValueList\":[\"%s\"],\"PartitionInput\":%s}}")
                .formatted(expected, database, day, partition(day, to));
    }

    private static HttpResponse<String> transact(String... changes) throws Exception {
        return calls.transact("{\"Changes\":[" + String.join(",", changes) + "]}");
    }

    private static JsonNode refused(HttpResponse<String> answer, String error, int index) throws Exception {
        JsonNode body = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(body.get("__type").asText()).as(answer.body()).isEqualTo(error);
        assertThat(body.get("ChangeIndex").isInt()).isTrue();
        assertThat(body.get("ChangeIndex").asInt()).isEqualTo(index);
        return body;
    }

    private Table table() {
        return glue.getTable(request -> request.databaseName(database).name("orders"))
                .table();
    }

    private List<String> days() {
        return glue.getPartitions(request -> request.databaseName(database).tableName("orders")).partitions().stream()
                .map(partition -> partition.values().get(0))
                .toList();
    }

    /** Other calls of Glue take 16 MB; all partitions of a batch are in one transaction. */
    @Test
    void takesThePartitionsOfALargeBatch() throws Exception {
        String wide = "x".repeat(500_000);
        HttpResponse<String> answer = transact(IntStream.range(0, 40)
                .mapToObj(day -> createPartition("" + day)
                        .replace("\"Values\"", "\"Parameters\":{\"wide\":\"%s\"},\"Values\"".formatted(wide)))
                .toArray(String[]::new));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(days()).hasSize(40);
    }

    @Test
    void makesAllChangesAndAnswersEach() throws Exception {
        HttpResponse<String> answer =
                transact(createPartition("1"), createPartition("2"), updateTable(table().versionId(), 7));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"Results\":[{},{},{}]}");
        assertThat(days()).containsExactly("1", "2");
        assertThat(table().parameters()).containsEntry("n", "7");
    }

    @Test
    void laterChangesSeeEarlierOnes() throws Exception {
        String create = "{\"CreateDatabase\":{\"DatabaseInput\":{\"Name\":\"" + database + "b\"}}}";
        String table = "{\"CreateTable\":{\"DatabaseName\":\"" + database + "b\",\"TableInput\":{\"Name\":\"t\"}}}";
        assertThat(transact(create, table).statusCode()).isEqualTo(200);
        assertThat(glue.getTable(request -> request.databaseName(database + "b").name("t"))
                        .table()
                        .name())
                .isEqualTo("t");
    }

    @Test
    void undoesEverythingWhenTheLastChangeFails() throws Exception {
        String wrongVersion = updateTable("17", 1);
        JsonNode error = refused(
                transact(createPartition("1"), updateTable(table().versionId(), 5), wrongVersion),
                "ConcurrentModificationException",
                2);
        assertThat(error.get("Message").asText()).startsWith("Change 2 (UpdateTable): Update table failed");
        assertThat(days()).isEmpty();
        assertThat(table().parameters()).containsEntry("n", "0");
        // Nothing is left locked.
        assertThat(transact(createPartition("1")).statusCode()).isEqualTo(200);
    }

    @Test
    void undoesEverythingForOneItemOfABatch() throws Exception {
        String batch =
                "{\"BatchCreatePartition\":{\"DatabaseName\":\"%s\",\"TableName\":\"orders\",\"PartitionInputList\":[%s,%s]}}"
                        .formatted(database, partition("3", "s3://lake/3/"), partition("1", "s3://lake/1/"));
        refused(transact(createPartition("1"), batch), "AlreadyExistsException", 1);
        assertThat(days()).isEmpty();
    }

    @Test
    void movesAPartitionOnlyFromWhereItIsExpected() throws Exception {
        transact(createPartition("1"));
        assertThat(transact(movePartition("1", "s3://lake/new/", "s3://lake/1/"))
                        .statusCode())
                .isEqualTo(200);
        refused(
                transact(createPartition("2"), movePartition("1", "s3://lake/other/", "s3://lake/1/")),
                "ConcurrentModificationException",
                1);
        Partition partition = glue.getPartition(request ->
                        request.databaseName(database).tableName("orders").partitionValues("1"))
                .partition();
        assertThat(partition.storageDescriptor().location()).isEqualTo("s3://lake/new/");
        assertThat(days()).containsExactly("1");
        refused(
                transact(createPartition("2").replaceFirst("\\{", "{\"ExpectedLocation\":\"s3://a/\",")),
                "ValidationException",
                0);
    }

    /** Each takes the version that it read, adds one and makes a partition: the losers leave no partition behind. */
    @Test
    void oneOfManyWinsEachVersion() throws Exception {
        int threads = 8;
        int rounds = 10;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                futures.add(executor.submit(() -> race(number, rounds)));
            }
            int won = 0;
            for (Future<Integer> future : futures) {
                won += future.get();
            }
            assertThat(won).isPositive();
            assertThat(table().parameters()).containsEntry("n", Integer.toString(won));
            assertThat(days()).hasSize(won);
        } finally {
            executor.shutdownNow();
        }
    }

    private int race(int thread, int rounds) throws Exception {
        int won = 0;
        for (int round = 0; round < rounds; round++) {
            Table seen = table();
            int next = Integer.parseInt(seen.parameters().get("n")) + 1;
            HttpResponse<String> answer =
                    transact(createPartition(thread + "-" + round), updateTable(seen.versionId(), next));
            if (answer.statusCode() == 200) {
                won++;
            } else {
                refused(answer, "ConcurrentModificationException", 1);
            }
        }
        return won;
    }

    @Test
    void checksEveryChangeAsItsOwnOperationDoes() throws Exception {
        JsonNode missing = refused(
                transact(createPartition("1"), "{\"DeleteTable\":{\"DatabaseName\":\"d\"}}"), "ValidationException", 1);
        assertThat(missing.get("Message").asText()).contains("Value null at 'name'");
        refused(transact("{\"CreateTable\":{\"DatabaseName\":1}}"), "SerializationException", 0);
        refused(transact("{\"CreateTable\":[]}"), "SerializationException", 0);
        refused(transact("{\"GetTable\":{\"DatabaseName\":\"d\",\"Name\":\"t\"}}"), "ValidationException", 0);
        refused(
                transact("{\"CreateTable\":{\"DatabaseName\":\"d\",\"TableInput\":{\"Name\":\"lake\"},"
                        + "\"OpenTableFormatInput\":{\"IcebergInput\":{\"MetadataOperation\":\"CREATE\"}}}}"),
                "ValidationException",
                0);
        refused(transact("{\"StartJobRun\":{\"JobName\":\"j\"}}"), "ValidationException", 0);
        refused(transact("{}"), "ValidationException", 0);
        refused(
                transact("{\"DeleteDatabase\":{\"Name\":\"a\"},\"DeleteTable\":{\"Name\":\"a\"}}"),
                "ValidationException",
                0);
        assertThat(days()).isEmpty();
    }

    @Test
    void takesAtMostAThousandChanges() throws Exception {
        String thousand =
                IntStream.range(0, 1000).mapToObj(i -> createPartition("p" + i)).collect(Collectors.joining(","));
        HttpResponse<String> more = calls.transact("{\"Changes\":[" + thousand + "," + createPartition("x") + "]}");
        assertThat(more.statusCode()).isEqualTo(400);
        assertThat(more.body()).contains("ValidationException").contains("at most 1000 changes");
        assertThat(days()).isEmpty();
        assertThat(calls.transact("{\"Changes\":[" + thousand + "]}").statusCode())
                .isEqualTo(200);
        assertThat(transact().statusCode()).isEqualTo(400);
    }

    @Test
    void refusesWhatIsNoTransaction() throws Exception {
        for (String body : new String[] {
            "",
            "[]",
            "{\"Changes\":{}}",
            "{\"Changes\":[[]]}",
            "{\"Changes\":[",
            "{\"Changes\":[]} x",
            "{\"Changes\":null}"
        }) {
            HttpResponse<String> answer = calls.transact(body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).as(body).containsPattern("SerializationException|ValidationException");
        }
        assertThatThrownBy(() ->
                        glue.getTable(request -> request.databaseName(database).name("other")))
                .isInstanceOf(EntityNotFoundException.class);
    }
}
