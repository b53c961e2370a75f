package io.millrace.server.function;

import io.millrace.server.function.runtime.FunctionCode;
import io.millrace.server.function.runtime.FunctionHost;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.Concurrency;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionVersion;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

/**
 * Lambda's functions: create, read, update, delete. A function is usable as soon as it is created (AWS says {@code Pending}
 * for a while). Layers, images and networks of its own are refused. Thread-safe; changes of one function happen one after the other, and
 * another's package, of thousands of files, is not waited for.
 */
public final class FunctionOperations {
    private static final int DEFAULT_TIMEOUT_SECONDS = 3;
    private static final int DEFAULT_MEMORY_MEGABYTES = 128;
    private static final DateTimeFormatter LAST_MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

    private final Functions functions;
    private final FunctionCodeSource sources;
    private final FunctionHost host;
    private final VersionOperations versions;
    private final FunctionRules rules;
    private final InstantSource clock;
    private final FunctionTurns turns = new FunctionTurns();

    /**
     * The operations on functions.
     *
     * @param functions the functions of this server
     * @param sources where code may come from
     * @param host runs the functions; told when one changes
     * @param versions publishes what is to be published at once
     * @param destinations what dead-letter targets may be
     */
    public FunctionOperations(
            Functions functions,
            FunctionCodeSource sources,
            FunctionHost host,
            VersionOperations versions,
            EventDestinations destinations,
            InstantSource clock) {
        this.functions = functions;
        this.sources = sources;
        this.host = host;
        this.versions = versions;
        this.rules = new FunctionRules(destinations);
        this.clock = clock;
    }

    /** Creates a function from a zip or jar in the request or in the object store. */
    public CreateFunctionResponse createFunction(CreateFunctionRequest request) {
        rules.check(request);
        String name = functions.names().parse(request.functionName(), null);
        return turns.take(name, () -> create(request, name));
    }

    private CreateFunctionResponse create(CreateFunctionRequest request, String name) {
        if (functions.rows().find(name).isPresent()) {
            throw FunctionErrors.exists(name);
        }
        FunctionCode code = functions.code().store(name, sources.load(request.code()));
        FunctionConfiguration function = changed(FunctionConfiguration.builder()
                .functionName(name)
                .functionArn(functions.names().arn(name))
                .runtime(request.runtime())
                .role(request.role())
                .handler(request.handler())
                .description(request.description() == null ? "" : request.description())
                .timeout(request.timeout() == null ? DEFAULT_TIMEOUT_SECONDS : request.timeout())
                .memorySize(request.memorySize() == null ? DEFAULT_MEMORY_MEGABYTES : request.memorySize())
                .environment(
                        request.environment() == null
                                ? null
                                : EnvironmentResponse.builder()
                                        .variables(request.environment().variables())
                                        .build())
                .deadLetterConfig(request.deadLetterConfig())
                .codeSha256(code.sha256())
                .codeSize(code.size())
                .version(FunctionNames.LATEST)
                .packageType(PackageType.ZIP)
                .architectures(Architecture.X86_64)
                .state(State.ACTIVE)
                .lastUpdateStatus(LastUpdateStatus.SUCCESSFUL));
        if (!functions.rows().insert(function, request.tags())) {
            throw FunctionErrors.exists(name);
        }
        host.prepare(functions.spec(function));
        return (CreateFunctionResponse)
                FunctionAnswers.as(published(function, request.publish()), CreateFunctionResponse.builder());
    }

    /** The function's configuration and tags. The code has no download location. */
    public GetFunctionResponse getFunction(GetFunctionRequest request) {
        FunctionConfiguration function = functions.load(request.functionName(), request.qualifier());
        Map<String, String> tags = functions.rows().tags(function.functionName());
        Integer reserved = ConcurrencyOperations.orNull(functions.rows().reserved(function.functionName()));
        return GetFunctionResponse.builder()
                .configuration(function)
                .code(code -> code.repositoryType("S3"))
                .tags(tags.isEmpty() ? null : tags)
                .concurrency(
                        reserved == null
                                ? null
                                : Concurrency.builder()
                                        .reservedConcurrentExecutions(reserved)
                                        .build())
                .build();
    }

    /** The function's configuration. */
    public GetFunctionConfigurationResponse getFunctionConfiguration(GetFunctionConfigurationRequest request) {
        return (GetFunctionConfigurationResponse) FunctionAnswers.as(
                functions.load(request.functionName(), request.qualifier()),
                GetFunctionConfigurationResponse.builder());
    }

    /** Replaces the code; running invocations end with the old one. */
    public UpdateFunctionCodeResponse updateFunctionCode(UpdateFunctionCodeRequest request) {
        return turns.take(functions.names().parse(request.functionName(), null), () -> updateCode(request));
    }

