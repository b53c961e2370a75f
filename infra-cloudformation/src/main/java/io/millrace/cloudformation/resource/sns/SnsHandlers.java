package io.millrace.cloudformation.resource.sns;

import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import io.millrace.cloudformation.resource.sdk.ServiceCalls;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.Tag;

/** What of {@code AWS::SNS} can be deployed: topics and subscriptions to them. */
public final class SnsHandlers {
    // docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
    private static final int MAX_NAME = 256;
    private static final String DISPLAY_NAME = "DisplayName";
    private static final String KEY = "KmsMasterKeyId";

    private SnsHandlers() {}

    /** Topics and subscriptions. */
    public static List<ResourceHandler> of(SnsClient sns) {
        return List.of(topic(sns), policy(sns), new SubscriptionHandler(sns));
    }

    private static ResourceHandler topic(SnsClient sns) {
        return SdkHandler.of("AWS::SNS::Topic")
                .replacedBy("TopicName")
                .supports(DISPLAY_NAME, KEY)
                .id(properties -> "arn:aws:sns:" + properties.stack().region() + ":"
                        + properties.stack().accountId() + ":"
                        + Names.at("TopicName", MAX_NAME).apply(properties))
                .find(id -> !sns.getTopicAttributes(request -> request.topicArn(id))
                        .attributes()
                        .isEmpty())
                .create(wanted -> {
                    sns.createTopic(wanted.without(DISPLAY_NAME, KEY, "TopicName")
                            .withTags()
                            .with("Name", name(wanted))
                            .into(CreateTopicRequest.builder())
                            .build());
                    setAttributes(sns, wanted);
                })
                .update((wanted, before) -> setAttributes(sns, wanted))
                .delete(gone -> sns.deleteTopic(request -> request.topicArn(gone.id())))
                .attribute("TopicArn", ResourceProperties::id)
                .attribute("TopicName", SnsHandlers::name)
                .tags(new Tags(sns))
                .build();
    }

    /** Its physical id is its topics; a topic's own default policy comes back when it goes. */
    private static ResourceHandler policy(SnsClient sns) {
        return SdkHandler.of("AWS::SNS::TopicPolicy")
                .replacedBy("Topics")
                .supports("PolicyDocument")
                .id(properties -> String.join(",", properties.texts("Topics")))
                .find(id -> topics(id).stream().allMatch(topic -> hasPolicy(sns, topic)))
                .create(wanted -> setPolicy(
                        sns, wanted.id(), wanted.node("PolicyDocument").toString()))
                .update(wanted -> setPolicy(
                        sns, wanted.id(), wanted.node("PolicyDocument").toString()))
                .delete(gone -> setPolicy(sns, gone.id(), ""))
                .attribute("Id", ResourceProperties::id)
                .build();
    }

    private static List<String> topics(String id) {
        return List.of(id.split(","));
    }

    private static boolean hasPolicy(SnsClient sns, String topic) {
        return sns.getTopicAttributes(request -> request.topicArn(topic))
                .attributes()
                .containsKey("Policy");
    }

    private static void setPolicy(SnsClient sns, String id, String policy) {
        for (String topic : topics(id)) {
            ServiceCalls.ifThere(() -> sns.setTopicAttributes(
                    request -> request.topicArn(topic).attributeName("Policy").attributeValue(policy)));
        }
    }

    private static String name(ResourceProperties topic) {
        return topic.id().substring(topic.id().lastIndexOf(':') + 1);
    }

    private static void setAttributes(SnsClient sns, ResourceProperties topic) {
        for (String name : List.of(DISPLAY_NAME, KEY)) {
            sns.setTopicAttributes(request -> request.topicArn(topic.id())
                    .attributeName(name)
                    .attributeValue(topic.text(name).orElse("")));
        }
    }

    private record Tags(SnsClient sns) implements TagCalls {
        @Override
        public Map<String, String> read(ResourceProperties resource) {
            return sns.listTagsForResource(request -> request.resourceArn(resource.id())).tags().stream()
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
            sns.tagResource(request -> request.resourceArn(resource.id()).tags(list));
        }

        @Override
        public void remove(ResourceProperties resource, List<String> keys) {
            sns.untagResource(request -> request.resourceArn(resource.id()).tagKeys(keys));
        }
    }
}
