package io.millrace.server.service;

import io.millrace.server.function.EventSettingOperations;
import io.millrace.server.http.HttpSettings;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigRequest;

/** Lambda on the wire. */
final class LambdaService {
    private LambdaService() {}

    static ServiceDefinition of(LambdaOperations lambda) {
        ServiceDefinition.Builder service = ServiceDefinition.builder("lambda")
                // Code comes in the request.
                .maxBodyBytes(HttpSettings.DEFAULT_MAX_BODY_BYTES)
                .operation(CreateFunctionRequest.class, lambda.functions()::createFunction)
                .operation(GetFunctionRequest.class, lambda.functions()::getFunction)
                .operation(GetFunctionConfigurationRequest.class, lambda.functions()::getFunctionConfiguration)
                .operation(ListFunctionsRequest.class, lambda.functions()::listFunctions)
                .operation(UpdateFunctionCodeRequest.class, lambda.functions()::updateFunctionCode)
                .operation(UpdateFunctionConfigurationRequest.class, lambda.functions()::updateFunctionConfiguration)
                .operation(DeleteFunctionRequest.class, lambda.functions()::deleteFunction)
                .operation(InvokeRequest.class, lambda.invocations()::invoke);
        addVersions(service, lambda);
        addSettings(service, lambda);
        return service.build();
    }

    private static void addVersions(ServiceDefinition.Builder service, LambdaOperations lambda) {
        service.operation(PublishVersionRequest.class, lambda.versions()::publishVersion)
                .operation(ListVersionsByFunctionRequest.class, lambda.versions()::listVersionsByFunction)
                .operation(CreateAliasRequest.class, lambda.aliases()::createAlias)
                .operation(GetAliasRequest.class, lambda.aliases()::getAlias)
                .operation(UpdateAliasRequest.class, lambda.aliases()::updateAlias)
                .operation(DeleteAliasRequest.class, lambda.aliases()::deleteAlias)
                .operation(ListAliasesRequest.class, lambda.aliases()::listAliases);
    }

    private static void addSettings(ServiceDefinition.Builder service, LambdaOperations lambda) {
        EventSettingOperations events = lambda.eventSettings();
        service.operation(AddPermissionRequest.class, lambda.permissions()::addPermission)
                .operation(RemovePermissionRequest.class, lambda.permissions()::removePermission)
                .operation(GetPolicyRequest.class, lambda.permissions()::getPolicy)
                .operation(PutFunctionConcurrencyRequest.class, lambda.concurrency()::putFunctionConcurrency)
                .operation(GetFunctionConcurrencyRequest.class, lambda.concurrency()::getFunctionConcurrency)
                .operation(DeleteFunctionConcurrencyRequest.class, lambda.concurrency()::deleteFunctionConcurrency)
                .operation(GetAccountSettingsRequest.class, lambda.concurrency()::getAccountSettings)
                .operation(PutFunctionEventInvokeConfigRequest.class, events::putFunctionEventInvokeConfig)
                .operation(UpdateFunctionEventInvokeConfigRequest.class, events::updateFunctionEventInvokeConfig)
                .operation(GetFunctionEventInvokeConfigRequest.class, events::getFunctionEventInvokeConfig)
                .operation(DeleteFunctionEventInvokeConfigRequest.class, events::deleteFunctionEventInvokeConfig)
                .operation(ListFunctionEventInvokeConfigsRequest.class, events::listFunctionEventInvokeConfigs)
                .operation(CreateEventSourceMappingRequest.class, lambda.eventSources()::createEventSourceMapping)
                .operation(GetEventSourceMappingRequest.class, lambda.eventSources()::getEventSourceMapping)
                .operation(ListEventSourceMappingsRequest.class, lambda.eventSources()::listEventSourceMappings)
                .operation(TagResourceRequest.class, lambda.tags()::tagResource)
                .operation(UntagResourceRequest.class, lambda.tags()::untagResource)
                .operation(ListTagsRequest.class, lambda.tags()::listTags);
    }
}
