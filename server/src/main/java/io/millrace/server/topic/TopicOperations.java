package io.millrace.server.topic;

import io.millrace.catalog.page.Page;
import io.millrace.server.delivery.Deliveries;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.resource.ServicePages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.Topic;

/** SNS's operations on topics. Thread-safe; each is one transaction. */
public final class TopicOperations {
    /** docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");

    /** Kept as they are given. Encryption is the data folder's, whatever key is named. */
    private static final Set<String> KEPT = Set.of("DisplayName", "Policy", "DeliveryPolicy", "KmsMasterKeyId");

    private static final int PAGE = 100;

    private final Topics topics;
    private final Deliveries deliveries;
    private final ResourceTags tags;
    private final ServicePages pages;

    /** Operations on these topics. */
    public TopicOperations(Topics topics, Deliveries deliveries, ResourceTags tags, ServicePages pages) {
        this.topics = topics;
        this.deliveries = deliveries;
        this.tags = tags;
        this.pages = pages;
    }

    /** Makes a topic, or finds the one of this name if it is no other. */
    public CreateTopicResponse createTopic(CreateTopicRequest request) {
        if (!NAME.matcher(request.name()).matches()) {
            throw TopicErrors.invalid(
                    "Topic Name",
                    "it must be 1 to 256 letters, digits, - and _; FIFO topics are not supported by Millrace");
        }
        String arn = topics.arn(request.name());
        topics.jdbi().useTransaction(handle -> {
            Map<String, String> wanted = new LinkedHashMap<>(Map.of(Topics.ARN, arn));
            request.attributes().forEach((name, value) -> set(wanted, name, value));
            if (request.dataProtectionPolicy() != null) {
                throw TopicErrors.unsupported("DataProtectionPolicy");
            }
            Map<String, String> tagged = ResourceTags.map(request.tags(), Tag::key, Tag::value);
            Optional<Map<String, String>> existing = topics.find(arn);
            if (existing.isPresent()) {
                requireSame(existing.get(), wanted, arn, tagged);
                return;
            }
            topics.put(arn, wanted);
            addTags(arn, tagged);
        });
        return CreateTopicResponse.builder().topicArn(arn).build();
    }

    private void requireSame(
            Map<String, String> existing, Map<String, String> wanted, String arn, Map<String, String> tagged) {
        if (!existing.entrySet().containsAll(wanted.entrySet())) {
            throw TopicErrors.invalid("Attributes", "Topic already exists with different attributes");
        }
        if (!tagged.isEmpty() && !tagged.equals(tags.of(arn))) {
            throw TopicErrors.invalid("Tags", "Topic already exists with different tags");
        }
    }

    private void addTags(String arn, Map<String, String> added) {
        if (!tags.add(arn, added)) {
            throw TopicErrors.invalid("Tags", "a topic can have up to " + ResourceTags.MAX_TAGS + " tags");
        }
    }

    private static void set(Map<String, String> attributes, String name, String value) {
        if (!KEPT.contains(name)) {
            throw TopicErrors.unsupported("AttributeName " + name);
        }
        if (value.isEmpty()) {
            attributes.remove(name);
            return;
        }
        if (name.endsWith("Policy")) {
            FilterPolicies.object(name, value);
        }
        if (name.equals("Policy")) {
            TopicAccess.check(value);
        }
        attributes.put(name, value);
    }

    /** Removes a topic, its subscriptions, and what they have not got yet. One that is gone is no error. */
    public DeleteTopicResponse deleteTopic(DeleteTopicRequest request) {
        String arn = request.topicArn();
        topics.jdbi().useTransaction(handle -> {
            for (Subscription subscription : topics.subscriptions(arn)) {
                topics.deleteSubscription(subscription.arn());
                deliveries.forget(subscription.arn());
            }
            tags.removeAll(arn);
            topics.delete(arn);
        });
        return DeleteTopicResponse.builder().build();
    }

    /** What a topic is. Without a policy of its own it has none, see {@link TopicAccess}. */
    public GetTopicAttributesResponse getTopicAttributes(GetTopicAttributesRequest request) {
        Map<String, String> shown = new LinkedHashMap<>(topics.load(request.topicArn()));
        List<Subscription> subscriptions = topics.subscriptions(request.topicArn());
        long pending = subscriptions.stream().filter(Subscription::isPending).count();
        shown.putIfAbsent("DisplayName", "");
        shown.put("Owner", ServiceArns.ACCOUNT);
        shown.put("SubscriptionsConfirmed", String.valueOf(subscriptions.size() - pending));
        shown.put("SubscriptionsPending", String.valueOf(pending));
        shown.put("SubscriptionsDeleted", "0");
        return GetTopicAttributesResponse.builder().attributes(shown).build();
    }

    /** Changes one attribute; an empty value takes it back. */
    public SetTopicAttributesResponse setTopicAttributes(SetTopicAttributesRequest request) {
        topics.jdbi().useTransaction(handle -> {
            Map<String, String> changed = new LinkedHashMap<>(topics.load(request.topicArn()));
            set(changed, request.attributeName(), request.attributeValue() == null ? "" : request.attributeValue());
            topics.put(request.topicArn(), changed);
        });
        return SetTopicAttributesResponse.builder().build();
    }

    /** A page of topics by name. */
    public ListTopicsResponse listTopics(ListTopicsRequest request) {
        Page<String> page = pages.page("ListTopics", request.nextToken(), PAGE, topics::list, arn -> arn);
        return ListTopicsResponse.builder()
                .topics(page.items().stream()
                        .map(arn -> Topic.builder().topicArn(arn).build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
