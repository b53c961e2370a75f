package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.etl.job.arguments.BatchArguments.WriteMode;
import io.millrace.etl.job.arguments.JobArguments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that die at every step they have: before and after each call of the catalog, between any two objects that appear or go. After each death the
 * table's rows are those from before or those from after, and after a further run exactly those that the inputs have.
 */
class TestRunDeaths {
    private static final String[] APPEND = {"--job-bookmark-option", "job-bookmark-enable"};
    private static final String[] REPLACE = {
        "--job-bookmark-option", "job-bookmark-enable", "--write-mode", "overwrite-partitions"
    };
    private static final String[] OVERWRITE = {};

    @TempDir
    Path folder;

    private int runs;

    private int deathsOf(String keys, String... batch) throws IOException {
        int deaths = 0;
        for (int step = 0; ; step++) {
            if (!dies(step, keys, batch)) {
                return deaths;
            }
            deaths++;
        }
    }

    /** A first run that is whole, more input, a run that dies, and one that repairs. */
    private boolean dies(int step, String keys, String... batch) throws IOException {
        TestingTable table = new TestingTable(folder.resolve("at" + step + keys + runs++), keys);
        table.put("1", "a:1", "b:1");
        table.put("2", "b:2");
        table.run(table.arguments("first", batch));
        List<String> before = table.rows();
        assertThat(before).containsExactly("a:1", "b:1", "b:2");
        table.put("3", "b:3", "c:3");
        table.put("4", "c:4");
        JobArguments second = table.arguments("second", batch);
        List<String> after = switch (TestingTable.mode(second)) {
            case APPEND, OVERWRITE -> List.of("a:1", "b:1", "b:2", "b:3", "c:3", "c:4");
            case OVERWRITE_PARTITIONS -> List.of("a:1", "b:3", "c:3", "c:4");
            case MERGE -> throw new IllegalArgumentException("Parquet tables have no merge");
        };
        MortalProcess process = new MortalProcess(step);
        try {
            table.run(second, process, (job, run) -> false);
        } catch (MortalProcess.Death e) {
            // as ordered
        }
        assertThat(table.rows()).as("died at " + process.diedAt()).isIn(before, after);
        table.run(table.arguments("third", batch));
        assertThat(table.rows())
                .as("repaired after death at " + process.diedAt())
                .isEqualTo(after);
        assertThat(table.marks()).as("marks after death at " + process.diedAt()).isEmpty();
        assertThat(linesOf(table))
                .as("files after death at " + process.diedAt())
                .isEqualTo(after);
        return process.isDead();
    }

    private static List<String> linesOf(TestingTable table) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : table.files()) {
            lines.addAll(java.nio.file.Files.readAllLines(file));
        }
        lines.sort(null);
        return lines;
    }

    @Test
    void appendsEachRowOnce() throws IOException {
        assertThat(deathsOf("p", APPEND)).isGreaterThan(20);
        assertThat(deathsOf("", APPEND)).isGreaterThan(20);
    }

    @Test
    void replacesPartitionsWhole() throws IOException {
        assertThat(deathsOf("p", REPLACE)).isGreaterThan(30);
    }

    @Test
    void replacesTheTableWhole() throws IOException {
        assertThat(deathsOf("p", OVERWRITE)).isGreaterThan(30);
        assertThat(deathsOf("", OVERWRITE)).isGreaterThan(30);
    }

    @Test
    void survivesAnyNumberOfDeathsInARow() throws IOException {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            String[] batch = random.nextBoolean() ? APPEND : OVERWRITE;
            String keys = random.nextBoolean() ? "p" : "";
            TestingTable table = new TestingTable(folder.resolve("row" + round), keys);
            Map<String, String> inputs = new TreeMap<>();
            List<String> known = List.of();
            for (int run = 0; run < 12; run++) {
                String name = "f" + run;
                inputs.put(name, "abc".charAt(random.nextInt(3)) + ":" + run);
                table.put(name, inputs.get(name));
                List<String> all = new ArrayList<>(new TreeSet<>(inputs.values()));
                try {
                    MortalProcess process = new MortalProcess(random.nextInt(60));
                    table.run(table.arguments("run" + run, batch), process, (job, id) -> false);
                } catch (MortalProcess.Death e) {
                    // as ordered
                }
                List<String> rows = table.rows();
                assertThat(rows)
                        .as("seed %d, round %d, run %d", seed, round, run)
                        .isIn(known, all);
                known = rows;
            }
            table.run(table.arguments("last", batch));
            assertThat(table.rows()).isEqualTo(new ArrayList<>(new TreeSet<>(inputs.values())));
            assertThat(linesOf(table)).isEqualTo(table.rows());
            assertThat(table.marks()).isEmpty();
        }
    }

    @Test
    void knowsItsModes() throws IOException {
        TestingTable table = new TestingTable(folder.resolve("modes"), "p");
        assertThat(TestingTable.mode(table.arguments("r", APPEND))).isEqualTo(WriteMode.APPEND);
        assertThat(TestingTable.mode(table.arguments("r", OVERWRITE))).isEqualTo(WriteMode.OVERWRITE);
    }
}
