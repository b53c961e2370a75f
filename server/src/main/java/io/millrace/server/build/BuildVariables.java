package io.millrace.server.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The variables that a project, a build and a buildspec declare. Those of the build win over the buildspec's (CodeBuild User Guide,
 * "Environment variables in build environments"). What comes from Parameter Store or Secrets Manager is read with the build's own
 * permissions, and is secret.
 */
final class BuildVariables {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SsmClient parameters;
    private final SecretsManagerClient secretsManager;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();

    BuildVariables(SsmClient parameters, SecretsManagerClient secretsManager) {
        this.parameters = parameters;
        this.secretsManager = secretsManager;
    }

    Map<String, String> values() {
        return Map.copyOf(values);
    }

    Set<String> secrets() {
        return Set.copyOf(secrets);
    }

    void add(Buildspec spec) throws BuildFailedException {
        values.putAll(spec.variables());
        for (Map.Entry<String, String> entry : spec.parameters().entrySet()) {
            secret(entry.getKey(), parameter(entry.getValue()));
        }
        for (Map.Entry<String, String> entry : spec.secrets().entrySet()) {
            secret(entry.getKey(), secret(entry.getValue()));
        }
    }

    void add(List<EnvironmentVariable> declared) throws BuildFailedException {
        for (EnvironmentVariable variable : declared) {
            if (variable.type() == EnvironmentVariableType.PARAMETER_STORE) {
                secret(variable.name(), parameter(variable.value()));
            } else if (variable.type() == EnvironmentVariableType.SECRETS_MANAGER) {
                secret(variable.name(), secret(variable.value()));
            } else {
                values.put(variable.name(), variable.value());
            }
        }
    }

    private void secret(String name, String value) {
        values.put(name, value);
        secrets.add(value);
    }

    private String parameter(String name) throws BuildFailedException {
        try {
            return parameters
                    .getParameter(request -> request.name(name).withDecryption(true))
                    .parameter()
                    .value();
        } catch (SdkException e) {
            throw new BuildFailedException(
                    "PARAMETER_STORE_ERROR", "The parameter " + name + " cannot be read: " + e.getMessage());
        }
    }

    /** An ARN has six colons of its own. */
    private String secret(String reference) throws BuildFailedException {
        String[] parts = reference.split(":", -1);
        int id = reference.startsWith("arn:") ? Math.min(7, parts.length) : 1;
        String name = String.join(":", List.of(parts).subList(0, id));
        String key = parts.length > id ? parts[id] : "";
        String stage = parts.length > id + 1 ? parts[id + 1] : "";
        String version = parts.length > id + 2 ? parts[id + 2] : "";
        try {
            String text = secretsManager
                    .getSecretValue(request -> request.secretId(name)
                            .versionStage(stage.isEmpty() ? null : stage)
                            .versionId(version.isEmpty() ? null : version))
                    .secretString();
            return key.isEmpty() ? text : member(name, text, key);
        } catch (SdkException e) {
            throw new BuildFailedException(
                    "SECRETS_MANAGER_ERROR", "The secret " + name + " cannot be read: " + e.getMessage());
        }
    }

    private String member(String name, String text, String key) throws BuildFailedException {
        try {
            JsonNode value = JSON.readTree(text).path(key);
            if (!value.isMissingNode()) {
                secrets.add(text);
                return value.asText();
            }
        } catch (JsonProcessingException e) {
            // The parser's message would show the secret.
            throw new BuildFailedException("SECRETS_MANAGER_ERROR", "The secret " + name + " is no JSON.");
        }
        throw new BuildFailedException("SECRETS_MANAGER_ERROR", "The secret " + name + " has no key " + key + ".");
    }
}
