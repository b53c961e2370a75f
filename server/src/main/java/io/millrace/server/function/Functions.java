package io.millrace.server.function;

import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.function.runtime.FunctionCode;
import io.millrace.server.function.runtime.FunctionSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;

/** The functions of this server: their rows, versions, aliases, code and names. Thread-safe. */
public final class Functions {
    private final FunctionRows rows;
    private final VersionRows versions;
    private final DefinitionRows<AliasConfiguration> aliases;
    private final DefinitionRows<FunctionEventInvokeConfig> eventSettings;
    private final PermissionRows permissions;
    private final FunctionCodeStore code;
    private final FunctionNames names;
    private final RandomGenerator random = RandomGenerator.getDefault();

    /**
     * The functions in a database that has the server's migrations.
     *
     * @param codeFolder where the code is kept
     * @param background deletes code that nothing uses any more
     * @param region the region of the functions' ARNs
     * @param cipher seals their configurations, because a function's variables are often secrets
     */
    public Functions(Jdbi jdbi, Path codeFolder, Executor background, String region, MasterKeyCipher cipher) {
        SealedConfigurations sealed = new SealedConfigurations(cipher);
        this.rows = new FunctionRows(jdbi, sealed);
        this.versions = new VersionRows(jdbi, sealed);
        this.aliases = new DefinitionRows<>(jdbi, "lambda_aliases", "alias", AliasConfiguration.class, () ->
                (SdkPojo) AliasConfiguration.builder());
        this.eventSettings =
                new DefinitionRows<>(jdbi, "lambda_event_invoke", "qualifier", FunctionEventInvokeConfig.class, () ->
                        (SdkPojo) FunctionEventInvokeConfig.builder());
        this.permissions = new PermissionRows(jdbi);
        this.code = new FunctionCodeStore(codeFolder, background);
        this.names = new FunctionNames(region);
    }

    FunctionRows rows() {
        return rows;
    }

    VersionRows versions() {
        return versions;
    }

    DefinitionRows<AliasConfiguration> aliases() {
        return aliases;
    }

    DefinitionRows<FunctionEventInvokeConfig> eventSettings() {
        return eventSettings;
    }

    PermissionRows permissions() {
        return permissions;
    }

    FunctionCodeStore code() {
        return code;
    }

    FunctionNames names() {
        return names;
    }

    /** The function by name, partial ARN or ARN, in the version that the qualifier names. */
    FunctionConfiguration load(String text, @Nullable String qualifier) {
        return load(names.reference(text, qualifier));
    }

    FunctionConfiguration load(FunctionReference reference) {
        if (reference.isLatest() || reference.isVersion()) {
            return version(reference.name(), reference.qualifier());
        }
        AliasConfiguration alias = alias(reference);
        return version(reference.name(), alias.functionVersion()).toBuilder()
                .functionArn(alias.aliasArn())
                .build();
    }

    /** What an invocation runs: an alias with weights gives now the one, now the other of its versions. */
    FunctionConfiguration route(FunctionReference reference) {
        if (reference.isLatest() || reference.isVersion()) {
            return version(reference.name(), reference.qualifier());
        }
        AliasConfiguration alias = alias(reference);
        String chosen = alias.functionVersion();
        if (alias.routingConfig() != null) {
            double dice = random.nextDouble();
            for (Map.Entry<String, Double> weight :
                    alias.routingConfig().additionalVersionWeights().entrySet()) {
                dice -= weight.getValue();
                if (dice < 0) {
                    chosen = weight.getKey();
                    break;
                }
            }
        }
        return version(reference.name(), chosen).toBuilder()
                .functionArn(alias.aliasArn())
                .build();
    }

    private AliasConfiguration alias(FunctionReference reference) {
        return aliases.find(reference.name(), reference.qualifier())
                .orElseThrow(() -> FunctionErrors.notFound(names.arn(reference.name(), reference.qualifier())));
    }

    FunctionConfiguration version(String name, String version) {
        if (version.equals(FunctionNames.LATEST)) {
            return rows.find(name).orElseThrow(() -> FunctionErrors.notFound(names.arn(name)));
        }
        return versions.find(name, Long.parseLong(version))
                .orElseThrow(() -> FunctionErrors.notFound(names.arn(name, version)));
    }

    /** The code that the function or a version of it still needs. */
    List<FunctionCode> codesInUse(FunctionConfiguration latest) {
        List<FunctionCode> codes = new ArrayList<>(List.of(spec(latest).code()));
        versions.listAfter(latest.functionName(), 0, Integer.MAX_VALUE)
                .forEach(version -> codes.add(spec(version).code()));
        return codes;
    }

    /** How to run it. */
    FunctionSpec spec(FunctionConfiguration function) {
        return new FunctionSpec(
                function.functionName(),
                function.functionArn(),
                function.version(),
                function.revisionId(),
                function.handler(),
                function.role(),
                Duration.ofSeconds(function.timeout()),
                function.memorySize(),
                function.environment() == null
                        ? Map.of()
                        : function.environment().variables(),
                code.locate(function.functionName(), function.codeSha256(), function.codeSize()));
    }
}
