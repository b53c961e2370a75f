package io.millrace.cloudformation.resource.s3;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.s3.BucketSettings.FunctionNotification;
import io.millrace.cloudformation.resource.s3.BucketSettings.Settings;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import io.millrace.cloudformation.resource.sdk.ServiceCalls;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Buckets. Encryption, versioning and lifecycle rules are asked of the object store and refused if it does not have them; tags and
 * notifications are Millrace's own. Buckets are never public here, so the properties that forbid it are true and no other value is
 * taken.
 */
final class BucketHandler {
    // docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    private static final int MAX_NAME = 63;
    private static final Set<String> CREATED = Set.of("s3:ObjectCreated:*", "s3:ObjectCreated:Put");
    private static final String PUBLIC_ACCESS = "PublicAccessBlockConfiguration";
    private static final String OWNERSHIP = "OwnershipControls";
    private static final String NOTIFICATIONS = "NotificationConfiguration.LambdaConfigurations";
    private static final String ENFORCED = "BucketOwnerEnforced";

    private final S3Client s3;
    private final BucketSettings settings;

    BucketHandler(S3Client s3, BucketSettings settings) {
        this.s3 = s3;
        this.settings = settings;
    }

    ResourceHandler handler() {
        return SdkHandler.of("AWS::S3::Bucket")
                .replacedBy("BucketName")
                .supports(PUBLIC_ACCESS, OWNERSHIP, "BucketEncryption", "VersioningConfiguration")
                .supports(NOTIFICATIONS + ".*.Event", NOTIFICATIONS + ".*.Function", NOTIFICATIONS + ".*.Filter")
                .supports(BucketFeatures.LIFECYCLE)
                .id(Names.lowerCase("BucketName", MAX_NAME))
                .find(id -> s3.headBucket(request -> request.bucket(id))
                        .sdkHttpResponse()
                        .isSuccessful())
                .create(this::create)
                .update(this::update)
                .delete(gone -> {
                    if (BucketContents.goWithTheBucket(gone.tags())) {
                        ServiceCalls.ifThere(() -> new BucketContents(s3).delete(gone.id()));
                    }
                    ServiceCalls.ifThere(() -> s3.deleteBucket(request -> request.bucket(gone.id())));
                    settings.remove(gone.id());
                })
                .attribute("Arn", bucket -> "arn:aws:s3:::" + bucket.id())
                .attribute("DomainName", bucket -> bucket.id() + ".s3.amazonaws.com")
                .attribute(
                        "RegionalDomainName",
                        bucket -> bucket.id() + ".s3." + bucket.stack().region() + ".amazonaws.com")
                .tags(new Tags())
                .build();
    }

    private void create(ResourceProperties wanted) {
        check(wanted);
        // A function that may not be invoked must fail before there is a bucket, as on S3.
        settings.put(wanted.id(), settings(wanted));
        try {
            s3.createBucket(request -> request.bucket(wanted.id()));
        } catch (S3Exception e) {
            settings.remove(wanted.id());
            throw e;
        }
        new BucketFeatures(s3, wanted).apply();
    }

    private void update(ResourceProperties wanted, ResourceProperties before) {
        check(wanted);
        settings.put(wanted.id(), settings(wanted));
        BucketFeatures features = new BucketFeatures(s3, wanted);
        features.apply();
        features.clear();
    }

    private static void check(ResourceProperties wanted) {
        wanted.node(PUBLIC_ACCESS).properties().forEach(entry -> {
            if (!entry.getValue().asText().equals("true")) {
                throw new ResourceException("The property " + PUBLIC_ACCESS + "." + entry.getKey()
                        + " must be true: Millrace does not make buckets public.");
            }
        });
        for (JsonNode rule : wanted.node(OWNERSHIP + ".Rules")) {
            if (!rule.path("ObjectOwnership").asText().equals(ENFORCED)) {
                throw new ResourceException("The property " + OWNERSHIP + " must be " + ENFORCED
                        + ": objects belong to their bucket's owner here.");
            }
        }
    }

    private static Settings settings(ResourceProperties wanted) {
        List<FunctionNotification> notifications = new ArrayList<>();
        for (JsonNode notification : wanted.node(NOTIFICATIONS)) {
            notifications.add(notification(notification));
        }
        return new Settings(wanted.tags(), notifications);
    }

    private static FunctionNotification notification(JsonNode notification) {
        String event = notification.path("Event").asText();
        if (!CREATED.contains(event)) {
            throw new ResourceException("The notification of " + event + " is not supported; use s3:ObjectCreated:*.");
        }
        String prefix = "";
        String suffix = "";
        for (JsonNode rule : notification.path("Filter").path("S3Key").path("Rules")) {
            String value = rule.path("Value").asText();
            switch (rule.path("Name").asText()) {
                case "prefix" -> prefix = value;
                case "suffix" -> suffix = value;
                default ->
                    throw new ResourceException("A notification's filter has the rules prefix and suffix, not "
                            + rule.path("Name").asText() + ".");
            }
        }
        return new FunctionNotification(notification.path("Function").asText(), prefix, suffix);
    }

    /** A bucket's tags are part of its settings, which are replaced whole. */
    private final class Tags implements TagCalls {
        @Override
        public Map<String, String> read(ResourceProperties resource) {
            return settings.find(resource.id()).map(Settings::tags).orElse(Map.of());
        }

        @Override
        public void put(ResourceProperties resource, Map<String, String> tags) {
            settings.put(resource.id(), settings(resource));
        }

        @Override
        public void remove(ResourceProperties resource, List<String> keys) {
            settings.put(resource.id(), settings(resource));
        }
    }
}
