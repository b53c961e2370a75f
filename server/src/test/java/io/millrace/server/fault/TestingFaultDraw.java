package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.fault.TestingFaultProxy.Outage;
import io.millrace.server.fault.TestingFaultProxy.Request;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Draws faults at random: what happens, at which request, to which job. Every job has runs between them. */
final class TestingFaultDraw {
    /** A run makes about so many requests of the catalog. */
    private static final int CATALOG_REQUESTS = 16;

    /** A run makes about so many requests of the store. */
    private static final int STORE_REQUESTS = 40;

    private static final int LONGEST_MILLIS = 40;

    private final TestingFaultLab lab;
    private final Random random;
    private final Map<Kind, int[]> counts = new EnumMap<>(Kind.class);

    TestingFaultDraw(TestingFaultLab lab, Random random) {
        this.lab = lab;
        this.random = random;
    }

    /** What can happen, and of a hundred faults how many are of the kind. */
    private enum Kind {
        DRIVER_KILLED(30),
        SERVER_KILLED(10),
        STORE_KILLED(10),
        TASK_KILLED(8),
        ANSWER_LOST(16),
        ERROR_500(6),
        ERROR_503(6),
        TWO_RUNS(8),
        DISK_FULL(6);

        private final int share;

        Kind(int share) {
            this.share = share;
        }
    }

    /** @return for each kind how many there were, how many of them met the run at work, and the seconds that they took */
    List<String> survive(int faults) throws IOException, URISyntaxException {
        List<TestingJob> jobs = List.of(
                lab.job("draw_append"),
                lab.job("draw_replace", "--write-mode=overwrite-partitions"),
                lab.job("draw_spark", "--lane=spark"),
                lab.job("draw_iceberg", "--table-format=iceberg"),
                lab.job("draw_quoted", "--select=p, v + 0 AS v"));
        try (TestingDrivers cluster = lab.cluster()) {
            TestingJob tasks = new TestingJob(lab.server(), cluster, "draw_tasks");
            tasks.succeeds();
            for (int fault = 0; fault < faults; fault++) {
                Kind kind = draw(fault);
                long start = System.nanoTime();
                TestingJob job = kind == Kind.TASK_KILLED ? tasks : jobs.get(random.nextInt(jobs.size()));
                boolean struck = kind == Kind.TASK_KILLED
                        ? killsTask(job, cluster, "fault " + fault)
                        : strikes(kind, job, "fault %d: %s".formatted(fault, kind));
                int[] count = counts.computeIfAbsent(kind, first -> new int[3]);
                count[0]++;
                count[1] += struck ? 1 : 0;
                count[2] += (int) ((System.nanoTime() - start) / 1_000_000);
            }
        }
        return report();
    }

    private Kind draw(int fault) {
        int place = (int) ((fault * 37L) % 100);
        for (Kind kind : Kind.values()) {
            place -= kind.share;
            if (place < 0) {
                return kind;
            }
        }
        return Kind.DRIVER_KILLED;
    }

    private List<String> report() {
        List<String> report = new ArrayList<>();
        counts.forEach((kind, count) -> report.add("%s: %d, %d met the run, %.1f s each"
                .formatted(kind, count[0], count[1], count[2] / 1000.0 / count[0])));
        return report;
    }

    private boolean strikes(Kind kind, TestingJob job, String what) throws IOException, URISyntaxException {
        boolean atCatalog = random.nextInt(3) == 0;
        TestingFaultProxy proxy = atCatalog ? lab.catalog() : lab.store();
        int request = 1 + random.nextInt(atCatalog ? CATALOG_REQUESTS : STORE_REQUESTS);
        Predicate<Request> moment = TestingJob.nth(request, any -> true);
        String where = "%s, %s request %d".formatted(what, atCatalog ? "catalog" : "store", request);
        return switch (kind) {
            case DRIVER_KILLED -> {
                Predicate<Request> killing = lab.drivers().killing(moment);
                yield meets(
                        job, where, random.nextBoolean() ? proxy.loseAnswers(1, killing) : proxy.refuse(1, killing));
            }
            case ANSWER_LOST ->
                meets(job, where, proxy.loseAnswers(1 + random.nextInt(3), TestingJob.fromNth(request, any -> true)));
            case ERROR_500 ->
                meets(job, where, proxy.fail(1 + random.nextInt(3), TestingJob.fromNth(request, any -> true)));
            case ERROR_503 ->
                meets(job, where, proxy.refuse(1 + random.nextInt(3), TestingJob.fromNth(request, any -> true)));
            case SERVER_KILLED -> meets(job, where, proxy, moment, lab.replacingServer());
            case STORE_KILLED -> meets(job, where, proxy, moment, lab.replacingStore());
            case DISK_FULL -> fills(job, where, proxy, moment);
            case TWO_RUNS -> {
                job.survivesTwoAtOnce(lab.drivers());
                yield true;
            }
            case TASK_KILLED -> throw new IllegalArgumentException("Only a cluster has tasks' processes");
        };
    }

    private static boolean meets(TestingJob job, String what, Outage outage) throws IOException, URISyntaxException {
        return meets(job, what, () -> {
            outage.end();
            return outage.refused() > 0;
        });
    }

    private boolean meets(
            TestingJob job, String what, TestingFaultProxy proxy, Predicate<Request> moment, Callable<?> strike)
            throws IOException, URISyntaxException {
        return meets(job, what, TestingStrike.at(proxy, moment, random.nextInt(LONGEST_MILLIS), strike)::end);
    }

    private boolean fills(TestingJob job, String what, TestingFaultProxy proxy, Predicate<Request> moment)
            throws IOException, URISyntaxException {
        if (!lab.hasDisk()) {
            return false;
        }
        TestingSmallDisk disk = lab.disk();
        TestingStrike strike = TestingStrike.at(proxy, moment, random.nextInt(LONGEST_MILLIS), disk::fill);
        return meets(job, what, () -> {
            boolean struck = strike.end();
            disk.free();
            return struck;
        });
    }

    private static boolean killsTask(TestingJob job, TestingDrivers cluster, String what)
            throws IOException, URISyntaxException {
        TestingStrike strike =
                TestingStrike.at(job.server().proxy(), TestingJob.nth(1, job.part()), 0, cluster::killExecutors);
        return meets(job, what + ": TASK_KILLED", strike::end);
    }

    /**
     * A fault that may come when the run is over already.
     *
     * @param over ends it, and says whether it struck
     */
    private static boolean meets(TestingJob job, String what, BooleanSupplier over)
            throws IOException, URISyntaxException {
        boolean[] struck = new boolean[1];
        String result = job.survives(what, () -> struck[0] = over.getAsBoolean());
        assertThat(result).isNotEmpty();
        return struck[0];
    }
}
