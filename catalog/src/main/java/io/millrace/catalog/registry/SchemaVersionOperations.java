package io.millrace.catalog.registry;

import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.registry.format.InvalidDefinitionException;
import io.millrace.catalog.registry.format.SchemaFormats;
import io.millrace.catalog.store.CatalogStore;
import java.util.List;
import software.amazon.awssdk.services.glue.model.CheckSchemaVersionValidityRequest;
import software.amazon.awssdk.services.glue.model.CheckSchemaVersionValidityResponse;
import software.amazon.awssdk.services.glue.model.GetSchemaByDefinitionRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaByDefinitionResponse;
import software.amazon.awssdk.services.glue.model.GetSchemaVersionRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaVersionResponse;
import software.amazon.awssdk.services.glue.model.GetSchemaVersionsDiffRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaVersionsDiffResponse;
import software.amazon.awssdk.services.glue.model.ListSchemaVersionsRequest;
import software.amazon.awssdk.services.glue.model.ListSchemaVersionsResponse;
import software.amazon.awssdk.services.glue.model.RegisterSchemaVersionRequest;
import software.amazon.awssdk.services.glue.model.RegisterSchemaVersionResponse;
import software.amazon.awssdk.services.glue.model.SchemaVersionListItem;

/**
 * Glue's operations on the versions of schemas, but their deletion. Thread-safe. A version's status is final when the call returns,
 * where Glue's may be PENDING first.
 */
public final class SchemaVersionOperations {
    private final CatalogStore store;
    private final PageTokens tokens;
    private final RegistryRequests requests;
    private final SchemaRegistration registration;

    SchemaVersionOperations(
            CatalogStore store, PageTokens tokens, RegistryRequests requests, SchemaRegistration registration) {
        this.store = store;
        this.tokens = tokens;
        this.requests = requests;
        this.registration = registration;
    }

    /** RegisterSchemaVersion: a definition that is not compatible becomes a version with status FAILURE. */
    public RegisterSchemaVersionResponse registerSchemaVersion(RegisterSchemaVersionRequest request) {
        StoredVersion version =
                registration.register(requests.requireSchema(request.schemaId()), request.schemaDefinition());
        return RegisterSchemaVersionResponse.builder()
                .schemaVersionId(version.id())
                .versionNumber(version.number())
                .status(version.status())
                .build();
    }

    /** GetSchemaVersion, by its id or by schema and number. */
    public GetSchemaVersionResponse getSchemaVersion(GetSchemaVersionRequest request) {
        return store.read(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            StoredVersion version = requests.loadVersion(
                    rows, request.schemaVersionId(), request.schemaId(), request.schemaVersionNumber());
            return GetSchemaVersionResponse.builder()
                    .schemaVersionId(version.id())
                    .schemaDefinition(version.definition())
                    .dataFormat(loadSchema(rows, version).dataFormat())
                    .schemaArn(arn(version))
                    .versionNumber(version.number())
                    .status(version.status())
                    .createdTime(version.createdTime())
                    .build();
        });
    }

    private StoredSchema loadSchema(RegistryRows rows, StoredVersion version) {
        return requests.loadSchema(rows, new SchemaName(version.registry(), version.schema()));
    }

    private String arn(StoredVersion version) {
        return requests.arns().schema(version.registry(), version.schema());
    }

    /** GetSchemaByDefinition: the version whose definition has the same canonical form. */
    public GetSchemaByDefinitionResponse getSchemaByDefinition(GetSchemaByDefinitionRequest request) {
        SchemaName name = requests.requireSchema(request.schemaId());
        StoredSchema schema = store.read(tx -> requests.loadSchema(new RegistryRows(tx), name));
        String fingerprint =
                SchemaRegistration.fingerprint(SchemaRegistration.parse(schema.format(), request.schemaDefinition()));
        StoredVersion version = store.read(tx ->
                        new RegistryRows(tx).findVersionByFingerprint(name.registry(), name.schema(), fingerprint))
                .orElseThrow(() -> RegistryRequests.notFound(
                        "Schema version is not found. RegistryName: %s, SchemaName: %s, with this definition"
                                .formatted(name.registry(), name.schema())));
        return GetSchemaByDefinitionResponse.builder()
                .schemaVersionId(version.id())
                .schemaArn(arn(version))
                .dataFormat(schema.dataFormat())
                .status(version.status())
                .createdTime(version.createdTime())
                .build();
    }

    /** ListSchemaVersions, by number, failed ones included. */
    public ListSchemaVersionsResponse listSchemaVersions(ListSchemaVersionsRequest request) {
        SchemaName name = requests.requireSchema(request.schemaId());
        int limit = RegistryRequests.pageSize(request.maxResults(), RegistryRequests.MAX_RESULTS);
        Page<StoredVersion> page = store.read(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            requests.loadSchema(rows, name);
            return tokens.page(
                    "ListSchemaVersions/" + name,
                    request.nextToken(),
                    limit,
                    (key, count) -> rows.listVersions(
                            name.registry(), name.schema(), key.isEmpty() ? 0 : Long.parseLong(key.get(0)), count),
                    version -> List.of(Long.toString(version.number())));
        });
        return ListSchemaVersionsResponse.builder()
                .schemas(page.items().stream().map(this::item).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private SchemaVersionListItem item(StoredVersion version) {
        return SchemaVersionListItem.builder()
                .schemaArn(arn(version))
                .schemaVersionId(version.id())
                .versionNumber(version.number())
                .status(version.status())
                .createdTime(version.createdTime())
                .build();
    }

    /** GetSchemaVersionsDiff: a JSON Patch (RFC 6902) from the first version to the second; of Protobuf, of the file's lines. */
    public GetSchemaVersionsDiffResponse getSchemaVersionsDiff(GetSchemaVersionsDiffRequest request) {
        SchemaName name = requests.requireSchema(request.schemaId());
        return store.read(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            StoredSchema schema = requests.loadSchema(rows, name);
            StoredVersion first = requests.loadVersion(rows, schema, request.firstSchemaVersionNumber());
            StoredVersion second = requests.loadVersion(rows, schema, request.secondSchemaVersionNumber());
            return GetSchemaVersionsDiffResponse.builder()
                    .diff(JsonPatch.between(
                            SchemaFormats.parse(schema.format(), first.definition())
                                    .json(),
                            SchemaFormats.parse(schema.format(), second.definition())
                                    .json()))
                    .build();
        });
    }

    /** CheckSchemaVersionValidity. */
    public CheckSchemaVersionValidityResponse checkSchemaVersionValidity(CheckSchemaVersionValidityRequest request) {
        SchemaRegistration.requireBounded(request.schemaDefinition());
        try {
            SchemaFormats.parse(request.dataFormat(), request.schemaDefinition());
            return CheckSchemaVersionValidityResponse.builder().valid(true).build();
        } catch (InvalidDefinitionException e) {
            return CheckSchemaVersionValidityResponse.builder()
                    .valid(false)
                    .error(e.getMessage())
                    .build();
        }
    }
}
