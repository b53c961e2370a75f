package io.millrace.cloudformation.resource.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

/** What of {@code AWS::Lambda} can be deployed: functions, who may invoke them, their versions and aliases. */
public final class LambdaHandlers {
    // docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html, API_AddPermission.html
    private static final int MAX_FUNCTION_NAME = 64;
    private static final int MAX_STATEMENT_ID = 100;
    private static final String DEFAULT_TIMEOUT_SECONDS = "3";
    private static final String DEFAULT_MEMORY_MEGABYTES = "128";
    private static final String CONCURRENCY = "ReservedConcurrentExecutions";
    private static final String LOG_GROUP = "LoggingConfig.LogGroup";

    private LambdaHandlers() {}

    /** Functions, permissions, versions and aliases. */
    public static List<ResourceHandler> of(LambdaClient lambda) {
        return List.of(function(lambda), permission(lambda), new VersionHandler(lambda), alias(lambda));
    }

    static String arn(ResourceProperties function) {
        return "arn:aws:lambda:" + function.stack().region() + ":"
                + function.stack().accountId() + ":function:" + function.id();
    }

    private static ResourceHandler function(LambdaClient lambda) {
        return SdkHandler.of("AWS::Lambda::Function")
                .replacedBy("FunctionName")
                .supports("Code.S3Bucket", "Code.S3Key", "Description", "Environment", "Handler", "MemorySize")
                .supports("Role", "Runtime", "Timeout", LOG_GROUP, CONCURRENCY, "DeadLetterConfig.TargetArn")
                .id(Names.at("FunctionName", MAX_FUNCTION_NAME))
                .find(id -> lambda.getFunctionConfiguration(request -> request.functionName(id))
                                .functionArn()
                        != null)
                .create(wanted -> {
                    lambda.createFunction(named(wanted)
                            .withTags()
                            .into(CreateFunctionRequest.builder())
                            .build());
                    reserve(lambda, wanted);
                })
                .update((wanted, before) -> updateFunction(lambda, wanted, before))
                .delete(gone -> lambda.deleteFunction(request -> request.functionName(gone.id())))
                .attribute("Arn", LambdaHandlers::arn)
                .tags(new FunctionTags(lambda))
                .build();
    }

    /** A function's log group has one name here, so another cannot be chosen. */
    private static ResourceProperties named(ResourceProperties properties) {
        String logGroup = "/aws/lambda/" + properties.id();
        properties.text(LOG_GROUP).filter(name -> !name.equals(logGroup)).ifPresent(name -> {
            throw new ResourceException("The property " + LOG_GROUP + " must be " + logGroup + ", not " + name
                    + ": Millrace keeps a function's log under the function's name.");
        });
        return properties.without("LoggingConfig", CONCURRENCY).with("FunctionName", properties.id());
    }

    private static void updateFunction(LambdaClient lambda, ResourceProperties wanted, ResourceProperties before) {
        ResourceProperties named = named(wanted);
        // Without any difference this is a creation that found its own work: which code that had is not known.
        if (!wanted.node("Code").equals(before.node("Code")) || wanted.json().equals(before.json())) {
            lambda.updateFunctionCode(new ResourceProperties(
                            wanted.request(), wanted.id(), wanted.json().withObjectProperty("Code"))
                    .with("FunctionName", wanted.id())
                    .into(UpdateFunctionCodeRequest.builder())
                    .build());
        }
        lambda.updateFunctionConfiguration(named.without("Code", "Tags")
                .withDefault("Description", "")
                .withDefault("Timeout", DEFAULT_TIMEOUT_SECONDS)
                .withDefault("MemorySize", DEFAULT_MEMORY_MEGABYTES)
                .withDefault("Environment.Variables", JsonNodeFactory.instance.objectNode())
                .into(UpdateFunctionConfigurationRequest.builder())
                .build());
        if (!wanted.node(CONCURRENCY).equals(before.node(CONCURRENCY))) {
            lambda.deleteFunctionConcurrency(request -> request.functionName(wanted.id()));
        }
        reserve(lambda, wanted);
    }

    private static void reserve(LambdaClient lambda, ResourceProperties function) {
        function.text(CONCURRENCY)
                .ifPresent(number -> lambda.putFunctionConcurrency(request ->
                        request.functionName(function.id()).reservedConcurrentExecutions(Integer.valueOf(number))));
    }

    private static ResourceHandler alias(LambdaClient lambda) {
        return SdkHandler.of("AWS::Lambda::Alias")
                .replacedBy("FunctionName", "Name")
                .supports("Description", "FunctionVersion")
                .id(properties -> "arn:aws:lambda:" + properties.stack().region() + ":"
                        + properties.stack().accountId() + ":function:" + functionName(properties) + ":"
                        + properties.text("Name").orElse(""))
                .find(id -> lambda.getAlias(request ->
                                        request.functionName(aliased(id)).name(alias(id)))
                                .aliasArn()
                        != null)
                .create(wanted -> lambda.createAlias(
                        wanted.into(CreateAliasRequest.builder()).build()))
                .update(wanted -> lambda.updateAlias(wanted.withDefault("Description", "")
                        .into(UpdateAliasRequest.builder())
                        .build()))
                .delete(gone -> lambda.deleteAlias(
                        request -> request.functionName(aliased(gone.id())).name(alias(gone.id()))))
                .attribute("AliasArn", ResourceProperties::id)
                .build();
    }

    private static String aliased(String arn) {
        return arn.substring(0, arn.lastIndexOf(':'));
    }

    private static String alias(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private static ResourceHandler permission(LambdaClient lambda) {
        return SdkHandler.of("AWS::Lambda::Permission")
                .replacedBy("Action", "FunctionName", "Principal", "SourceAccount", "SourceArn")
                .id(properties -> functionName(properties) + "|"
                        + Names.at("Id", MAX_STATEMENT_ID).apply(properties))
                .find(id -> lambda.getPolicy(request -> request.functionName(part(id, 0)))
                        .policy()
                        .contains("\"" + part(id, 1) + "\""))
                .create(wanted -> lambda.addPermission(wanted.with("StatementId", part(wanted.id(), 1))
                        .into(AddPermissionRequest.builder())
                        .build()))
                .update(wanted -> {
                    // Every property needs a new permission; one that was found at creation is complete.
                })
                .delete(gone -> lambda.removePermission(
                        request -> request.functionName(part(gone.id(), 0)).statementId(part(gone.id(), 1))))
                .ref(resource -> part(resource.id(), 1))
                .attribute("Id", resource -> part(resource.id(), 1))
                .build();
    }

    /** The function may be named by its ARN. */
    private static String functionName(ResourceProperties properties) {
        String name = properties.text("FunctionName").orElse("");
        int function = name.indexOf(":function:");
        return function < 0 ? name : name.substring(function + ":function:".length());
    }

    private static String part(String id, int index) {
        return id.split("\\|", 2)[index];
    }
}
