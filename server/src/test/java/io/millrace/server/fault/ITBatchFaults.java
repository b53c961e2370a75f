package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.fault.TestingFaultProxy.Outage;
import io.millrace.server.fault.TestingFaultProxy.Request;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;

/**
 * Runs of a bookmarked job, in processes of their own, against a server and a store that fail at chosen requests, with drivers that are
 * killed at them. Every run has one input more than the one before. After each fault SQL finds the rows of the inputs that were committed, all of them
 * or none of a run's; after a run without fault every row exactly once.
 */
class ITBatchFaults {
    @TempDir
    static Path folder;

    private static TestingFaultyServer server;
    private static TestingFaultProxy catalog;
    private static TestingDriver driver;
    private static TestingDriver standby;

    private final List<String> expected = new ArrayList<>();
    private String table = "";
    private List<String> known = List.of();

    @BeforeAll
    static void start() throws IOException, URISyntaxException {
        server = TestingFaultyServer.start(folder);
        catalog = TestingFaultProxy.before(server.endpoint());
        driver = newDriver();
        standby = newDriver();
    }

    @AfterAll
    static void stop() throws IOException {
        driver.close();
        standby.close();
        catalog.close();
        server.close();
    }

    private static TestingDriver newDriver() throws IOException, URISyntaxException {
        Map<String, String> environment = server.environment(catalog);
        return TestingDriver.start(environment, folder.resolve("driver.log"));
    }

