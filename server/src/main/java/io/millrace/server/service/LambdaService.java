package io.millrace.server.service;

import io.millrace.server.function.FunctionOperations;
import io.millrace.server.function.InvokeOperations;
import io.millrace.server.http.HttpSettings;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** Lambda on the wire. */
final class LambdaService {
    private LambdaService() {}

    static ServiceDefinition of(FunctionOperations functions, InvokeOperations invocations) {
        return ServiceDefinition.builder("lambda")
                // Code comes in the request.
                .maxBodyBytes(HttpSettings.DEFAULT_MAX_BODY_BYTES)
                .operation(CreateFunctionRequest.class, functions::createFunction)
                .operation(GetFunctionRequest.class, functions::getFunction)
                .operation(GetFunctionConfigurationRequest.class, functions::getFunctionConfiguration)
                .operation(ListFunctionsRequest.class, functions::listFunctions)
                .operation(UpdateFunctionCodeRequest.class, functions::updateFunctionCode)
                .operation(UpdateFunctionConfigurationRequest.class, functions::updateFunctionConfiguration)
                .operation(DeleteFunctionRequest.class, functions::deleteFunction)
                .operation(InvokeRequest.class, invocations::invoke)
                .build();
    }
}
