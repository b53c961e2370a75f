package io.millrace.cloudformation.resource.glue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CreateConnectionRequest;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.UpdateConnectionRequest;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.UpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/** Databases, tables, partitions and connections. A table's physical id is {@code database|table}, its {@code Ref} the name. */
final class CatalogHandlers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    // docs.aws.amazon.com/glue/latest/webapi/API_DatabaseInput.html
    private static final int MAX_NAME = 255;
    private static final String DATABASE = "DatabaseInput.Name";
    private static final String TABLE = "TableInput.Name";
    private static final String CONNECTION = "ConnectionInput.Name";
    private static final String VALUES = "PartitionInput.Values";

    private final GlueClient glue;

    CatalogHandlers(GlueClient glue) {
        this.glue = glue;
    }

    List<ResourceHandler> all() {
        return List.of(database(), table(), partition(), connection());
    }

    private ResourceHandler database() {
        Function<ResourceProperties, String> name = properties -> properties
                .text("DatabaseName")
                .orElseGet(() -> Names.lowerCase(DATABASE, MAX_NAME).apply(properties));
        return SdkHandler.of("AWS::Glue::Database")
                .replacedBy("CatalogId", "DatabaseName", DATABASE)
                .supports("DatabaseInput.Description", "DatabaseInput.LocationUri", "DatabaseInput.Parameters")
                .id(name)
                .find(id -> glue.getDatabase(request -> request.name(id)).database() != null)
                .create(wanted -> glue.createDatabase(namedDatabase(wanted)
                        .withTags()
                        .into(CreateDatabaseRequest.builder())
                        .build()))
                .update(wanted -> glue.updateDatabase(namedDatabase(wanted)
                        .with("Name", wanted.id())
                        .into(UpdateDatabaseRequest.builder())
                        .build()))
                .delete(gone -> glue.deleteDatabase(request -> request.name(gone.id())))
                .build();
    }

    private static ResourceProperties namedDatabase(ResourceProperties properties) {
        return properties.without("DatabaseName").with(DATABASE, properties.id());
    }

    private ResourceHandler table() {
        return SdkHandler.of("AWS::Glue::Table")
                .replacedBy("CatalogId", "DatabaseName", "Name", TABLE, "OpenTableFormatInput")
                .supports("TableInput.Description", "TableInput.Owner", "TableInput.Parameters")
                .supports("TableInput.PartitionKeys", "TableInput.Retention", "TableInput.StorageDescriptor")
                .supports("TableInput.TableType", "TableInput.TargetTable")
                .supports("TableInput.ViewExpandedText", "TableInput.ViewOriginalText")
                .id(properties -> required(properties, "DatabaseName") + "|"
                        + properties
                                .text("Name")
                                .orElseGet(
                                        () -> Names.lowerCase(TABLE, MAX_NAME).apply(properties)))
                .find(id -> glue.getTable(request ->
                                        request.databaseName(part(id, 0)).name(part(id, 1)))
                                .table()
                        != null)
                .create(wanted -> glue.createTable(
                        namedTable(wanted).into(CreateTableRequest.builder()).build()))
                .update(wanted -> glue.updateTable(namedTable(wanted)
                        .without("OpenTableFormatInput")
                        .into(UpdateTableRequest.builder())
                        .build()))
                .delete(gone -> glue.deleteTable(
                        request -> request.databaseName(part(gone.id(), 0)).name(part(gone.id(), 1))))
                .ref(resource -> part(resource.id(), 1))
                .build();
    }

    private static ResourceProperties namedTable(ResourceProperties properties) {
        return properties.without("Name").with(TABLE, part(properties.id(), 1));
    }

    private ResourceHandler partition() {
        return SdkHandler.of("AWS::Glue::Partition")
                .replacedBy("CatalogId", "DatabaseName", "TableName", VALUES)
                .supports("PartitionInput.Parameters", "PartitionInput.StorageDescriptor")
                .id(properties -> required(properties, "DatabaseName") + "|" + required(properties, "TableName") + "|"
                        + properties.node(VALUES))
                .find(id -> glue.getPartition(request -> request.databaseName(part(id, 0))
                                        .tableName(part(id, 1))
                                        .partitionValues(values(id)))
                                .partition()
                        != null)
                .create(wanted -> glue.createPartition(
                        wanted.into(CreatePartitionRequest.builder()).build()))
                .update(wanted -> glue.updatePartition(wanted.with("PartitionValueList", wanted.node(VALUES))
                        .into(UpdatePartitionRequest.builder())
                        .build()))
                .delete(gone -> glue.deletePartition(request -> request.databaseName(part(gone.id(), 0))
                        .tableName(part(gone.id(), 1))
                        .partitionValues(values(gone.id()))))
                .build();
    }

    private ResourceHandler connection() {
        return SdkHandler.of("AWS::Glue::Connection")
                .replacedBy("CatalogId", CONNECTION)
                .supports("ConnectionInput.ConnectionProperties", "ConnectionInput.ConnectionType")
                .supports("ConnectionInput.Description", "ConnectionInput.MatchCriteria")
                .id(Names.at(CONNECTION, MAX_NAME))
                .find(id -> glue.getConnection(request -> request.name(id)).connection() != null)
                .create(wanted -> glue.createConnection(wanted.with(CONNECTION, wanted.id())
                        .withTags()
                        .into(CreateConnectionRequest.builder())
                        .build()))
                .update(wanted -> glue.updateConnection(wanted.with(CONNECTION, wanted.id())
                        .with("Name", wanted.id())
                        .without("Tags")
                        .into(UpdateConnectionRequest.builder())
                        .build()))
                .delete(gone -> glue.deleteConnection(request -> request.connectionName(gone.id())))
                .attribute("Name", ResourceProperties::id)
                .tags(new GlueTags(glue, "connection"))
                .build();
    }

    private static String required(ResourceProperties properties, String name) {
        return properties.text(name).orElse("");
    }

    private static String part(String id, int index) {
        return id.split("\\|", 3)[index];
    }

    private static List<String> values(String id) {
        try {
            List<String> texts = new ArrayList<>();
            JSON.readTree(part(id, 2)).forEach(value -> texts.add(value.asText()));
            return texts;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not the id of a partition: " + id, e);
        }
    }
}
