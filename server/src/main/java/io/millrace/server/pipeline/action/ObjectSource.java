package io.millrace.server.pipeline.action;

import io.millrace.server.pipeline.ActionConfiguration;
import io.millrace.server.pipeline.ActionContext;
import io.millrace.server.pipeline.ActionStep;
import io.millrace.server.pipeline.SourceProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An object, which is an artifact already. Without versions in its bucket its revision is its ETag. */
final class ObjectSource implements SourceProvider {
    private final S3Client s3;
    private final ArtifactFiles artifacts;

    ObjectSource(S3Client s3, ArtifactFiles artifacts) {
        this.s3 = s3;
        this.artifacts = artifacts;
    }

    @Override
    public Set<String> types() {
        return Set.of("Source/S3");
    }

    @Override
    public void check(ActionDeclaration action) {
        ActionConfiguration.check(
                action,
                Set.of("S3Bucket", "S3ObjectKey"),
                Set.of("PollForSourceChanges", "AllowOverrideForS3ObjectKey"));
        ActionConfiguration.artifacts(action, 0, 0, 1, 1);
    }

    @Override
    public ActionStep start(ActionContext context) {
        String bucket = context.need("S3Bucket");
        String key = context.need("S3ObjectKey");
        try {
            HeadObjectResponse head = s3.headObject(request ->
                    request.bucket(bucket).key(key).versionId(context.revision().orElse(null)));
            String revision = revision(head);
            artifacts.onDisk(zip -> {
                s3.getObject(
                        request -> request.bucket(bucket)
                                .key(key)
                                .versionId(context.revision().orElse(null)),
                        zip);
                return artifacts.store(
                        context, context.declaration().outputArtifacts().get(0).name(), zip);
            });
            Map<String, String> variables = new LinkedHashMap<>();
            variables.put("BucketName", bucket);
            variables.put("ETag", head.eTag());
            variables.put("ObjectKey", key);
            if (head.versionId() != null) {
                variables.put("VersionId", head.versionId());
            }
            return new ActionStep.Succeeded("", "Amazon S3 version id: " + revision, revision, variables);
        } catch (S3Exception e) {
            return new ActionStep.Failed(
                    "",
                    "ConfigurationError",
                    "The object s3://" + bucket + "/" + key + " cannot be read: " + e.getMessage());
        } catch (ArtifactFiles.ArtifactException e) {
            return new ActionStep.Failed("", "ConfigurationError", String.valueOf(e.getMessage()));
        }
    }

    private static String revision(HeadObjectResponse head) {
        String version = head.versionId();
        return version == null || version.equals("null") ? head.eTag().replace("\"", "") : version;
    }

    @Override
    public ActionStep look(ActionContext context) {
        return start(context);
    }

    @Override
    public Optional<String> revision(ActionDeclaration action) {
        if (action.configuration().getOrDefault("PollForSourceChanges", "true").equals("false")) {
            return Optional.empty();
        }
        try {
            return Optional.of(revision(s3.headObject(
                    request -> request.bucket(action.configuration().get("S3Bucket"))
                            .key(action.configuration().get("S3ObjectKey")))));
        } catch (SdkException e) {
            return Optional.empty();
        }
    }
}
