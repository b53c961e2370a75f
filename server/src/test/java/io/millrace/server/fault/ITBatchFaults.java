package io.millrace.server.fault;

import static io.millrace.server.fault.TestingJob.fromNth;
import static io.millrace.server.fault.TestingJob.nth;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of bookmarked jobs, in processes of their own, against a server and a store that fail at chosen requests, with drivers that are
 * killed at them. After each fault SQL finds the rows from before the run or those from after it, and after one more run exactly the latter.
 */
class ITBatchFaults {
    @TempDir
    static Path folder;

    private static TestingFaultLab lab;
    private static TestingFaultProxy catalog;
    private static TestingFaultProxy store;
    private static TestingDrivers drivers;

    @BeforeAll
    static void start() throws IOException, URISyntaxException {
        lab = TestingFaultLab.start(folder);
        catalog = lab.catalog();
        store = lab.store();
        drivers = lab.drivers();
    }

    @AfterAll
    static void stop() throws IOException {
        lab.close();
    }

    @Test
    void noRowIsLostOrDoubledWhenAnswersFailToCome() throws IOException, URISyntaxException {
        TestingJob job = lab.job("answers");
        job.survives("the answer to begin is lost", catalog.loseAnswers(1, nth(1, TestingJob::isTransaction)));
        job.survives("the answer to commit is lost", catalog.loseAnswers(1, nth(2, TestingJob::isTransaction)));
        job.survives("no answer to commit comes", catalog.loseAnswers(99, fromNth(2, TestingJob::isTransaction)));
        job.survives("commit is refused", catalog.refuseAll(fromNth(2, TestingJob::isTransaction)));
        job.survives("503 to the parts of an upload", store.refuse(2, job.part()));
        job.survives("500 to a part", store.fail(2, job.part()));
        job.survives("the answer to a part is lost", store.loseAnswers(1, job.part()));
        job.survives("500 to a completion", store.fail(1, job.completion()));
        job.survives("the answer to a completion is lost", store.loseAnswers(1, job.completion()));
    }

    @Test
    void noRowIsLostOrDoubledWhenDriversAreKilled() throws IOException, URISyntaxException {
        TestingJob job = lab.job("kills");
        job.survives(
                "killed when begin had landed",
                catalog.loseAnswers(1, drivers.killing(nth(1, TestingJob::isTransaction))));
        job.survives("killed between two objects", store.refuse(1, drivers.killing(nth(2, job.completion()))));
        job.survives("killed before commit", catalog.refuse(1, drivers.killing(nth(2, TestingJob::isTransaction))));
        job.survives(
                "killed when commit had landed",
                catalog.loseAnswers(1, drivers.killing(nth(2, TestingJob::isTransaction))));
    }

    @Test
    void partitionsAreReplacedWhole() throws IOException, URISyntaxException {
        TestingJob job = lab.job("replaced", "--write-mode=overwrite-partitions");
        job.survives("the answer to commit is lost", catalog.loseAnswers(1, nth(2, TestingJob::isTransaction)));
        job.survives("killed before commit", catalog.refuse(1, drivers.killing(nth(2, TestingJob::isTransaction))));
        job.survives(
                "killed before what was replaced is removed",
                store.refuse(1, drivers.killing(nth(1, job::isRemovalOfRows))));
    }

    @Tag("long")
    @Test
    void sparksLaneCommitsTheSameWay() throws IOException, URISyntaxException {
        TestingJob job = lab.job("spark", "--lane=spark");
        job.survives("killed between two objects", store.refuse(1, drivers.killing(nth(2, job.completion()))));
        job.survives("the answer to a completion is lost", store.loseAnswers(1, job.completion()));
    }

    @Test
    void inputsThatArriveDuringRunsAreReadOnce() throws IOException, URISyntaxException {
        int runs = lab.job("arrivals").survivesArrivals(100, Duration.ofSeconds(3));
        System.out.println("100 inputs in " + runs + " runs");
    }

    @Tag("long")
    @Test
    void aThousandInputsThatArriveDuringRunsAreReadOnce() throws IOException, URISyntaxException {
        int runs = lab.job("thousand").survivesArrivals(1000, Duration.ofSeconds(60));
        System.out.println("1000 inputs in " + runs + " runs");
    }
}
