package io.millrace.cloudformation.resource.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.cloudformation.resource.Resource;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.SupportedProperties;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.ServiceCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * Keys, whose ids KMS alone gives, and which it takes no client token for: a key bears the token of its creation as the tag
 * {@value #TOKEN}, so that a repeated creation finds its own work. Deleting one schedules its deletion.
 */
final class KeyHandler implements ResourceHandler {
    /** The tag of a creation's client token. */
    static final String TOKEN = "millrace-client-token";

    private static final String POLICY = "KeyPolicy";
    private static final String DESCRIPTION = "Description";
    private static final String ROTATION = "EnableKeyRotation";
    private static final String PERIOD = "RotationPeriodInDays";
    private static final String WINDOW = "PendingWindowInDays";

    private final KmsClient kms;

    KeyHandler(KmsClient kms) {
        this.kms = kms;
    }

    @Override
    public String type() {
        return "AWS::KMS::Key";
    }

    @Override
    public SupportedProperties supported() {
        return new SupportedProperties(
                Set.of(DESCRIPTION, "Enabled", ROTATION, PERIOD, POLICY, WINDOW, "KeySpec", "KeyUsage", "Tags"),
                Set.of("KeySpec", "KeyUsage"),
                Set.of("Arn", "KeyId"));
    }

    @Override
    public Optional<String> plannedId(ResourceRequest request) {
        return Optional.empty();
    }

    @Override
    public boolean exists(String physicalId) {
        return ServiceCalls.find(() ->
                        kms.describeKey(request -> request.keyId(physicalId)).keyMetadata())
                .filter(key -> key.keyState() != KeyState.PENDING_DELETION)
                .isPresent();
    }

    @Override
    public Resource create(ResourceRequest request) {
        ResourceProperties wanted = ResourceProperties.of(request, "");
        KeyMetadata key = made(request.clientToken()).orElseGet(() -> create(wanted));
        settings(wanted, key.keyId());
        return resource(key.keyId(), key.arn());
    }

    private KeyMetadata create(ResourceProperties wanted) {
        Map<String, String> tags = tags(wanted);
        return kms.createKey(request -> request.description(description(wanted))
                        .policy(policy(wanted).orElse(null))
                        .keySpec(wanted.text("KeySpec").orElse(null))
                        .keyUsage(wanted.text("KeyUsage").orElse(null))
                        .tags(list(tags)))
                .keyMetadata();
    }

    /** The key that an interrupted creation has made. */
    private Optional<KeyMetadata> made(String token) {
        for (KeyListEntry key : kms.listKeysPaginator(request -> {}).keys()) {
            if (token.equals(tagsOf(key.keyId()).get(TOKEN))) {
                return Optional.of(
                        kms.describeKey(request -> request.keyId(key.keyId())).keyMetadata());
            }
        }
        return Optional.empty();
    }

    private Map<String, String> tagsOf(String key) {
        try {
            Map<String, String> tags = new LinkedHashMap<>();
            kms.listResourceTags(request -> request.keyId(key))
                    .tags()
                    .forEach(tag -> tags.put(tag.tagKey(), tag.tagValue()));
            return tags;
        } catch (AwsServiceException e) {
            // A key that this stack may not look at is not its own.
            if (e.awsErrorDetails() != null
                    && "AccessDeniedException".equals(e.awsErrorDetails().errorCode())) {
                return Map.of();
            }
            throw e;
        }
    }

    @Override
    public Resource update(ResourceRequest request, Resource current, ObjectNode before) {
        ResourceProperties wanted = ResourceProperties.of(request, current.physicalId());
        String id = current.physicalId();
        KeyMetadata key = kms.describeKey(describe -> describe.keyId(id)).keyMetadata();
        policy(wanted)
                .ifPresent(policy -> kms.putKeyPolicy(
                        put -> put.keyId(id).policyName("default").policy(policy)));
        if (!description(wanted).equals(key.description())) {
            kms.updateKeyDescription(change -> change.keyId(id).description(description(wanted)));
        }
        settings(wanted, id);
        retag(wanted, id);
        return resource(id, key.arn());
    }

    /** Rotation and whether the key may be used; a key that is disabled must be enabled to change its rotation. */
    private void settings(ResourceProperties wanted, String id) {
        kms.enableKey(request -> request.keyId(id));
        if (isTrue(wanted, ROTATION)) {
            kms.enableKeyRotation(request -> request.keyId(id)
                    .rotationPeriodInDays(
                            wanted.text(PERIOD).map(Integer::valueOf).orElse(null)));
        } else {
            kms.disableKeyRotation(request -> request.keyId(id));
        }
        if (wanted.text("Enabled").filter("false"::equals).isPresent()) {
            kms.disableKey(request -> request.keyId(id));
        }
    }

    private static boolean isTrue(ResourceProperties wanted, String property) {
        return wanted.text(property).filter("true"::equals).isPresent();
    }

    private void retag(ResourceProperties wanted, String id) {
        Map<String, String> found = tagsOf(id);
        Map<String, String> tags = wanted.tags();
        List<String> extra = new ArrayList<>(found.keySet());
        extra.removeIf(name -> name.equals(TOKEN) || tags.containsKey(name));
        if (!extra.isEmpty()) {
            kms.untagResource(request -> request.keyId(id).tagKeys(extra));
        }
        Map<String, String> changed = new LinkedHashMap<>(tags);
        changed.entrySet().removeIf(tag -> tag.getValue().equals(found.get(tag.getKey())));
        if (!changed.isEmpty()) {
            kms.tagResource(request -> request.keyId(id).tags(list(changed)));
        }
    }

    private static Map<String, String> tags(ResourceProperties wanted) {
        Map<String, String> tags = new LinkedHashMap<>(wanted.tags());
        tags.put(TOKEN, wanted.request().clientToken());
        return tags;
    }

    private static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder()
                        .tagKey(tag.getKey())
                        .tagValue(tag.getValue())
                        .build())
                .toList();
    }

    private static String description(ResourceProperties wanted) {
        return wanted.text(DESCRIPTION).orElse("");
    }

    private static Optional<String> policy(ResourceProperties wanted) {
        JsonNode policy = wanted.node(POLICY);
        return policy.isMissingNode() ? Optional.empty() : Optional.of(policy.toString());
    }

    private static Resource resource(String id, String arn) {
        return Resource.of(id, Map.of("Arn", TextNode.valueOf(arn), "KeyId", TextNode.valueOf(id)));
    }

    @Override
    public void delete(ResourceRequest request, Resource current) {
        if (!exists(current.physicalId())) {
            return;
        }
        Integer days = ResourceProperties.of(request, current.physicalId())
                .text(WINDOW)
                .map(Integer::valueOf)
                .orElse(null);
        kms.scheduleKeyDeletion(gone -> gone.keyId(current.physicalId()).pendingWindowInDays(days));
    }
}
