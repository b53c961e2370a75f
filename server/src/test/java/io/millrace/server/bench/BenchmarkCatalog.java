package io.millrace.server.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The catalog's calls a second and their latencies, over HTTP with signatures: {@code ./ci/bench catalog}. Server and load share
 * the machine, which should be idle. Ends with 1 when a bar does not hold.
 *
 * <p>The table of the filters has three keys: 30 partitions of each {@code tenant}, 30 of each {@code day}, spread over all
 * tenants, and a number {@code n} of its own for each. So every filter selects 30 partitions however many there are.
 */
final class BenchmarkCatalog {
    private static final int CONNECTIONS = 4;
    private static final int COLUMNS = 40;
    private static final int BATCH = 100;
    private static final int WARM_UP_CALLS = 3_000;
    private static final int LISTED = 100_000;
    private static final int SEGMENTS = 8;
    private static final String FILTERED_TABLE = "filtered";
    private static final String LISTED_TABLE = "listed";

    private static final double GET_TABLE_BAR = 4_000;
    private static final double PARTITIONS_BAR = 20_000;
    private static final double FILTER_BAR_MILLIS = 10;

    /** How long the store may take for an index of its own. */
    private static final Duration INDEX_PATIENCE = Duration.ofMinutes(3);

    /** Eight pages of 1,000 partitions in the making take about 120; the whole list would be more than a gigabyte. */
    private static final double LISTING_HEAP_BAR_MEGABYTES = 256;

    private final BenchmarkReport report = new BenchmarkReport("catalog");
    private final ServeProcess server;
    private final boolean quick;
    private final Duration time;

    private BenchmarkCatalog(ServeProcess server, boolean quick) {
        this.server = server;
        this.quick = quick;
        this.time = Duration.ofSeconds(quick ? 1 : 10);
    }

    public static void main(String[] arguments) throws IOException {
        List<String> options = List.of(arguments);
        int postgres = options.indexOf("--postgres");
        String settings = postgres < 0 ? "" : "catalog.url=" + options.get(postgres + 1) + "\n";
        int exit;
        try (ServeProcess server = ServeProcess.start(settings)) {
            BenchmarkCatalog benchmark = new BenchmarkCatalog(server, options.contains("--quick"));
            benchmark.run();
            exit = options.contains("--json") ? benchmark.report.printJson() : benchmark.report.printTable();
        }
        System.exit(exit);
    }

    private void run() throws IOException {
        setUp("CreateDatabase", CatalogRequests.createDatabase());
        try (Load load = new Load(server, CONNECTIONS)) {
            tables(load);
            long partitions = quick ? 100_000 : 1_000_000;
            setUp("CreateTable", CatalogRequests.createTable("warm", 0));
            setUp("CreateTable", CatalogRequests.createTable(LISTED_TABLE, 10));
            setUp("CreateTable", CatalogRequests.createTable(FILTERED_TABLE, 0));
            // What the first batches teach the compilers is no one's figure.
            create(load, "warm", 0, quick ? 20_000 : 50_000, 0);
            createPartitions(load, LISTED_TABLE, LISTED, 10);
            createPartitions(load, FILTERED_TABLE, partitions, 0);
            filters(partitions);
        }
        listing();
        report.add("database", server.databaseMegabytes(), "MB");
    }

    /** On a connection of its own: the server closes those that are silent for long. */
    private void setUp(String operation, String body) throws IOException {
        try (SignedConnection connection = server.connect()) {
            connection.call(operation, body);
        }
    }

    private void tables(Load load) throws IOException {
        setUp("CreateTable", CatalogRequests.createTable("wide", COLUMNS));
        String getTable = CatalogRequests.table("wide");
        // The first calls of a server's life are those of its compilers, which share the two cores with it.
        load.forTime(
                time.multipliedBy(quick ? 5 : 2),
                (connection, worker, number) -> connection.call("GetTable", getTable));
        measure(load, "GetTable (40 columns)", (connection, worker, number) -> connection.call("GetTable", getTable));
        report.checkAtLeast("GetTable (40 columns)", GET_TABLE_BAR);

        AtomicLong created = new AtomicLong();
        measure(
                load,
                "CreateTable (40 columns)",
                (connection, worker, number) -> connection.call(
                        "CreateTable", CatalogRequests.createTable("made" + created.getAndIncrement(), COLUMNS)));

        long[] versions = new long[CONNECTIONS];
        for (int worker = 0; worker < CONNECTIONS; worker++) {
            setUp("CreateTable", CatalogRequests.createTable("swapped" + worker, COLUMNS));
        }
        measure(
                load,
                "UpdateTable with VersionId (40 columns)",
                (connection, worker, number) -> connection.call(
                        "UpdateTable", CatalogRequests.updateTable("swapped" + worker, COLUMNS, versions[worker]++)));
    }

    private void measure(Load load, String name, Load.Call call) {
        // Until the compilers have seen enough of it, however slow the machine is.
        load.times(quick ? WARM_UP_CALLS / 3 : WARM_UP_CALLS, call);
        load.forTime(time, call);
        for (int run = 0; run < (quick ? 1 : 3); run++) {
            Load.Measured measured = load.forTime(time, call);
            report.add(name, measured.callsPerSecond(), "calls/s");
            latencies(name, measured);
        }
    }

    private void latencies(String name, Load.Measured measured) {
        report.add(name + " p50", measured.latencies().percentileMillis(50), "ms");
        report.add(name + " p99", measured.latencies().percentileMillis(99), "ms");
        report.add(name + " server CPU", measured.serverCpuMillisPerCall(), "ms/call");
    }

