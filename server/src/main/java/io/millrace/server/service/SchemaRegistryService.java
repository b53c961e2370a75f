package io.millrace.server.service;

import io.millrace.catalog.registry.SchemaRegistryOperations;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.glue.model.CheckSchemaVersionValidityRequest;
import software.amazon.awssdk.services.glue.model.CreateRegistryRequest;
import software.amazon.awssdk.services.glue.model.CreateSchemaRequest;
import software.amazon.awssdk.services.glue.model.DeleteRegistryRequest;
import software.amazon.awssdk.services.glue.model.DeleteSchemaRequest;
import software.amazon.awssdk.services.glue.model.DeleteSchemaVersionsRequest;
import software.amazon.awssdk.services.glue.model.GetRegistryRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaByDefinitionRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaVersionRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaVersionsDiffRequest;
import software.amazon.awssdk.services.glue.model.ListRegistriesRequest;
import software.amazon.awssdk.services.glue.model.ListSchemaVersionsRequest;
import software.amazon.awssdk.services.glue.model.ListSchemasRequest;
import software.amazon.awssdk.services.glue.model.PutSchemaVersionMetadataRequest;
import software.amazon.awssdk.services.glue.model.QuerySchemaVersionMetadataRequest;
import software.amazon.awssdk.services.glue.model.RegisterSchemaVersionRequest;
import software.amazon.awssdk.services.glue.model.RemoveSchemaVersionMetadataRequest;
import software.amazon.awssdk.services.glue.model.UpdateRegistryRequest;
import software.amazon.awssdk.services.glue.model.UpdateSchemaRequest;

/** The Glue Schema Registry on the wire. */
final class SchemaRegistryService {
    private SchemaRegistryService() {}

    static void add(ServiceDefinition.Builder glue, SchemaRegistryOperations registry) {
        glue.operation(CreateRegistryRequest.class, registry.registries()::createRegistry)
                .operation(GetRegistryRequest.class, registry.registries()::getRegistry)
                .operation(ListRegistriesRequest.class, registry.registries()::listRegistries)
                .operation(UpdateRegistryRequest.class, registry.registries()::updateRegistry)
                .operation(DeleteRegistryRequest.class, registry.registries()::deleteRegistry)
                .operation(CreateSchemaRequest.class, registry.schemas()::createSchema)
                .operation(GetSchemaRequest.class, registry.schemas()::getSchema)
                .operation(ListSchemasRequest.class, registry.schemas()::listSchemas)
                .operation(UpdateSchemaRequest.class, registry.schemas()::updateSchema)
                .operation(DeleteSchemaRequest.class, registry.schemas()::deleteSchema)
                .operation(RegisterSchemaVersionRequest.class, registry.versions()::registerSchemaVersion)
                .operation(GetSchemaVersionRequest.class, registry.versions()::getSchemaVersion)
                .operation(GetSchemaByDefinitionRequest.class, registry.versions()::getSchemaByDefinition)
                .operation(ListSchemaVersionsRequest.class, registry.versions()::listSchemaVersions)
                .operation(GetSchemaVersionsDiffRequest.class, registry.versions()::getSchemaVersionsDiff)
                .operation(CheckSchemaVersionValidityRequest.class, registry.versions()::checkSchemaVersionValidity)
                .operation(DeleteSchemaVersionsRequest.class, registry.deletion()::deleteSchemaVersions)
                .operation(PutSchemaVersionMetadataRequest.class, registry.metadata()::putSchemaVersionMetadata)
                .operation(QuerySchemaVersionMetadataRequest.class, registry.metadata()::querySchemaVersionMetadata)
                .operation(RemoveSchemaVersionMetadataRequest.class, registry.metadata()::removeSchemaVersionMetadata);
    }
}
