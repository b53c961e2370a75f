package io.millrace.server.function;

import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigResponse;

/** How asynchronous invocations of a function, version or alias are retried, and where their ends are told. Thread-safe. */
public final class EventSettingOperations {
    private final Functions functions;
    private final EventDestinations destinations;
    private final InstantSource clock;

    /** The operations; {@code destinations} says what can be told besides functions. */
    public EventSettingOperations(Functions functions, EventDestinations destinations, InstantSource clock) {
        this.functions = functions;
        this.destinations = destinations;
        this.clock = clock;
    }

    /** Replaces the settings. */
    public PutFunctionEventInvokeConfigResponse putFunctionEventInvokeConfig(
            PutFunctionEventInvokeConfigRequest request) {
        FunctionReference function = functions.names().reference(request.functionName(), request.qualifier());
        return (PutFunctionEventInvokeConfigResponse) FunctionAnswers.as(
                store(
                        function,
                        request.maximumRetryAttempts(),
                        request.maximumEventAgeInSeconds(),
                        request.destinationConfig()),
                PutFunctionEventInvokeConfigResponse.builder());
    }

    /** Changes what the request names and leaves the rest. */
    public UpdateFunctionEventInvokeConfigResponse updateFunctionEventInvokeConfig(
            UpdateFunctionEventInvokeConfigRequest request) {
        FunctionReference function = functions.names().reference(request.functionName(), request.qualifier());
        FunctionEventInvokeConfig old = find(function);
        return (UpdateFunctionEventInvokeConfigResponse) FunctionAnswers.as(
                store(
                        function,
                        Optional.ofNullable(request.maximumRetryAttempts()).orElse(old.maximumRetryAttempts()),
                        Optional.ofNullable(request.maximumEventAgeInSeconds()).orElse(old.maximumEventAgeInSeconds()),
                        Optional.ofNullable(request.destinationConfig()).orElse(old.destinationConfig())),
                UpdateFunctionEventInvokeConfigResponse.builder());
    }

    /** The settings. */
    public GetFunctionEventInvokeConfigResponse getFunctionEventInvokeConfig(
            GetFunctionEventInvokeConfigRequest request) {
        return (GetFunctionEventInvokeConfigResponse) FunctionAnswers.as(
                find(functions.names().reference(request.functionName(), request.qualifier())),
                GetFunctionEventInvokeConfigResponse.builder());
    }

    /** Back to Lambda's defaults. */
    public DeleteFunctionEventInvokeConfigResponse deleteFunctionEventInvokeConfig(
            DeleteFunctionEventInvokeConfigRequest request) {
        FunctionReference function = functions.names().reference(request.functionName(), request.qualifier());
        find(function);
        functions.eventSettings().delete(function.name(), function.qualifier());
        return DeleteFunctionEventInvokeConfigResponse.builder().build();
    }

    /** The settings of the function and of its versions and aliases. */
    public ListFunctionEventInvokeConfigsResponse listFunctionEventInvokeConfigs(
            ListFunctionEventInvokeConfigsRequest request) {
        String name = functions.names().parse(request.functionName(), null);
        functions.load(name, null);
        FunctionPages<FunctionEventInvokeConfig> page = FunctionPages.of(
                request.maxItems(),
                request.marker(),
                (marker, limit) -> functions.eventSettings().listAfter(name, marker, limit),
                settings ->
                        settings.functionArn().substring(settings.functionArn().lastIndexOf(':') + 1));
        return ListFunctionEventInvokeConfigsResponse.builder()
                .functionEventInvokeConfigs(page.items())
                .nextMarker(page.nextMarker())
                .build();
    }

    private FunctionEventInvokeConfig store(
            FunctionReference function,
            @Nullable Integer retries,
            @Nullable Integer maxAge,
            @Nullable DestinationConfig wanted) {
        functions.load(function);
        if (retries == null && maxAge == null && wanted == null) {
            throw FunctionErrors.invalid("You must specify at least one of error handling or destination setting.");
        }
        if (wanted != null) {
            check(wanted.onFailure() == null ? null : wanted.onFailure().destination());
            check(wanted.onSuccess() == null ? null : wanted.onSuccess().destination());
        }
        FunctionEventInvokeConfig settings = FunctionEventInvokeConfig.builder()
                .functionArn(functions.names().arn(function.name(), function.qualifier()))
                .maximumRetryAttempts(retries)
                .maximumEventAgeInSeconds(maxAge)
                .destinationConfig(wanted)
                .lastModified(clock.instant())
                .build();
        functions.eventSettings().put(function.name(), function.qualifier(), settings);
        return settings;
    }

    private void check(@Nullable String arn) {
        if (arn != null && !EventEnds.isFunction(arn) && !destinations.accepts(arn)) {
            throw FunctionErrors.invalid(
                    "The destination ARN " + arn + " is invalid: Millrace tells functions and SNS topics.");
        }
    }

    private FunctionEventInvokeConfig find(FunctionReference function) {
        return functions
                .eventSettings()
                .find(function.name(), function.qualifier())
                .orElseThrow(() -> FunctionErrors.missing(
                        "The function " + functions.names().arn(function.name(), function.qualifier())
                                + " doesn't have an EventInvokeConfig"));
    }
}
