package io.millrace.server.service;

import io.millrace.server.topic.SubscriptionLists;
import io.millrace.server.topic.SubscriptionOperations;
import io.millrace.server.topic.TopicFamily;
import io.millrace.server.topic.TopicOperations;
import io.millrace.server.topic.TopicTagOperations;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UntagResourceRequest;

/** SNS on the wire. */
public final class TopicService {
    /** A message of 256 KiB, each byte of up to three as a form writes it. */
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private TopicService() {}

    /** The service of these operations. */
    public static ServiceDefinition of(TopicFamily family) {
        TopicOperations topics = family.topics();
        SubscriptionOperations subscriptions = family.subscriptions();
        SubscriptionLists lists = family.lists();
        TopicTagOperations tags = family.tags();
        return ServiceDefinition.builder("sns")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operation(CreateTopicRequest.class, topics::createTopic)
                .operation(DeleteTopicRequest.class, topics::deleteTopic)
                .operation(ListTopicsRequest.class, topics::listTopics)
                .operation(GetTopicAttributesRequest.class, topics::getTopicAttributes)
                .operation(SetTopicAttributesRequest.class, topics::setTopicAttributes)
                .operation(SubscribeRequest.class, subscriptions::subscribe)
                .operation(ConfirmSubscriptionRequest.class, subscriptions::confirmSubscription)
                .operation(UnsubscribeRequest.class, subscriptions::unsubscribe)
                .operation(GetSubscriptionAttributesRequest.class, subscriptions::getSubscriptionAttributes)
                .operation(SetSubscriptionAttributesRequest.class, subscriptions::setSubscriptionAttributes)
                .operation(ListSubscriptionsRequest.class, lists::listSubscriptions)
                .operation(ListSubscriptionsByTopicRequest.class, lists::listSubscriptionsByTopic)
                .operationWithContext(PublishRequest.class, family.publish()::publish)
                .operation(TagResourceRequest.class, tags::tagResource)
                .operation(UntagResourceRequest.class, tags::untagResource)
                .operation(ListTagsForResourceRequest.class, tags::listTagsForResource)
                .build();
    }
}
