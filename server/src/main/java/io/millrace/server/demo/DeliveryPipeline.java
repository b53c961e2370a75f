package io.millrace.server.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.server.MillraceHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;

/** The pipeline's own stack, from the template that everybody deploys, with the secret that its live test opens the object store by. */
record DeliveryPipeline(CloudFormationClient stacks, SecretsManagerClient secrets) {
    static final String STACK = "millrace-pipeline";
    static final String REPOSITORY = "taxi";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String STORE_KEY = "millrace/store-key";

    /** Creates or updates the stack and returns the pipeline's name. */
    String deploy(MillraceHome home, S3Settings storage) {
        List<Parameter> parameters = new ArrayList<>(List.of(
                parameter("RepositoryName", REPOSITORY),
                parameter("LiveTestData", DeliveryRepository.DATA),
                parameter("ObjectStore", "plain"),
                parameter("EncryptArtifacts", "false")));
        storage.credentials().ifPresent(key -> {
            putSecret(key);
            parameters.add(parameter("StoreKeySecretName", STORE_KEY));
        });
        try {
            new DemoStack(stacks, STACK).deploy(Files.readString(home.pipelineTemplate()), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the pipeline's template: " + e.getMessage(), e);
        }
        return name().orElseThrow(
                        () -> new IllegalStateException("The stack " + STACK + " has no output PipelineName"));
    }

    /** The pipeline's name; empty if the stack is not there or not complete. */
    Optional<String> name() {
        return new DemoStack(stacks, STACK)
                .settled()
                .flatMap(stack -> stack.outputs().stream()
                        .filter(output -> output.outputKey().equals("PipelineName"))
                        .map(Output::outputValue)
                        .findFirst());
    }

    private void putSecret(S3Settings.Credentials key) {
        String text = JSON.createObjectNode()
                .put("accessKeyId", key.accessKeyId())
                .put("secretAccessKey", key.secretAccessKey())
                .toString();
        try {
            secrets.createSecret(request -> request.name(STORE_KEY).secretString(text));
        } catch (ResourceExistsException e) {
            secrets.putSecretValue(request -> request.secretId(STORE_KEY).secretString(text));
        }
    }

    private static Parameter parameter(String key, String value) {
        return Parameter.builder().parameterKey(key).parameterValue(value).build();
    }
}
