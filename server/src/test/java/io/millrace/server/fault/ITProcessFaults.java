package io.millrace.server.fault;

import static io.millrace.server.fault.TestingJob.nth;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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

    private static TestingFaultLab lab;

    @BeforeAll
    static void start() throws IOException, URISyntaxException {
        System.out.println("seed " + SEED);
        lab = TestingFaultLab.startProcesses(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        lab.close();
    }

    @Test
    void noRowIsLostOrDoubledWhenTheServerIsKilled() throws IOException, URISyntaxException {
        TestingJob job = lab.job("server");
        for (int transaction = 1; transaction <= 2; transaction++) {
            int millis = RANDOM.nextInt(30);
            TestingStrike strike = TestingStrike.at(
                    lab.catalog(), nth(transaction, TestingJob::isTransaction), millis, lab.replacingServer());
            job.survives(
                    "server killed %d ms after transaction %d came".formatted(millis, transaction), strike::endStruck);
        }
    }

    @Test
    void noRowIsLostOrDoubledWhenTheStoreIsKilled() throws IOException, URISyntaxException {
        TestingJob job = lab.job("store", "--write-mode=overwrite-partitions");
        int millis = RANDOM.nextInt(30);
        TestingStrike parts = TestingStrike.at(lab.store(), nth(1, job.part()), millis, lab.replacingStore());
        job.survives("store killed %d ms after a part came".formatted(millis), parts::endStruck);
        TestingStrike completions =
                TestingStrike.at(lab.store(), nth(1, job.completion()), millis, lab.replacingStore());
        job.survives("store killed %d ms after a completion came".formatted(millis), completions::endStruck);
    }

    @Tag("long")
    @Test
    void aTaskWhoseProcessIsKilledIsDoneAgain() throws IOException, URISyntaxException {
        try (TestingDrivers cluster = lab.cluster()) {
            TestingJob job = new TestingJob(lab.server(), cluster, "task");
            job.succeeds();
            TestingStrike strike = TestingStrike.at(lab.store(), nth(1, job.part()), 0, cluster::killExecutors);
            assertThat(job.survives("a task's process is killed while it writes", strike::endStruck))
                    .isEqualTo("done");
        }
    }

    @Test
    void ofTwoRunsAtOnceOneWinsOrBothDoDifferentWork() throws IOException, URISyntaxException {
        lab.job("two").survivesTwoAtOnce(lab.drivers());
    }

    @Test
    void aFullDiskOfStoreAndCatalogLosesNothing() throws IOException, URISyntaxException {
        TestingSmallDisk disk = lab.disk();
        TestingJob job = lab.job("filled");
        TestingStrike beforeParts = TestingStrike.at(lab.store(), nth(1, job.part()), 0, disk::fill);
        job.survives("the disk is full when objects are written", () -> {
            beforeParts.endStruck();
            disk.free();
        });
        TestingStrike beforeCommit = TestingStrike.at(lab.store(), nth(2, job.completion()), 0, disk::fill);
        job.survives("the disk is full when the batch is committed", () -> {
            beforeCommit.endStruck();
            disk.free();
        });
    }

    @Tag("long")
    @Test
    void noRowIsLostOrDoubledInAHundredFaults() throws IOException, URISyntaxException {
        List<String> report = new TestingFaultDraw(lab, RANDOM).survive(100);
        System.out.println("seed " + SEED + ": " + report);
    }
}
