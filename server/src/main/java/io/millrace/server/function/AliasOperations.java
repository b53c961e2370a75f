package io.millrace.server.function;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.ListAliasesRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

/** Lambda's aliases: names for versions, which may send a part of the invocations to a second version. Thread-safe. */
public final class AliasOperations {
    private final Functions functions;

    /** The operations on aliases of these functions. */
    public AliasOperations(Functions functions) {
        this.functions = functions;
    }

    /** Creates an alias of a version that exists. */
    public synchronized CreateAliasResponse createAlias(CreateAliasRequest request) {
        String name = functions.names().parse(request.functionName(), null);
        functions.version(name, request.functionVersion());
        checkRouting(name, request.functionVersion(), request.routingConfig());
        String arn = functions.names().arn(name, request.name());
        if (functions.aliases().find(name, request.name()).isPresent()) {
            throw FunctionErrors.conflict("Alias already exists: " + arn);
        }
        AliasConfiguration alias = AliasConfiguration.builder()
                .aliasArn(arn)
                .name(request.name())
                .functionVersion(request.functionVersion())
                .description(Optional.ofNullable(request.description()).orElse(""))
                .routingConfig(routing(request.routingConfig(), null))
                .revisionId(UUID.randomUUID().toString())
                .build();
        functions.aliases().put(name, request.name(), alias);
        return (CreateAliasResponse) FunctionAnswers.as(alias, CreateAliasResponse.builder());
    }

    /** One alias. */
    public GetAliasResponse getAlias(GetAliasRequest request) {
        return (GetAliasResponse) FunctionAnswers.as(
                find(functions.names().parse(request.functionName(), null), request.name()),
                GetAliasResponse.builder());
    }

    /** Points an alias elsewhere, if it is still the revision that the request names. */
    public synchronized UpdateAliasResponse updateAlias(UpdateAliasRequest request) {
        String name = functions.names().parse(request.functionName(), null);
        AliasConfiguration old = find(name, request.name());
        if (request.revisionId() != null && !request.revisionId().equals(old.revisionId())) {
            throw FunctionErrors.stale();
        }
        String version = request.functionVersion() == null ? old.functionVersion() : request.functionVersion();
        functions.version(name, version);
        checkRouting(name, version, request.routingConfig());
        AliasConfiguration alias = old.toBuilder()
                .functionVersion(version)
                .description(request.description() == null ? old.description() : request.description())
                .routingConfig(routing(request.routingConfig(), old.routingConfig()))
                .revisionId(UUID.randomUUID().toString())
                .build();
        functions.aliases().put(name, request.name(), alias);
        return (UpdateAliasResponse) FunctionAnswers.as(alias, UpdateAliasResponse.builder());
    }

    /** Deletes an alias; one that is not there is no error, as on AWS. */
    public synchronized DeleteAliasResponse deleteAlias(DeleteAliasRequest request) {
        String name = functions.names().parse(request.functionName(), null);
        functions.version(name, FunctionNames.LATEST);
        functions.aliases().delete(name, request.name());
        return DeleteAliasResponse.builder().build();
    }

    /** The aliases by name, at most 50 a page. */
    public ListAliasesResponse listAliases(ListAliasesRequest request) {
        String name = functions.names().parse(request.functionName(), null);
        functions.version(name, FunctionNames.LATEST);
        FunctionPages<AliasConfiguration> page = FunctionPages.of(
                request.maxItems(),
                request.marker(),
                (marker, limit) -> functions.aliases().listAfter(name, marker, limit),
                AliasConfiguration::name);
        return ListAliasesResponse.builder()
                .aliases(page.items().stream()
                        .filter(alias -> request.functionVersion() == null || uses(alias, request.functionVersion()))
                        .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    /** Whether invocations of the alias may run the version. */
    static boolean uses(AliasConfiguration alias, String version) {
        return alias.functionVersion().equals(version)
                || (alias.routingConfig() != null
                        && alias.routingConfig().additionalVersionWeights().containsKey(version));
    }

    private AliasConfiguration find(String function, String alias) {
        return functions
                .aliases()
                .find(function, alias)
                .orElseThrow(() -> FunctionErrors.missing(
                        "Cannot find alias arn: " + functions.names().arn(function, alias)));
    }

    /** Null in a request leaves what was; an empty map of weights takes the second version away. */
    private static @Nullable AliasRoutingConfiguration routing(
            @Nullable AliasRoutingConfiguration wanted, @Nullable AliasRoutingConfiguration old) {
        if (wanted == null) {
            return old;
        }
        return wanted.additionalVersionWeights().isEmpty() ? null : wanted;
    }

    private void checkRouting(String name, String version, @Nullable AliasRoutingConfiguration routing) {
        if (routing == null || routing.additionalVersionWeights().isEmpty()) {
            return;
        }
        Map<String, Double> weights = routing.additionalVersionWeights();
        String second = weights.keySet().iterator().next();
        if (weights.size() > 1 || second.equals(version)) {
            throw FunctionErrors.invalid("An alias can send invocations to its own version and one other.");
        }
        if (second.equals(FunctionNames.LATEST) || version.equals(FunctionNames.LATEST)) {
            throw FunctionErrors.invalid("$LATEST is not supported for an alias pointing to more than 1 version");
        }
        functions.version(name, second);
    }
}
