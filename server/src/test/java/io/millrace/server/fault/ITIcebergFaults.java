package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.TestingServer;
import io.millrace.server.client.TestingIceberg;
import io.millrace.server.client.TestingIcebergRows;
import io.millrace.server.fault.TestingFaultProxy.Outage;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.s3.S3Client;

/** Iceberg's commits when the catalog's answer does not come: landed or not, each is there exactly once. */
@Isolated("moves the logs of the JVM")
class ITIcebergFaults {
    private static final TableIdentifier TRIPS = TableIdentifier.of("lake", "trips");
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "zone", Types.StringType.get()));

    @TempDir
    private Path folder;

    private TestingServer server;
    private TestingFaultProxy proxy;
    private Catalog catalog;

    @BeforeEach
    void start() throws Exception {
        System.setProperty("millrace.log.folder", folder.toString());
        server = TestingServer.start(folder);
        proxy = TestingFaultProxy.before(server.server().endpoint());
        try (S3Client s3 = server.s3()) {
            s3.createBucket(request -> request.bucket("lake"));
        }
        TestingIceberg iceberg = TestingIceberg.catalog(server, proxy.endpoint(), Map.of());
        iceberg.namespaces().createNamespace(Namespace.of("lake"));
        catalog = iceberg.tables();
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        server.close();
        System.clearProperty("millrace.log.folder");
    }

    @Test
    void commitsWhoseAnswersAreLostLandOnce() throws Exception {
        Outage creation = proxy.loseAnswers(1, request -> request.action().equals("AWSGlue.CreateTable"));
        Table table = catalog.createTable(TRIPS, SCHEMA);
        assertThat(creation.refused()).isEqualTo(1);

        DataFile first = TestingIceberg.file(table, "first");
        DataFile second = TestingIceberg.file(table, "second");
        Outage update = proxy.loseAnswers(1, request -> request.action().equals("AWSGlue.UpdateTable"));
        table.newFastAppend().appendFile(first).commit();
        assertThat(update.refused()).isEqualTo(1);
        Outage refusal = proxy.refuse(2, request -> request.action().equals("AWSGlue.UpdateTable"));
        table.newFastAppend().appendFile(second).commit();
        assertThat(refusal.refused()).isEqualTo(2);

        Table other = TestingIceberg.catalog(server, Map.of()).tables().loadTable(TRIPS);
        assertThat(TestingIcebergRows.files(other)).containsExactlyInAnyOrder(first.location(), second.location());
        assertThat(other.snapshots()).hasSize(2);
        assertThat(TestingIcebergRows.ancestors(other)).hasSize(2);
    }
}
