package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.fault.TestingFaultProxy.Outage;
import io.millrace.server.fault.TestingFaultProxy.Request;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import software.amazon.awssdk.services.glue.model.Column;

/**
 * A job with a bookmark, from table {@code raw.<name>} of CSV files with {@code p,v} to {@code lake.<name>}, partitioned by {@code p}. Its inputs have a row for
 * each of two partitions, all with values of their own, so that a row that is lost or doubled shows.
 */
final class TestingJob {
    private final TestingFaultyServer server;
    private final TestingDrivers drivers;
    private final String table;
    private final List<String> arguments = new ArrayList<>();
    private List<String> rows = List.of();
    private int inputs;

    /** @param more arguments that take the place of, or are added to, those that every such job has */
    TestingJob(TestingFaultyServer server, TestingDrivers drivers, String table, String... more) {
        this.server = server;
        this.drivers = drivers;
        this.table = table;
        arguments.addAll(List.of(
                "--source-database=raw",
                "--source-table=" + table,
                "--target-path=s3://lake/" + table + "/",
                "--target-database=lake",
                "--target-table=" + table,
                "--partition-keys=p",
                "--job-bookmark-option=job-bookmark-enable"));
        arguments.addAll(List.of(more));
        createSource(server, table, column("p", "string"), column("v", "bigint"));
    }

    /** Registers a table of CSV files below {@code s3://raw/<name>/}. */
    static void createSource(TestingFaultyServer server, String name, Column... columns) {
        server.glue()
                .createTable(create -> create.databaseName("raw")
                        .tableInput(input -> input.name(name)
                                .tableType("EXTERNAL_TABLE")
                                .parameters(Map.of("classification", "csv"))
                                .storageDescriptor(storage -> storage.location("s3://raw/" + name + "/")
                                        .columns(columns)
                                        .inputFormat("org.apache.hadoop.mapred.TextInputFormat")
                                        .outputFormat("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat")
                                        .serdeInfo(serde -> serde.serializationLibrary(
                                                        "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe")
                                                .parameters(Map.of("field.delim", ","))))));
    }

    static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    /** One more input. @return the rows that the table has once it is processed */
    List<String> put() {
        List<String> after = new ArrayList<>(isReplacing() ? List.of() : rows);
        after.addAll(send());
        return after;
    }

    private List<String> send() {
        int number = inputs++;
        server.put(table + "/%05d.csv".formatted(number), "a,%d\nb,%d\n".formatted(2 * number, 2 * number + 1));
        return List.of(Integer.toString(2 * number), Integer.toString(2 * number + 1));
    }

    private boolean isReplacing() {
        return arguments.contains("--write-mode=overwrite-partitions");
    }

    TestingFaultyServer server() {
        return server;
    }

    String run() throws IOException, URISyntaxException {
        return drivers.run(arguments);
    }

    /** An input and a run that must succeed. */
    void succeeds() throws IOException, URISyntaxException {
        List<String> after = put();
        assertRuns("a run without fault", after);
    }

    /** {@link #survives(String, Runnable)} with a fault of a proxy, which must have come to pass. */
    String survives(String what, Outage outage) throws IOException, URISyntaxException {
        return survives(what, () -> {
            // The proxy may still be busy with the request at which it killed the driver.
            await().untilAsserted(() ->
                    assertThat(outage.refused()).as("faults of: " + what).isPositive());
            outage.end();
        });
    }

    /**
     * A run on one more input that meets a fault, and one that repairs: the table is as before the first, or as after it; and then as after it.
     *
     * @param over ends the fault when the run has ended
     */
    String survives(String what, Runnable over) throws IOException, URISyntaxException {
        List<String> after = put();
        long began = System.nanoTime();
        String result = run();
        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        over.run();
        System.out.println("fault: " + table + ": " + what + ": " + result + " (" + millis + " ms)");
        assertBeforeOrAfter(what, after);
        assertRuns(what, after);
        return result;
    }

