package io.millrace.server.fault;

import static io.millrace.server.fault.TestingJob.nth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of bookmarked jobs while processes are killed around them: the server's, the object store's, a task's; beside other runs of the same job; on a
 * disk that is full. Moments are random, by a seed that is printed.
 */
class ITProcessFaults {
    private static final long SEED = Long.getLong("millrace.test.seed", System.nanoTime());
    private static final Random RANDOM = new Random(SEED);

    @TempDir
    static Path folder;

    private static boolean small;
    private static TestingSmallDisk disk;
    private static TestingProcesses processes;
    private static TestingFaultyServer server;
    private static TestingFaultProxy catalog;
    private static TestingDrivers drivers;

    @BeforeAll
    static void start() throws IOException, URISyntaxException, InterruptedException {
        System.out.println("seed " + SEED);
        small = TestingSmallDisk.isPossible();
        if (small) {
            disk = TestingSmallDisk.mount(folder.resolve("small"), 64);
        }
        processes = TestingProcesses.in(small ? disk.folder() : folder, TestingFaultyServer.KEY);
        server = TestingFaultyServer.of(processes);
        catalog = TestingFaultProxy.before(server.endpoint());
        drivers = new TestingDrivers(server.environment(catalog), folder.resolve("driver.log"));
    }

    @AfterAll
    static void stop() throws Exception {
        drivers.close();
        catalog.close();
        server.close();
        if (small) {
            disk.close();
        }
    }

    private static TestingJob job(String table, String... more) throws IOException, URISyntaxException {
        TestingJob job = new TestingJob(server, drivers, table, more);
        job.succeeds();
        return job;
    }

    @Test
    void noRowIsLostOrDoubledWhenTheServerIsKilled() throws IOException, URISyntaxException {
        TestingJob job = job("server");
        for (int transaction = 1; transaction <= 2; transaction++) {
            int millis = RANDOM.nextInt(30);
            TestingStrike strike = TestingStrike.at(
                    catalog,
                    nth(transaction, TestingJob::isTransaction),
                    millis,
                    TestingProcessFault.server(processes));
            job.survives(
                    "server killed %d ms after transaction %d came".formatted(millis, transaction), strike::endStruck);
        }
    }

    @Test
    void noRowIsLostOrDoubledWhenTheStoreIsKilled() throws IOException, URISyntaxException {
        TestingJob job = job("store", "--write-mode=overwrite-partitions");
        int millis = RANDOM.nextInt(30);
        TestingStrike parts =
                TestingStrike.at(server.proxy(), nth(1, job.part()), millis, TestingProcessFault.store(processes));
        job.survives("store killed %d ms after a part came".formatted(millis), parts::endStruck);
        TestingStrike completions = TestingStrike.at(
                server.proxy(), nth(1, job.completion()), millis, TestingProcessFault.store(processes));
        job.survives("store killed %d ms after a completion came".formatted(millis), completions::endStruck);
    }

    @Test
    void aTaskWhoseProcessIsKilledIsDoneAgain() throws IOException, URISyntaxException {
        try (TestingDrivers cluster =
                TestingDrivers.withExecutors(server.environment(catalog), folder, folder.resolve("cluster.log"))) {
            TestingJob job = new TestingJob(server, cluster, "task");
            job.succeeds();
            TestingStrike strike = TestingStrike.at(server.proxy(), nth(1, job.part()), 0, () -> {
                List<ProcessHandle> executors = cluster.current().descendants();
                assertThat(executors).isNotEmpty();
                executors.forEach(ProcessHandle::destroyForcibly);
                return executors;
            });
            assertThat(job.survives("a task's process is killed while it writes", strike::endStruck))
                    .isEqualTo("done");
        }
    }

    @Test
    void ofTwoRunsAtOnceOneWinsOrBothDoDifferentWork() throws IOException, URISyntaxException {
        TestingJob job = job("two");
        for (int round = 0; round < 2; round++) {
            List<String> after = job.put();
            CompletableFuture<String> other =
                    CompletableFuture.supplyAsync(() -> drivers.other().run(job.arguments()));
            List<String> results = List.of(job.run(), other.join());
            System.out.println("fault: two runs at once: " + results);
            assertThat(results)
                    .contains("done")
                    .allMatch(result -> result.equals("done")
                            || result.contains("wrote table lake.two at the same time")
                            || result.contains("is writing table lake.two"));
            job.assertBeforeOrAfter("two runs at once", after);
            job.assertRuns("two runs at once", after);
        }
    }

    @Test
    void aFullDiskOfStoreAndCatalogLosesNothing() throws IOException, URISyntaxException {
        assumeTrue(small, "Only root can mount a small disk");
        TestingJob job = job("filled");
        TestingStrike beforeParts =
                TestingStrike.at(server.proxy(), nth(1, job.part()), 0, TestingProcessFault.full(disk));
        assertThat(job.survives("the disk is full when objects are written", () -> {
                    beforeParts.endStruck();
                    disk.free();
                }))
                .startsWith("failed");
        TestingStrike beforeCommit =
                TestingStrike.at(server.proxy(), nth(2, job.completion()), 0, TestingProcessFault.full(disk));
        job.survives("the disk is full when the batch is committed", () -> {
            beforeCommit.endStruck();
            disk.free();
        });
    }
}
