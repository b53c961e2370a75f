package io.millrace.catalog.registry;

import static io.millrace.catalog.registry.TestingRegistry.ARN;
import static io.millrace.catalog.registry.TestingRegistry.assertRefused;
import static io.millrace.catalog.registry.TestingRegistry.avro;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.CatalogErrorCode;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Compatibility;
import software.amazon.awssdk.services.glue.model.MetadataInfo;
import software.amazon.awssdk.services.glue.model.MetadataKeyValuePair;
import software.amazon.awssdk.services.glue.model.OtherMetadataValueListItem;
import software.amazon.awssdk.services.glue.model.PutSchemaVersionMetadataRequest;
import software.amazon.awssdk.services.glue.model.PutSchemaVersionMetadataResponse;
import software.amazon.awssdk.services.glue.model.QuerySchemaVersionMetadataRequest;
import software.amazon.awssdk.services.glue.model.QuerySchemaVersionMetadataResponse;
import software.amazon.awssdk.services.glue.model.RemoveSchemaVersionMetadataRequest;

final class TestSchemaVersionMetadata {
    @TempDir
    private Path folder;

    private TestingRegistry registry;
    private String version = "";

    @BeforeEach
    void open() {
        registry = new TestingRegistry(folder);
        version = registry.create("s", Compatibility.NONE, avro("a")).schemaVersionId();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private PutSchemaVersionMetadataResponse put(String key, String value) {
        return registry.operations
                .metadata()
                .putSchemaVersionMetadata(PutSchemaVersionMetadataRequest.builder()
                        .schemaVersionId(version)
                        .metadataKeyValue(pair -> pair.metadataKey(key).metadataValue(value))
                        .build());
    }

    private void remove(String key, String value) {
        registry.operations
                .metadata()
                .removeSchemaVersionMetadata(RemoveSchemaVersionMetadataRequest.builder()
                        .schemaId(id -> id.schemaName("s"))
                        .schemaVersionNumber(n -> n.versionNumber(1L))
                        .metadataKeyValue(pair -> pair.metadataKey(key).metadataValue(value))
                        .build());
    }

    private QuerySchemaVersionMetadataResponse query(QuerySchemaVersionMetadataRequest.Builder request) {
        return registry.operations
                .metadata()
                .querySchemaVersionMetadata(request.schemaVersionId(version).build());
    }

    @Test
    void keepsSeveralValuesOfAKeyWithTheLastFirst() {
        PutSchemaVersionMetadataResponse put = put("source", "kafka");
        assertThat(put.schemaArn()).isEqualTo(ARN + "schema/default-registry/s");
        assertThat(put.latestVersion()).isTrue();
        assertThat(put.versionNumber()).isEqualTo(1);
        put("source", "api");
        put("owner", "me");
        QuerySchemaVersionMetadataResponse all = query(QuerySchemaVersionMetadataRequest.builder());
        assertThat(all.metadataInfoMap()).containsOnlyKeys("owner", "source");
        MetadataInfo source = Objects.requireNonNull(all.metadataInfoMap().get("source"));
        assertThat(source.metadataValue()).isEqualTo("api");
        assertThat(source.otherMetadataValueList())
                .extracting(OtherMetadataValueListItem::metadataValue)
                .containsExactly("kafka");
        registry.register("s", avro("b"));
        assertThat(put("late", "x").latestVersion()).isFalse();
    }

    @Test
    void findsByKeyOrValueAndPages() {
        put("a", "1");
        put("b", "1");
        put("c", "2");
        assertThat(query(QuerySchemaVersionMetadataRequest.builder()
                                .metadataList(MetadataKeyValuePair.builder()
                                        .metadataValue("1")
                                        .build()))
                        .metadataInfoMap())
                .containsOnlyKeys("a", "b");
        assertThat(query(QuerySchemaVersionMetadataRequest.builder()
                                .metadataList(MetadataKeyValuePair.builder()
                                        .metadataKey("c")
                                        .metadataValue("1")
                                        .build()))
                        .metadataInfoMap())
                .isEmpty();
        QuerySchemaVersionMetadataResponse first =
                query(QuerySchemaVersionMetadataRequest.builder().maxResults(2));
        assertThat(first.metadataInfoMap()).containsOnlyKeys("a", "b");
        assertThat(query(QuerySchemaVersionMetadataRequest.builder()
                                .maxResults(2)
                                .nextToken(first.nextToken()))
                        .metadataInfoMap())
                .containsOnlyKeys("c");
        assertRefused(
                CatalogErrorCode.INVALID_INPUT,
                "between 1 and 50",
                () -> query(QuerySchemaVersionMetadataRequest.builder().maxResults(51)));
    }

    @Test
    void removesPairs() {
        put("a", "1");
        remove("a", "1");
        assertThat(query(QuerySchemaVersionMetadataRequest.builder()).metadataInfoMap())
                .isEmpty();
        assertRefused(CatalogErrorCode.ENTITY_NOT_FOUND, "Metadata is not found.", () -> remove("a", "1"));
    }

    @Test
    void refusesPairsThatAreThereOrTooMany() {
        put("k", "1");
        assertRefused(CatalogErrorCode.ALREADY_EXISTS, "Resource already exist", () -> put("k", "1"));
        IntStream.rangeClosed(2, SchemaMetadataOperations.MAX_PAIRS).forEach(i -> put("k", "" + i));
        assertRefused(CatalogErrorCode.RESOURCE_NUMBER_LIMIT_EXCEEDED, "10 pairs", () -> put("k", "11"));
    }
}