    /** Two runs at the same time on one more input, and one that follows: one of the two wins, or both do different work. */
    void survivesTwoAtOnce(TestingDrivers both) throws IOException, URISyntaxException {
        List<String> after = put();
        CompletableFuture<String> other =
                CompletableFuture.supplyAsync(() -> both.other().run(arguments));
        List<String> results = List.of(run(), other.join());
        System.out.println("fault: " + table + ": two runs at once: " + results);
        assertThat(results)
                .contains("done")
                .allMatch(result -> result.equals("done")
                        || result.contains("at the same time")
                        || result.contains("just now")
                        || result.contains("is writing table lake." + table));
        assertBeforeOrAfter("two runs at once", after);
        assertRuns("two runs at once", after);
    }

    /** So many inputs that come evenly in that time, while one run follows the other; and one run more. @return how many runs there were */
    int survivesArrivals(int count, Duration time) throws IOException, URISyntaxException {
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        AtomicReference<List<String>> after = new AtomicReference<>(rows);
        AtomicInteger sent = new AtomicInteger();
        ScheduledFuture<?> arrivals = sender.scheduleAtFixedRate(
                () -> {
                    if (sent.get() < count) {
                        List<String> all = new ArrayList<>(after.get());
                        all.addAll(send());
                        after.set(all);
                        sent.incrementAndGet();
                    }
                },
                0,
                time.toNanos() / count,
                TimeUnit.NANOSECONDS);
        int runs = 0;
        try {
            while (sent.get() < count) {
                assertThat(arrivals.isDone()).as("an input could not be sent").isFalse();
                String result = run();
                assertThat(result).isEqualTo("done");
                runs++;
            }
        } finally {
            sender.shutdownNow();
        }
        assertRuns("arrivals", after.get());
        return runs + 1;
    }

    /** The table is as it was known, or as after the inputs that there are. */
    void assertBeforeOrAfter(String what, List<String> after) {
        assertThat(read()).as(what).isIn(rows, after);
    }

    /** A further run succeeds, and then the table has exactly these rows and no marks of batches. */
    void assertRuns(String what, List<String> after) throws IOException, URISyntaxException {
        assertThat(run()).as("the run after: " + what).isEqualTo("done");
        assertThat(read()).as("after: " + what).isEqualTo(after);
        assertThat(server.findTable("lake", table).orElseThrow().parameters().keySet())
                .noneMatch(key -> key.startsWith("millrace."));
        rows = List.copyOf(after);
    }

    private List<String> read() {
        return server.findTable("lake", table).isEmpty()
                ? List.of()
                : server.queryColumn("SELECT v FROM lake.%s ORDER BY v".formatted(table));
    }

    /** The request that is the {@code number}th of its kind, from 1. */
    static Predicate<Request> nth(int number, Predicate<Request> kind) {
        AtomicInteger seen = new AtomicInteger();
        return request -> kind.test(request) && seen.incrementAndGet() == number;
    }

    /** The {@code number}th of its kind and all after it. */
    static Predicate<Request> fromNth(int number, Predicate<Request> kind) {
        AtomicInteger seen = new AtomicInteger();
        return request -> kind.test(request) && seen.incrementAndGet() >= number;
    }

    /** {@code begin} is a run's first, {@code commit} its second. */
    static boolean isTransaction(Request request) {
        return request.action().equals("Millrace.Transact");
    }

    /** Iceberg's commit. */
    static boolean isUpdateTable(Request request) {
        return request.action().equals("AWSGlue.UpdateTable");
    }

    /** The last request of an upload into the target. */
    Predicate<Request> completion() {
        return request -> request.method().equals("POST") && isUpload(request, "uploadId=");
    }

    /** The bytes of an upload into the target. */
    Predicate<Request> part() {
        return request -> request.method().equals("PUT") && isUpload(request, "partNumber=");
    }

    /** What removes rows' objects of this table, or objects of several keys at once. */
    boolean isRemovalOfRows(Request request) {
        boolean one = request.method().equals("DELETE")
                && request.target().startsWith("/lake/" + table + "/p=")
                && request.target().endsWith(".parquet");
        return one || (request.method().equals("POST") && request.target().endsWith("?delete"));
    }

    private boolean isUpload(Request request, String parameter) {
        return request.target().startsWith("/lake/" + table + "/")
                && request.target().contains(parameter);
    }
}