    private void create(String name) {
        table = name;
        server.glue()
                .createTable(create -> create.databaseName("raw")
                        .tableInput(input -> input.name(name)
                                .tableType("EXTERNAL_TABLE")
                                .parameters(Map.of("classification", "csv"))
                                .storageDescriptor(storage -> storage.location("s3://raw/" + name + "/")
                                        .columns(column("p", "string"), column("v", "bigint"))
                                        .inputFormat("org.apache.hadoop.mapred.TextInputFormat")
                                        .outputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
                                        .serdeInfo(serde -> serde.serializationLibrary(
                                                        "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe")
                                                .parameters(Map.of("field.delim", ","))))));
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    /** One more input, with rows for two partitions, and a run. */
    private String run() throws IOException, URISyntaxException {
        int number = expected.size();
        server.put(table + "/" + number + ".csv", "a,%d\nb,%d\n".formatted(number, number + 1));
        expected.add(Integer.toString(number));
        expected.add(Integer.toString(number + 1));
        return again();
    }

    private String again() throws IOException, URISyntaxException {
        String result = driver.run(List.of(
                "--source-database=raw",
                "--source-table=" + table,
                "--target-path=s3://lake/" + table + "/",
                "--target-database=lake",
                "--target-table=" + table,
                "--partition-keys=p",
                "--job-bookmark-option=job-bookmark-enable"));
        if (result.equals("dead")) {
            driver.kill();
            driver = standby;
            standby = newDriver();
        }
        return result;
    }

    private List<String> rows() {
        return server.findTable("lake", table).isEmpty()
                ? List.of()
                : server.queryColumn("SELECT v FROM lake.%s ORDER BY v".formatted(table));
    }

    /** The table is as before the run, or has all its inputs. */
    private void assertBeforeOrAfter(String what) {
        List<String> rows = rows();
        assertThat(rows).as(what).isIn(known, expected);
        known = rows;
    }

    private void assertEachRowOnce(String what) throws IOException, URISyntaxException {
        assertThat(again()).as("the run after: " + what).isEqualTo("done");
        assertThat(rows()).as("after: " + what).isEqualTo(expected);
        known = List.copyOf(expected);
        assertThat(server.findTable("lake", table).orElseThrow().parameters().keySet())
                .noneMatch(key -> key.startsWith("millrace."));
    }

    /** The request that is the {@code number}th of its kind, from 1. */
    private static Predicate<Request> nth(int number, Predicate<Request> kind) {
        AtomicInteger seen = new AtomicInteger();
        return request -> kind.test(request) && seen.incrementAndGet() == number;
    }

    private static Predicate<Request> from(int number, Predicate<Request> kind) {
        AtomicInteger seen = new AtomicInteger();
        return request -> kind.test(request) && seen.incrementAndGet() >= number;
    }

    private static boolean isTransaction(Request request) {
        return request.action().equals("Millrace.Transact");
    }

    private Predicate<Request> completion() {
        String target = "/lake/" + table + "/";
        return request -> request.method().equals("POST")
                && request.target().startsWith(target)
                && request.target().contains("uploadId=");
    }

    private Predicate<Request> part() {
        String target = "/lake/" + table + "/";
        return request -> request.method().equals("PUT")
                && request.target().startsWith(target)
                && request.target().contains("partNumber=");
    }

    private Predicate<Request> killing(Predicate<Request> kind) {
        TestingDriver victim = driver;
        return request -> {
            boolean hit = kind.test(request);
            if (hit) {
                victim.kill();
            }
            return hit;
        };
    }

    private void fault(String what, Outage outage) throws IOException, URISyntaxException {
        String result = run();
        // The proxy may still be busy with the request at which it killed the driver.
        await().untilAsserted(() ->
                assertThat(outage.refused()).as("faults of: " + what).isPositive());
        outage.end();
        System.out.println("fault: " + what + ": " + result);
        assertBeforeOrAfter(what);
    }

    @Test
    void noRowIsLostOrDoubledWhenAnswersFailToCome() throws IOException, URISyntaxException {
        create("answers");
        assertThat(run()).isEqualTo("done");
        known = List.copyOf(expected);
        fault("the answer to begin is lost", catalog.loseAnswers(1, nth(1, ITBatchFaults::isTransaction)));
        fault("the answer to commit is lost", catalog.loseAnswers(1, nth(2, ITBatchFaults::isTransaction)));
        fault("all answers to commit are lost", catalog.loseAnswers(9, from(2, ITBatchFaults::isTransaction)));
        fault("begin is refused", catalog.refuseAll(ITBatchFaults::isTransaction));
        fault("commit is refused", catalog.refuseAll(from(2, ITBatchFaults::isTransaction)));
        assertEachRowOnce("the catalog's faults");
        fault("503 to the parts of an upload", server.proxy().refuse(2, part()));
        fault("the answer to a part is lost", server.proxy().loseAnswers(1, part()));
        fault("503 to a completion", server.proxy().refuse(2, completion()));
        fault("the answer to a completion is lost", server.proxy().loseAnswers(1, completion()));
        assertEachRowOnce("the store's faults");
    }

    @Test
    void noRowIsLostOrDoubledWhenDriversAreKilled() throws IOException, URISyntaxException {
        create("kills");
        assertThat(run()).isEqualTo("done");
        known = List.copyOf(expected);
        fault("killed when begin had landed", catalog.loseAnswers(1, killing(nth(1, ITBatchFaults::isTransaction))));
        fault("killed between two objects", server.proxy().refuse(1, killing(nth(2, completion()))));
        fault("killed before commit", catalog.refuse(1, killing(nth(2, ITBatchFaults::isTransaction))));
        fault("killed when commit had landed", catalog.loseAnswers(1, killing(nth(2, ITBatchFaults::isTransaction))));
        assertEachRowOnce("four kills");
    }

    @Tag("long")
    @Test
    void noRowIsLostOrDoubledInAHundredDeathsAtRandom() throws IOException, URISyntaxException {
        create("random");
        assertThat(run()).isEqualTo("done");
        known = List.copyOf(expected);
        Random random = new Random(20261122);
        for (int death = 0; death < 100; death++) {
            int request = 1 + random.nextInt(60);
            boolean landed = random.nextBoolean();
            TestingFaultProxy proxy = random.nextInt(3) == 0 ? catalog : server.proxy();
            Predicate<Request> kind = killing(nth(request, any -> true));
            Outage outage = landed ? proxy.loseAnswers(1, kind) : proxy.refuse(1, kind);
            run();
            outage.end();
            assertBeforeOrAfter("death %d at request %d".formatted(death, request));
            if (death % 10 == 9) {
                assertEachRowOnce("death " + death);
            }
        }
    }
}
