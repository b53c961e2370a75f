package io.millrace.server.fault;

import static io.millrace.server.fault.TestingJob.from;
import static io.millrace.server.fault.TestingJob.nth;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of bookmarked jobs, in processes of their own, against a server and a store that fail at chosen requests, with drivers that are
 * killed at them. After each fault SQL finds the rows from before the run or those from after it, and after one more run exactly the latter.
 */
class ITBatchFaults {
    @TempDir
    static Path folder;

    private static TestingFaultyServer server;
    private static TestingFaultProxy catalog;
    private static TestingDrivers drivers;

    @BeforeAll
    static void start() throws IOException, URISyntaxException {
        server = TestingFaultyServer.start(folder);
        catalog = TestingFaultProxy.before(server.endpoint());
        drivers = new TestingDrivers(server.environment(catalog), folder.resolve("driver.log"));
    }

    @AfterAll
    static void stop() throws Exception {
        drivers.close();
        catalog.close();
        server.close();
    }

    private static TestingJob job(String table, String... more) throws IOException, URISyntaxException {
        TestingJob job = new TestingJob(server, drivers, table, more);
        job.succeeds();
        return job;
    }

    @Test
    void noRowIsLostOrDoubledWhenAnswersFailToCome() throws IOException, URISyntaxException {
        TestingJob job = job("answers");
        job.survives("the answer to begin is lost", catalog.loseAnswers(1, nth(1, TestingJob::isTransaction)));
        job.survives("the answer to commit is lost", catalog.loseAnswers(1, nth(2, TestingJob::isTransaction)));
        job.survives("no answer to commit comes", catalog.loseAnswers(99, from(2, TestingJob::isTransaction)));
        job.survives("commit is refused", catalog.refuseAll(from(2, TestingJob::isTransaction)));
        job.survives("503 to the parts of an upload", server.proxy().refuse(2, job.part()));
        job.survives("500 to a part", server.proxy().fail(2, job.part()));
        job.survives("the answer to a part is lost", server.proxy().loseAnswers(1, job.part()));
        job.survives("500 to a completion", server.proxy().fail(1, job.completion()));
        job.survives("the answer to a completion is lost", server.proxy().loseAnswers(1, job.completion()));
    }

    @Test
    void noRowIsLostOrDoubledWhenDriversAreKilled() throws IOException, URISyntaxException {
        TestingJob job = job("kills");
        job.survives(
                "killed when begin had landed",
                catalog.loseAnswers(1, drivers.killing(nth(1, TestingJob::isTransaction))));
        job.survives("killed between two objects", server.proxy().refuse(1, drivers.killing(nth(2, job.completion()))));
        job.survives("killed before commit", catalog.refuse(1, drivers.killing(nth(2, TestingJob::isTransaction))));
        job.survives(
                "killed when commit had landed",
                catalog.loseAnswers(1, drivers.killing(nth(2, TestingJob::isTransaction))));
    }

    @Test
    void partitionsAreReplacedWhole() throws IOException, URISyntaxException {
        TestingJob job = job("replaced", "--write-mode=overwrite-partitions");
        job.survives("the answer to commit is lost", catalog.loseAnswers(1, nth(2, TestingJob::isTransaction)));
        job.survives("killed before commit", catalog.refuse(1, drivers.killing(nth(2, TestingJob::isTransaction))));
        job.survives(
                "killed before what was replaced is removed",
                server.proxy().refuse(1, drivers.killing(nth(1, job::isRemovalOfRows))));
    }

    @Test
    void sparksLaneCommitsTheSameWay() throws IOException, URISyntaxException {
        TestingJob job = job("spark", "--lane=spark");
        job.survives("killed between two objects", server.proxy().refuse(1, drivers.killing(nth(2, job.completion()))));
        job.survives("the answer to a completion is lost", server.proxy().loseAnswers(1, job.completion()));
    }
}
