package io.millrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.TestingServer;
import io.millrace.server.auth.AccessKey;
import io.millrace.server.wire.model.ApiModel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged requests to every Glue operation of a whole server: never a 5xx, never a hang, never a stack trace on the wire. */
final class ITHostileRequests {
    private static final int ROUNDS = 10_000;

    @TempDir
    private static Path folder;

    private static TestingServer server;
    private static RawCalls calls;
    private static List<String> operations;

    @BeforeAll
    static void start() throws Exception {
        server = TestingServer.start(folder);
        var key = server.server().administratorKey();
        calls = new RawCalls(server.server().endpoint(), AccessKey.of(key.accessKeyId(), key.secretAccessKey()));
        operations = served();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> served() throws IOException, InterruptedException {
        List<String> served = new ArrayList<>();
        for (String operation : new TreeSet<>(ApiModel.load("glue").operations().keySet())) {
            if (!calls.glue(operation, "[]").body().contains("UnknownOperationException")) {
                served.add(operation);
            }
        }
        assertThat(served).contains("CreateTable", "GetPartitions", "StartJobRun", "CreateTrigger");
        return served;
    }

    @Test
    void neverFailsOnSoundRequests() throws Exception {
        long seed = 20261122;
        RequestSamples samples = new RequestSamples(ApiModel.load("glue"), new Random(seed));
        Set<String> accepted = new TreeSet<>();
        for (int round = 0; round < 12; round++) {
            makeATable();
            List<String> shuffled = new ArrayList<>(operations);
            Collections.shuffle(shuffled, new Random(seed + round));
            for (String operation : shuffled) {
                String body = samples.request(operation).toString();
                HttpResponse<String> answer = calls.glue(operation, body);
                assertHarmless(answer, "seed " + seed + ": " + operation + " " + body);
                assertThat(answer.body()).as(operation + " " + body).doesNotContain("SerializationException");
                if (answer.statusCode() == 200) {
                    accepted.add(operation);
                }
            }
        }
        // Requests that nothing accepts would test the validation alone.
        assertThat(accepted)
                .contains("GetDatabase", "GetTable", "GetPartitions", "CreateJob")
                .hasSizeGreaterThan(20);
    }

    /** What most requests name; another one may have removed it. */
    private static void makeATable() throws IOException, InterruptedException {
        calls.glue("CreateDatabase", "{\"DatabaseInput\":{\"Name\":\"orders\"}}");
        String table = "{\"Name\":\"orders\",\"PartitionKeys\":[{\"Name\":\"day\",\"Type\":\"string\"}]}";
        calls.glue("CreateTable", "{\"DatabaseName\":\"orders\",\"TableInput\":" + table + "}");
    }

    @Test
    void neverFailsOnDamagedRequests() throws Exception {
        long seed = 20261123;
        Random random = new Random(seed);
        RequestSamples samples = new RequestSamples(ApiModel.load("glue"), random);
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 500 == 0) {
                makeATable();
            }
            String operation = operations.get(round % operations.size());
            byte[] good = samples.request(operation).toString().getBytes(StandardCharsets.UTF_8);
            byte[] spoiled = Mutations.spoil(good, random);
            Map<String, String> headers = calls.signedGlue(operation, spoiled, Instant.now());
            if (random.nextInt(20) == 0) {
                Mutations.spoilHeader(headers, random);
            }
            assertHarmless(
                    calls.send("POST", "/", headers, spoiled),
                    "seed %d, round %d: %s %s"
                            .formatted(seed, round, operation, new String(spoiled, StandardCharsets.UTF_8)));
        }
        assertThat(calls.glue("GetDatabases", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesDeepValuesOfEveryMember() throws Exception {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        String deepObjects = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
        RequestSamples samples = new RequestSamples(ApiModel.load("glue"), new Random(1));
        for (String operation : operations) {
            ObjectNode request = samples.request(operation);
            List<String> members = new ArrayList<>();
            request.fieldNames().forEachRemaining(members::add);
            members.add("Unknown");
            String member = members.get(0);
            for (String value : new String[] {deep, deepObjects}) {
                HttpResponse<String> answer = calls.glue(operation, "{\"" + member + "\":" + value + "}");
                assertHarmless(answer, operation + " " + member);
                assertThat(answer.body()).as(operation).contains("SerializationException");
            }
        }
    }

    @Test
    void readsNoMoreThanAServiceTakes() throws Exception {
        byte[] body = new byte[ServiceDefinition.DEFAULT_MAX_BODY_BYTES + 1];
        HttpResponse<String> answer = calls.send("POST", "/", calls.signedGlue("GetTable", body, Instant.now()), body);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("longer than " + ServiceDefinition.DEFAULT_MAX_BODY_BYTES + " bytes");
    }

    private static void assertHarmless(HttpResponse<String> answer, String what) {
        assertThat(answer.statusCode()).as(what + "\n" + answer.body()).isBetween(200, 499);
        assertThat(answer.body())
                .as(what)
                .doesNotContain("\tat ", "\\tat ", "io.millrace.", "java.lang.", "org.jdbi", "org.sqlite", "SQLITE_");
    }
}
