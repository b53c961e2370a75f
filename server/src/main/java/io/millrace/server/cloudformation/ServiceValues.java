package io.millrace.server.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cloudformation.evaluate.DynamicReference;
import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.ValueSources;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** What templates name in the parameter store and in Secrets Manager. Thread-safe. */
public final class ServiceValues implements ValueSources {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SsmClient parameters;
    private final SecretsManagerClient secrets;

    /** Values that these services have. */
    public ServiceValues(SsmClient parameters, SecretsManagerClient secrets) {
        this.parameters = parameters;
        this.secrets = secrets;
    }

    @Override
    public Optional<String> parameter(String name) {
        return find(name, false).map(found -> {
            if (found.type() == ParameterType.SECURE_STRING) {
                throw new EvaluationException(
                        "The parameter " + name + " is a SecureString, which only {{resolve:ssm-secure:…}} reads");
            }
            return found.value();
        });
    }

    private Optional<Parameter> find(String name, boolean decrypted) {
        try {
            return Optional.of(parameters
                    .getParameter(request -> request.name(name).withDecryption(decrypted))
                    .parameter());
        } catch (ParameterNotFoundException | ParameterVersionNotFoundException e) {
            return Optional.empty();
        } catch (SsmException e) {
            throw new EvaluationException("The parameter " + name + " cannot be read: "
                    + e.awsErrorDetails().errorMessage());
        }
    }

    @Override
    public Optional<String> resolve(DynamicReference reference) {
        return switch (reference.service()) {
            case SSM -> parameter(versioned(reference));
            case SSM_SECURE -> find(versioned(reference), true).map(Parameter::value);
            case SECRETS_MANAGER -> secret(reference);
        };
    }

    private static String versioned(DynamicReference reference) {
        return reference.name()
                + reference.version().map(version -> ":" + version).orElse("");
    }

    private Optional<String> secret(DynamicReference reference) {
        String text;
        try {
            text = secrets.getSecretValue(request -> request.secretId(reference.name())
                            .versionStage(reference.stage().orElse(null))
                            .versionId(reference.version().orElse(null)))
                    .secretString();
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
        return reference.key().isEmpty()
                ? Optional.ofNullable(text)
                : member(
                        reference.name(),
                        text == null ? "" : text,
                        reference.key().get());
    }

    private static Optional<String> member(String secret, String text, String key) {
        try {
            JsonNode value = JSON.readTree(text).path(key);
            return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
        } catch (JsonProcessingException e) {
            // Its text would be in the cause.
            throw new EvaluationException("The secret " + secret + " is not JSON, so it has no key " + key);
        }
    }

    @Override
    public boolean exists(String type, String value) {
        throw new EvaluationException("Parameters of type " + type + " are not supported here; use String");
    }
}
