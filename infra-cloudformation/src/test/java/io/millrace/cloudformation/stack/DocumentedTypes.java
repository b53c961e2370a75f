package io.millrace.cloudformation.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.evaluate.DynamicReference;
import io.millrace.cloudformation.evaluate.ValueSources;
import io.millrace.cloudformation.resource.Resource;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.StackIdentity;
import io.millrace.cloudformation.resource.SupportedProperties;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** The types of AWS's examples of change sets, with the update behaviour that AWS documents of their properties. */
final class DocumentedTypes {
    private final MemoryStackStore store = new MemoryStackStore(new Faults());

    StackEngine engine() {
        return new StackEngine(
                store,
                ResourceHandlers.of(List.of(
                        type("AWS::EC2::Instance", Set.of("InstanceType", "Tags"), Set.of("KeyName", "ImageId")),
                        type("AWS::EC2::NetworkInterface", Set.of("Description", "Ipv4Prefixes", "Tags"), Set.of()),
                        type("AWS::AutoScaling::AutoScalingGroup", Set.of("LaunchConfigurationName"), Set.of()),
                        type("AWS::AutoScaling::LaunchConfiguration", Set.of(), Set.of("ImageId")),
                        type("AWS::S3::Bucket", Set.of("BucketEncryption"), Set.of("BucketName")),
                        type("AWS::KMS::Key", Set.of("Description"), Set.of()),
                        type("AWS::Lambda::Function", Set.of("Code", "Environment.Variables.*"), Set.of()),
                        type("AWS::Lambda::Permission", Set.of(), Set.of("FunctionName", "Action")))),
                new EveryKeyExists(),
                new NoRights(),
                (topic, event) -> {},
                new StackEngineSettings("000000000000", "us-east-1", 4),
                InstantSource.system());
    }

    void create(StackEngine engine, String template) {
        engine.create("s", TestingEngine.input(template), StackOptions.of(OnFailure.ROLLBACK));
        await().atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> !engine.find("s").orElseThrow().isInProgress());
        assertThat(engine.find("s").orElseThrow().status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    }

    private static ResourceHandler type(String type, Set<String> inPlace, Set<String> replacing) {
        Set<String> all = new TreeSet<>(inPlace);
        all.addAll(replacing);
        return new Handler(type, new SupportedProperties(all, replacing, Set.of("Arn")));
    }

    private record Handler(String type, SupportedProperties supported) implements ResourceHandler {
        @Override
        public Optional<String> plannedId(ResourceRequest request) {
            return Optional.of(request.properties().path("BucketName").asText(request.generatedName()));
        }

        @Override
        public boolean exists(String physicalId) {
            return false;
        }

        @Override
        public Resource create(ResourceRequest request) {
            String id = plannedId(request).orElseThrow();
            Map<String, JsonNode> attributes = Map.of("Arn", JsonNodeFactory.instance.textNode("arn:" + id));
            return Resource.of(id, attributes);
        }

        @Override
        public Resource update(ResourceRequest request, Resource current, ObjectNode before) {
            return current;
        }

        @Override
        public void delete(ResourceRequest request, Resource current) {}
    }

    private static final class EveryKeyExists implements ValueSources {
        @Override
        public Optional<String> parameter(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<String> resolve(DynamicReference reference) {
            return Optional.empty();
        }

        @Override
        public boolean exists(String type, String value) {
            return type.equals("AWS::EC2::KeyPair::KeyName");
        }
    }

    private static final class NoRights implements StackRights {
        @Override
        public <T> T call(StackIdentity stack, String roleArn, Supplier<T> call) {
            return call.get();
        }
    }
}
