package io.millrace.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.TestingServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.PartitionIndex;
import software.amazon.awssdk.services.glue.model.PartitionIndexDescriptor;
import software.amazon.awssdk.services.glue.model.PartitionIndexStatus;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.TableInput;

/** The calls of Terraform's {@code aws_glue_catalog_database}, {@code _table} and {@code _partition_index}. */
class ITTerraform {
    @TempDir
    private static Path folder;

    private static TestingServer server;
    private static GlueClient glue;

    @BeforeAll
    static void startServer() {
        server = TestingServer.start(folder);
        glue = server.glue();
        glue.createDatabase(request -> request.databaseInput(input -> input.name("lake")));
    }

    @AfterAll
    static void stopServer() {
        glue.close();
        server.close();
    }

    @Test
    void terraformReadsPartitionIndexesAndTagsAtEveryRefresh() {
        glue.createDatabase(
                request -> request.databaseInput(input -> input.name("tf")).tags(Map.of("team", "data")));
        glue.createTable(request -> request.databaseName("tf")
                .tableInput(input("events", column("id", "bigint")))
                .partitionIndexes(
                        PartitionIndex.builder().indexName("by_day").keys("day").build()));

        assertThat(glue.getPartitionIndexes(
                                request -> request.databaseName("tf").tableName("events"))
                        .partitionIndexDescriptorList())
                .singleElement()
                .satisfies(index -> {
                    assertThat(index.indexName()).isEqualTo("by_day");
                    assertThat(index.indexStatus()).isIn(PartitionIndexStatus.ACTIVE, PartitionIndexStatus.CREATING);
                    assertThat(index.keys()).singleElement().satisfies(key -> {
                        assertThat(key.name()).isEqualTo("day");
                        assertThat(key.type()).isEqualTo("string");
                    });
                });
        String arn = "arn:aws:glue:us-east-1:000000000000:database/tf";
        assertThat(glue.getTags(request -> request.resourceArn(arn)).tags()).containsExactly(Map.entry("team", "data"));
        glue.tagResource(request -> request.resourceArn(arn).tagsToAdd(Map.of("env", "test")));
        glue.untagResource(request -> request.resourceArn(arn).tagsToRemove("team"));
        assertThat(glue.getTags(request -> request.resourceArn(arn)).tags()).containsExactly(Map.entry("env", "test"));
    }

    @Test
    void terraformAddsAndRemovesAPartitionIndex() {
        createTable("indexed");
        glue.createPartition(request -> request.databaseName("lake")
                .tableName("indexed")
                .partitionInput(PartitionInput.builder().values("d1").build()));

        glue.createPartitionIndex(request -> request.databaseName("lake")
                .tableName("indexed")
                .partitionIndex(index -> index.indexName("by_day").keys("day")));
        assertThat(glue.getPartitionIndexes(
                                request -> request.databaseName("lake").tableName("indexed"))
                        .partitionIndexDescriptorList())
                .extracting(PartitionIndexDescriptor::indexName)
                .containsExactly("by_day");
        glue.deletePartitionIndex(
                request -> request.databaseName("lake").tableName("indexed").indexName("by_day"));

        assertThat(glue.getPartitionIndexes(
                                request -> request.databaseName("lake").tableName("indexed"))
                        .partitionIndexDescriptorList())
                .isEmpty();
    }

    private static void createTable(String name) {
        glue.createTable(request -> request.databaseName("lake").tableInput(input(name, column("id", "bigint"))));
    }

    private static TableInput input(String name, Column... columns) {
        return TableInput.builder()
                .name(name)
                .tableType("EXTERNAL_TABLE")
                .partitionKeys(column("day", "string"))
                .storageDescriptor(
                        storage -> storage.location("s3://lake/" + name + "/").columns(columns))
                .parameters(Map.of("classification", "parquet"))
                .build();
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }
}
