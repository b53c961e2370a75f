package io.millrace.cloudformation.resource.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.cloudformation.resource.Resource;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.SupportedProperties;
import io.millrace.cloudformation.resource.sdk.ServiceCalls;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Subscriptions, whose ARNs SNS alone gives. Subscribing the same endpoint again gives the same subscription, so a repeated creation
 * finds its own work.
 */
final class SubscriptionHandler implements ResourceHandler {
    private static final String POLICY = "FilterPolicy";
    private static final String SCOPE = "FilterPolicyScope";
    private static final String RAW = "RawMessageDelivery";

    private final SnsClient sns;

    SubscriptionHandler(SnsClient sns) {
        this.sns = sns;
    }

    @Override
    public String type() {
        return "AWS::SNS::Subscription";
    }

    @Override
    public SupportedProperties supported() {
        return new SupportedProperties(
                Set.of("TopicArn", "Protocol", "Endpoint", POLICY, SCOPE, RAW),
                Set.of("TopicArn", "Protocol", "Endpoint"),
                Set.of("Arn"));
    }

    @Override
    public Optional<String> plannedId(ResourceRequest request) {
        return Optional.empty();
    }

    @Override
    public boolean exists(String physicalId) {
        return ServiceCalls.find(() -> sns.getSubscriptionAttributes(request -> request.subscriptionArn(physicalId)))
                .isPresent();
    }

    @Override
    public Resource create(ResourceRequest request) {
        ObjectNode properties = request.properties();
        String arn = sns.subscribe(subscribe -> subscribe
                        .topicArn(properties.path("TopicArn").asText())
                        .protocol(properties.path("Protocol").asText())
                        .endpoint(properties.path("Endpoint").asText())
                        .returnSubscriptionArn(true)
                        .attributes(attributes(properties)))
                .subscriptionArn();
        return resource(arn);
    }

    @Override
    public Resource update(ResourceRequest request, Resource current, ObjectNode before) {
        Map<String, String> wanted = attributes(request.properties());
        Map<String, String> old = attributes(before);
        for (String name : Set.of(POLICY, SCOPE, RAW)) {
            String value = wanted.getOrDefault(name, unset(name));
            if (!value.equals(old.getOrDefault(name, unset(name)))) {
                sns.setSubscriptionAttributes(set -> set.subscriptionArn(current.physicalId())
                        .attributeName(name)
                        .attributeValue(value));
            }
        }
        return resource(current.physicalId());
    }

    private static String unset(String name) {
        return switch (name) {
            case RAW -> "false";
            case SCOPE -> "MessageAttributes";
            default -> "{}";
        };
    }

    private static Map<String, String> attributes(ObjectNode properties) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : Set.of(POLICY, SCOPE, RAW)) {
            JsonNode value = properties.path(name);
            if (!value.isMissingNode()) {
                attributes.put(name, value.isContainerNode() ? value.toString() : value.asText());
            }
        }
        return attributes;
    }

    private static Resource resource(String arn) {
        return Resource.of(arn, Map.of("Arn", TextNode.valueOf(arn)));
    }

    @Override
    public void delete(ResourceRequest request, Resource current) {
        ServiceCalls.ifThere(() -> sns.unsubscribe(gone -> gone.subscriptionArn(current.physicalId())));
    }
}
