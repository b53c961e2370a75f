package io.millrace.cloudformation.resource.secretsmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;

/**
 * What of {@code AWS::SecretsManager} can be deployed: secrets, given or generated. Deletion is at once, without a time for recovery,
 * as CloudFormation does it. The physical id is the name, {@code Ref} the ARN.
 */
public final class SecretsManagerHandlers {
    // docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
    private static final int MAX_NAME = 512;
    private static final String GENERATE = "GenerateSecretString";
    private static final String SECRET = "SecretString";
    private static final String KEY = "GenerateStringKey";
    private static final String TEMPLATE = "SecretStringTemplate";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SecretsManagerClient secrets;

    private SecretsManagerHandlers(SecretsManagerClient secrets) {
        this.secrets = secrets;
    }

    /** Secrets. */
    public static List<ResourceHandler> of(SecretsManagerClient secrets) {
        return List.of(new SecretsManagerHandlers(secrets).secret());
    }

    private ResourceHandler secret() {
        return SdkHandler.of("AWS::SecretsManager::Secret")
                .replacedBy("Name")
                .supports("Description", SECRET, GENERATE)
                .id(Names.at("Name", MAX_NAME))
                .find(id ->
                        secrets.describeSecret(request -> request.secretId(id)).deletedDate() == null)
                .create(wanted -> secrets.createSecret(withValue(wanted)
                        .with("Name", wanted.id())
                        .withTags()
                        .with("ClientRequestToken", wanted.request().clientToken())
                        .into(CreateSecretRequest.builder())
                        .build()))
                .update(this::update)
                .delete(gone -> secrets.deleteSecret(
                        request -> request.secretId(gone.id()).forceDeleteWithoutRecovery(true)))
                .ref(this::arn)
                .attribute("Id", this::arn)
                .tags(new Tags(secrets))
                .build();
    }

    private void update(ResourceProperties wanted, ResourceProperties before) {
        boolean sameValue = wanted.node(GENERATE).equals(before.node(GENERATE))
                && wanted.node(SECRET).equals(before.node(SECRET));
        ResourceProperties request = sameValue ? wanted.without(SECRET, GENERATE) : withValue(wanted);
        secrets.updateSecret(request.without("Name", "Tags")
                .with("SecretId", wanted.id())
                .withDefault("Description", "")
                .into(UpdateSecretRequest.builder())
                .build());
    }

    private String arn(ResourceProperties secret) {
        return secrets.describeSecret(request -> request.secretId(secret.id())).arn();
    }

    private ResourceProperties withValue(ResourceProperties wanted) {
        JsonNode generate = wanted.node(GENERATE);
        if (!generate.isObject()) {
            return wanted;
        }
        if (!wanted.node(SECRET).isMissingNode()) {
            throw new ResourceException("A secret takes SecretString or GenerateSecretString, not both.");
        }
        ResourceProperties rules = new ResourceProperties(wanted.request(), wanted.id(), (ObjectNode) generate);
        String password = secrets.getRandomPassword(rules.without(KEY, TEMPLATE)
                        .into(GetRandomPasswordRequest.builder())
                        .build())
                .randomPassword();
        return wanted.without(GENERATE).with(SECRET, inTemplate(rules, password));
    }

    private static String inTemplate(ResourceProperties rules, String password) {
        Optional<String> key = rules.text(KEY);
        Optional<String> template = rules.text(TEMPLATE);
        if (key.isEmpty() && template.isEmpty()) {
            return password;
        }
        try {
            if (key.isPresent() && template.isPresent() && JSON.readTree(template.get()) instanceof ObjectNode secret) {
                return JSON.writeValueAsString(secret.put(key.get(), password));
            }
        } catch (JsonProcessingException e) {
            // The message would quote the template, which may hold other secrets.
            throw new ResourceException("GenerateSecretString.SecretStringTemplate must be a JSON map.");
        }
        throw new ResourceException(
                "GenerateSecretString needs both GenerateStringKey and SecretStringTemplate, a JSON map, or neither.");
    }

    private record Tags(SecretsManagerClient secrets) implements TagCalls {
        @Override
        public Map<String, String> read(ResourceProperties resource) {
            return secrets.describeSecret(request -> request.secretId(resource.id())).tags().stream()
                    .collect(Collectors.toMap(Tag::key, Tag::value));
        }

        @Override
        public void put(ResourceProperties resource, Map<String, String> tags) {
            List<Tag> list = tags.entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            secrets.tagResource(request -> request.secretId(resource.id()).tags(list));
        }

        @Override
        public void remove(ResourceProperties resource, List<String> keys) {
            secrets.untagResource(request -> request.secretId(resource.id()).tagKeys(keys));
        }
    }
}
