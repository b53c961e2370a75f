package io.millrace.server.fault;

import static io.millrace.server.fault.TestingJob.column;
import static io.millrace.server.fault.TestingJob.fromNth;
import static io.millrace.server.fault.TestingJob.nth;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.client.TestingIceberg;
import io.millrace.server.client.TestingIcebergStore;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of a job with {@code --table-format iceberg}, in processes of their own. What they leave is read with Iceberg's own catalog and with SQL.
 */
class ITIcebergJob {
    @TempDir
    static Path folder;

    private static TestingFaultLab lab;
    private static TestingFaultyServer server;
    private static TestingFaultProxy catalog;
    private static TestingDrivers drivers;
    private static TestingIceberg iceberg;

    private String table = "";

    @BeforeAll
    static void start() throws IOException, URISyntaxException {
        lab = TestingFaultLab.start(folder);
        server = lab.server();
        catalog = lab.catalog();
        drivers = lab.drivers();
        iceberg = TestingIceberg.catalog(
                server.endpoint(),
                server.administratorKey(),
                server.storage(),
                Map.of(
                        "s3.client-factory-impl",
                        TestingIcebergStore.class.getName(),
                        "s3.endpoint",
                        server.storage().endpoint().orElseThrow().toString()));
    }

    @AfterAll
    static void stop() throws IOException {
        lab.close();
    }

    private void create(String name, String idType) {
        table = name;
        if (server.findTable("raw", name).isPresent()) {
            server.glue().deleteTable(delete -> delete.databaseName("raw").name(name));
        }
        TestingJob.createSource(server, name, column("p", "string"), column("id", idType), column("v", "string"));
    }

    private void input(String name, String content) {
        server.put(table + "/" + name + ".csv", content);
    }

    private String run(String... more) throws IOException, URISyntaxException {
        List<String> arguments = new ArrayList<>(List.of(
                "--source-database=raw",
                "--source-table=" + table,
                "--target-path=s3://lake/" + table + "/",
                "--target-database=lake",
                "--target-table=" + table,
                "--partition-keys=p",
                "--table-format=iceberg",
                "--job-bookmark-option=job-bookmark-enable"));
        for (String other : more) {
            String name = other.substring(0, other.indexOf('=') + 1);
            arguments.removeIf(argument -> argument.startsWith(name));
            arguments.add(other);
        }
        return drivers.run(arguments);
    }

    private List<String> rows() {
        return server.queryColumn("SELECT concat(p, CAST(id AS varchar), v) FROM lake.%s ORDER BY 1".formatted(table));
    }

    private Table loaded() {
        return iceberg.tables().loadTable(TableIdentifier.of("lake", table));
    }

    /** The rows that Iceberg counts, in files that have no delete files. */
    private static long records(Table table) throws IOException {
        long records = 0;
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                assertThat(task.deletes()).isEmpty();
                records += task.file().recordCount();
            }
        }
        return records;
    }

    private static List<Snapshot> snapshots(Table table) {
        return StreamSupport.stream(table.snapshots().spliterator(), false).toList();
    }

    @Test
    void appendsOverwritesPartitionsAndMerges() throws IOException, URISyntaxException {
        create("modes", "int");
        input("1", "a,1,x\nb,2,x\n");
        assertThat(run()).isEqualTo("done");
        assertThat(rows()).containsExactly("a1x", "b2x");
        assertThat(run()).as("nothing new").isEqualTo("done");
        input("2", "a,3,y\n");
        assertThat(run()).isEqualTo("done");
        assertThat(rows()).containsExactly("a1x", "a3y", "b2x");
        input("3", "b,4,z\n");
        assertThat(run("--write-mode=overwrite-partitions")).isEqualTo("done");
        assertThat(rows()).containsExactly("a1x", "a3y", "b4z");
        // The column becomes wider, and null is a value of a key.
        create("modes", "bigint");
        input("4", "a,1,merged\nb,5000000000,new\n");
        assertThat(run("--write-mode=merge", "--merge-keys=id")).isEqualTo("done");
        assertThat(rows()).containsExactly("a1merged", "a3y", "b4z", "b5000000000new");
        Table found = loaded();
        assertThat(records(found)).isEqualTo(4);
        assertThat(found.schema().findField("id").type()).hasToString("long");
        assertThat(found.spec().fields()).singleElement().satisfies(field -> {
            assertThat(field.name()).isEqualTo("p");
            assertThat(field.transform().isIdentity()).isTrue();
        });
        assertThat(snapshots(found))
                .hasSize(4)
                .allSatisfy(snapshot -> assertThat(snapshot.summary()).containsKey("millrace.batch"));
        input("5", "c,9,k\nc,9,l\n");
        assertThat(run("--write-mode=merge", "--merge-keys=id")).startsWith("failed The input has 2 rows");
        assertThat(run("--write-mode=append", "--table-format=parquet")).contains("is an Iceberg table");
        assertThat(run("--partition-keys=v")).contains("exists with partitions by [p], not by [v]");
        assertThat(rows()).hasSize(4);
        assertThat(Files.readString(lab.driverLog()))
                .doesNotContain("testing-secret")
                .doesNotContain(server.administratorKey().secretAccessKey());
    }

    @Test
    void eachInputIsThereOnceWhateverDies() throws IOException, URISyntaxException {
        TestingJob job = lab.job("deaths", "--table-format=iceberg");
        table = "deaths";
        job.survives(
                "killed before the bookmark's commit",
                catalog.refuse(1, drivers.killing(nth(2, TestingJob::isTransaction))));
        assertThat(snapshots(loaded())).as("Iceberg's commit had landed").hasSize(2);
        job.survives(
                "killed when Iceberg's commit had landed",
                catalog.loseAnswers(1, drivers.killing(nth(1, TestingJob::isUpdateTable))));
        job.survives(
                "killed before Iceberg's commit",
                catalog.refuse(1, drivers.killing(nth(1, TestingJob::isUpdateTable))));
        assertThat(records(loaded())).isEqualTo(8);
    }

    @Tag("long")
    @Test
    void eachInputIsThereOnceWhateverFails() throws IOException, URISyntaxException {
        TestingJob job = lab.job("failures", "--table-format=iceberg");
        job.survives(
                "the answer to Iceberg's commit is lost", catalog.loseAnswers(1, nth(1, TestingJob::isUpdateTable)));
        job.survives("Iceberg's commit is refused", catalog.refuse(1, nth(1, TestingJob::isUpdateTable)));
        job.survives("the answer to begin is lost", catalog.loseAnswers(1, nth(1, TestingJob::isTransaction)));
        job.survives("all commits are refused", catalog.refuseAll(fromNth(2, TestingJob::isTransaction)));
        job.survives(
                "the store refuses",
                server.proxy().refuse(9, request -> request.method().equals("PUT")));
    }

    /** A reset takes batches back, and the next run replaces their rows. */
    @Tag("long")
    @Test
    void aResetReplacesRowsAndDoesNotDoubleThem() throws IOException, URISyntaxException {
        create("resets", "int");
        input("1", "a,1,x\n");
        assertThat(run("--JOB_NAME=again")).isEqualTo("done");
        input("2", "a,2,x\n");
        assertThat(run("--JOB_NAME=again")).isEqualTo("done");
        server.glue().resetJobBookmark(reset -> reset.jobName("again"));
        assertThat(run("--JOB_NAME=again", "--select=p, id, 'y' AS v")).isEqualTo("done");
        assertThat(rows()).containsExactly("a1y", "a2y");
        assertThat(records(loaded())).isEqualTo(2);
    }
}