    private UpdateFunctionCodeResponse updateCode(UpdateFunctionCodeRequest request) {
        FunctionConfiguration old = expected(request.functionName(), request.revisionId());
        byte[] zip = sources.load(request);
        FunctionCode code = functions.code().store(old.functionName(), zip);
        FunctionConfiguration.Builder builder =
                old.toBuilder().codeSha256(code.sha256()).codeSize(code.size());
        if (Boolean.TRUE.equals(request.dryRun())) {
            return (UpdateFunctionCodeResponse)
                    FunctionAnswers.as(builder.build(), UpdateFunctionCodeResponse.builder());
        }
        FunctionConfiguration function = replace(old, builder);
        List<FunctionCode> kept = new ArrayList<>(functions.codesInUse(function));
        kept.add(functions.spec(old).code());
        functions.code().keepOnly(old.functionName(), kept);
        host.prepare(functions.spec(function));
        return (UpdateFunctionCodeResponse)
                FunctionAnswers.as(published(function, request.publish()), UpdateFunctionCodeResponse.builder());
    }

    /** Changes what the request names and leaves the rest. */
    public UpdateFunctionConfigurationResponse updateFunctionConfiguration(UpdateFunctionConfigurationRequest request) {
        rules.check(request);
        return turns.take(functions.names().parse(request.functionName(), null), () -> updateConfiguration(request));
    }

    private UpdateFunctionConfigurationResponse updateConfiguration(UpdateFunctionConfigurationRequest request) {
        FunctionConfiguration old = expected(request.functionName(), request.revisionId());
        FunctionConfiguration.Builder builder = old.toBuilder()
                .role(orElse(request.role(), old.role()))
                .handler(orElse(request.handler(), old.handler()))
                .description(orElse(request.description(), old.description()))
                .timeout(orElse(request.timeout(), old.timeout()))
                .memorySize(orElse(request.memorySize(), old.memorySize()))
                .runtime(orElse(request.runtimeAsString(), old.runtimeAsString()));
        if (request.environment() != null) {
            builder.environment(
                    environment -> environment.variables(request.environment().variables()));
        }
        if (request.deadLetterConfig() != null) {
            String target = request.deadLetterConfig().targetArn();
            builder.deadLetterConfig(target == null || target.isEmpty() ? null : request.deadLetterConfig());
        }
        FunctionConfiguration function = replace(old, builder);
        host.prepare(functions.spec(function));
        return (UpdateFunctionConfigurationResponse)
                FunctionAnswers.as(function, UpdateFunctionConfigurationResponse.builder());
    }

    private FunctionConfiguration published(FunctionConfiguration function, @Nullable Boolean publish) {
        return Boolean.TRUE.equals(publish) ? versions.publish(function, null) : function;
    }

    /** Deletes one version, or the function with all that belongs to it, its code and its queued invocations; running invocations end. */
    public DeleteFunctionResponse deleteFunction(DeleteFunctionRequest request) {
        FunctionReference reference = functions.names().reference(request.functionName(), request.qualifier());
        return turns.take(reference.name(), () -> delete(request, reference));
    }

    private DeleteFunctionResponse delete(DeleteFunctionRequest request, FunctionReference reference) {
        if (reference.isVersion()) {
            versions.delete(reference);
            return DeleteFunctionResponse.builder().build();
        }
        String name = functions.names().parse(request.functionName(), request.qualifier());
        if (!functions.rows().delete(name)) {
            throw FunctionErrors.notFound(functions.names().arn(name));
        }
        host.retireAll(name);
        functions.code().delete(name);
        return DeleteFunctionResponse.builder().build();
    }

    /** The functions by name, at most 50 a page; with {@code FunctionVersion} {@code ALL} each with its versions. */
    public ListFunctionsResponse listFunctions(ListFunctionsRequest request) {
        FunctionPages<FunctionConfiguration> page = FunctionPages.of(
                request.maxItems(), request.marker(), functions.rows()::listAfter, FunctionConfiguration::functionName);
        Stream<FunctionConfiguration> listed = page.items().stream();
        if (request.functionVersion() == FunctionVersion.ALL) {
            listed = listed.flatMap(function -> Stream.concat(
                    Stream.of(function),
                    functions.versions().listAfter(function.functionName(), 0, Integer.MAX_VALUE).stream()));
        }
        return ListFunctionsResponse.builder()
                .functions(listed.toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private FunctionConfiguration expected(String functionName, @Nullable String revision) {
        FunctionConfiguration function = functions.load(functionName, null);
        if (revision != null && !revision.equals(function.revisionId())) {
            throw FunctionErrors.stale();
        }
        return function;
    }

    private FunctionConfiguration replace(FunctionConfiguration old, FunctionConfiguration.Builder builder) {
        FunctionConfiguration function = changed(builder);
        if (!functions.rows().update(function, old.revisionId())) {
            throw FunctionErrors.stale();
        }
        host.retire(functions.spec(old));
        return function;
    }

    private FunctionConfiguration changed(FunctionConfiguration.Builder builder) {
        return builder.lastModified(LAST_MODIFIED.format(clock.instant()))
                .revisionId(UUID.randomUUID().toString())
                .build();
    }

    private static <T> T orElse(@Nullable T value, T other) {
        return value == null ? other : value;
    }
}