    private void createPartitions(Load load, String table, long count, int columns) {
        String name = "BatchCreatePartition (100, " + columns + " columns)";
        for (long first = 0; first < count; first += LISTED) {
            Load.Measured measured = create(load, table, first, count, columns);
            report.add(name, measured.callsPerSecond() * BATCH, "partitions/s");
            latencies(name, measured);
        }
        report.checkAtLeast(name, PARTITIONS_BAR);
    }

    private static Load.Measured create(Load load, String table, long first, long total, int columns) {
        long calls = Math.min(LISTED, total - first) / BATCH;
        return load.times(calls, (connection, worker, number) -> {
            String answer = connection.call(
                    "BatchCreatePartition",
                    CatalogRequests.batchCreate(table, first + number * BATCH, BATCH, total, columns));
            if (!answer.equals("{}") && !answer.equals("{\"Errors\":[]}")) {
                throw new IllegalStateException(answer);
            }
        });
    }

    private void filters(long partitions) throws IOException {
        long n = partitions / 2;
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("first key =", "tenant = '" + CatalogRequests.tenant(CatalogRequests.GROUP * 17L) + "'");
        filters.put("second key =", "day = '" + CatalogRequests.day(17, partitions) + "'");
        filters.put("int key BETWEEN", "n BETWEEN " + n + " AND " + (n + CatalogRequests.GROUP - 1));
        filters.put(
                "first key LIKE, int key >=",
                "tenant LIKE '" + CatalogRequests.tenant(CatalogRequests.GROUP * 23L) + "%' AND n >= 0");
        try (Load one = new Load(server, 1)) {
            filters.forEach((kind, expression) -> {
                String name = "GetPartitions (30 of " + partitions + ", " + kind + ")";
                String body = CatalogRequests.filtered(FILTERED_TABLE, expression);
                Load.Call call = (connection, worker, number) -> requireGroup(connection.call("GetPartitions", body));
                awaitIndex(name, one, call);
                one.forTime(time.dividedBy(2), call);
                Load.Measured measured = one.forTime(time.dividedBy(2), call);
                report.add(name, measured.callsPerSecond(), "calls/s");
                latencies(name, measured);
                report.checkBelow(name + " p50", FILTER_BAR_MILLIS);
            });
        }
    }

    /** A later key is found by seeks, one for each value of the keys before it, until the store has made an index of itself. */
    private void awaitIndex(String name, Load one, Load.Call call) {
        long begin = System.nanoTime();
        double last = millis(one, call);
        report.add(name + " first call", last, "ms");
        while (last > FILTER_BAR_MILLIS && System.nanoTime() - begin < INDEX_PATIENCE.toNanos()) {
            last = millis(one, call);
        }
        report.add(name + " fast after", (System.nanoTime() - begin) / 1e9, "s");
    }

    private static double millis(Load one, Load.Call call) {
        long begin = System.nanoTime();
        one.times(1, call);
        return (System.nanoTime() - begin) / 1e6;
    }

    private static void requireGroup(String answer) {
        int found = count(answer);
        if (found != CatalogRequests.GROUP) {
            throw new IllegalStateException("The filter found " + found + " partitions");
        }
    }

    private static int count(String answer) {
        int count = 0;
        for (int at = answer.indexOf("\"Values\":"); at >= 0; at = answer.indexOf("\"Values\":", at + 1)) {
            count++;
        }
        return count;
    }

    /** Once for the time, then again while full collections show how much of the heap is really used. */
    private void listing() throws IOException {
        String name = "Listing " + LISTED + " (10 columns, " + SEGMENTS + " segments)";
        double before = server.liveHeapMegabytes();
        try (Load load = new Load(server, SEGMENTS)) {
            for (int run = 0; run < (quick ? 1 : 3); run++) {
                AtomicLong listed = new AtomicLong();
                Load.Measured measured = load.times(
                        SEGMENTS,
                        (connection, worker, segment) -> listed.addAndGet(listSegment(connection, (int) segment)));
                if (listed.get() != LISTED) {
                    throw new IllegalStateException("Listed " + listed.get() + " partitions");
                }
                report.add(name, LISTED / measured.seconds(), "partitions/s");
            }
            report.add(name + " live heap before", before, "MB");
            double during = liveHeapWhileListing(load);
            report.add(name + " live heap at most", during, "MB");
            report.add(name + " heap growth", Math.max(0, during - before), "MB");
            report.add(name + " peak resident memory", server.residentMegabytes("VmHWM"), "MB");
        }
        report.checkBelow(name + " heap growth", LISTING_HEAP_BAR_MEGABYTES);
    }

    private static long listSegment(SignedConnection connection, int segment) throws IOException {
        long count = 0;
        String token = "";
        do {
            String page =
                    connection.call("GetPartitions", CatalogRequests.page(LISTED_TABLE, segment, SEGMENTS, token));
            count += count(page);
            token = nextToken(page);
        } while (!token.isEmpty());
        return count;
    }

    private static String nextToken(String page) {
        String member = "\"NextToken\":\"";
        int at = page.lastIndexOf(member);
        return at < 0 ? "" : page.substring(at + member.length(), page.indexOf('"', at + member.length()));
    }

    private double liveHeapWhileListing(Load load) throws IOException {
        AtomicBoolean done = new AtomicBoolean();
        Thread lister = new Thread(() -> {
            for (int round = 0; round < (quick ? 1 : 3); round++) {
                load.times(SEGMENTS, (connection, worker, segment) -> listSegment(connection, (int) segment));
            }
            done.set(true);
        });
        lister.start();
        double most = 0;
        while (!done.get() && lister.isAlive()) {
            most = Math.max(most, server.liveHeapMegabytes());
        }
        return most;
    }
}
