package io.millrace.cloudformation.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cloudformation.resource.athena.AthenaHandlers;
import io.millrace.cloudformation.resource.events.EventsHandlers;
import io.millrace.cloudformation.resource.glue.GlueHandlers;
import io.millrace.cloudformation.resource.iam.IamHandlers;
import io.millrace.cloudformation.resource.lambda.LambdaHandlers;
import io.millrace.cloudformation.resource.logs.LogsHandlers;
import io.millrace.cloudformation.resource.s3.BucketSettings;
import io.millrace.cloudformation.resource.s3.S3Handlers;
import io.millrace.cloudformation.resource.scheduler.SchedulerHandlers;
import io.millrace.cloudformation.resource.secretsmanager.SecretsManagerHandlers;
import io.millrace.cloudformation.resource.sns.SnsHandlers;
import io.millrace.cloudformation.resource.ssm.SsmHandlers;
import io.millrace.cloudformation.schema.DefinitionSchema;
import io.millrace.cloudformation.schema.PropertySchema;
import io.millrace.cloudformation.schema.PropertyType;
import io.millrace.cloudformation.schema.ResourceSchema;
import io.millrace.cloudformation.schema.ResourceSchemas;
import io.millrace.cloudformation.schema.TestingServiceSpec;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What handlers say that they understand must be what AWS's schemas have: a path with a typing mistake would never be reached. */
final class TestSupportedProperties {
    private static final ResourceSchemas SCHEMAS = TestingServiceSpec.schemas();

    static List<ResourceHandler> handlers() {
        List<ResourceHandler> handlers = new ArrayList<>();
        handlers.addAll(S3Handlers.of(unused(S3Client.class), unused(BucketSettings.class)));
        handlers.addAll(GlueHandlers.of(unused(GlueClient.class)));
        handlers.addAll(AthenaHandlers.of(unused(AthenaClient.class)));
        handlers.addAll(LambdaHandlers.of(unused(LambdaClient.class)));
        handlers.addAll(EventsHandlers.of(unused(EventBridgeClient.class)));
        handlers.addAll(SchedulerHandlers.of(unused(SchedulerClient.class)));
        handlers.addAll(LogsHandlers.of(unused(CloudWatchLogsClient.class)));
        handlers.addAll(SsmHandlers.of(unused(SsmClient.class)));
        handlers.addAll(SecretsManagerHandlers.of(unused(SecretsManagerClient.class)));
        handlers.addAll(SnsHandlers.of(unused(SnsClient.class)));
        handlers.addAll(IamHandlers.of(unused(IamClient.class)));
        return handlers;
    }

    /** A client that no call may reach. */
    private static <T> T unused(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new AssertionError(method + " was called");
                }));
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void areThoseOfAwssSchemas(ResourceHandler handler) {
        ResourceSchema schema = SCHEMAS.findResource(handler.type()).orElseThrow();
        SupportedProperties supported = handler.supported();

        assertThat(supported.properties())
                .allSatisfy(path -> assertThat(exists(schema.definition(), List.of(path.split("\\."))))
                        .as(handler.type() + " " + path)
                        .isTrue());
        assertThat(schema.attributes()).as(handler.type()).containsAll(supported.attributes());
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void containWhatAResourceMustHave(ResourceHandler handler) {
        ResourceSchema schema = SCHEMAS.findResource(handler.type()).orElseThrow();

        schema.definition().properties().forEach((name, property) -> {
            if (property.required()) {
                assertThat(handler.supported().properties())
                        .as(handler.type() + " " + name)
                        .anyMatch(path -> path.equals(name) || path.startsWith(name + "."));
            }
        });
    }

    private static boolean exists(DefinitionSchema definition, List<String> path) {
        PropertySchema property = definition.properties().get(path.get(0));
        return property != null && exists(property.type(), path.subList(1, path.size()));
    }

    private static boolean exists(PropertyType type, List<String> path) {
        if (path.isEmpty() || type instanceof PropertyType.Json) {
            return true;
        }
        if (type instanceof PropertyType.Limited limited) {
            return exists(limited.base(), path);
        }
        if (type instanceof PropertyType.ListOf list) {
            return path.get(0).equals("*") && exists(list.element(), path.subList(1, path.size()));
        }
        if (type instanceof PropertyType.AnyOf any) {
            return any.types().stream().anyMatch(option -> exists(option, path));
        }
        return type instanceof PropertyType.Nested nested && exists(SCHEMAS.definition(nested), path);
    }
}
