package io.millrace.server.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;

/**
 * One run of an action.
 *
 * @param runId its id, the same over deaths of the server
 * @param configuration with variables resolved
 * @param role what it acts with: the action's own, or the pipeline's
 * @param bucket of artifacts
 * @param encryptionKey the KMS key of artifacts; empty if they are not encrypted
 * @param inputs keys of input artifacts by name, in the order of the declaration
 * @param externalId what an earlier call said
 * @param summary what an earlier call said
 * @param continuation what a function that is to be invoked again has left for that; empty if none is
 * @param revision that a start asked for; of a source
 */
public record ActionContext(
        String pipeline,
        String executionId,
        String stage,
        String runId,
        ActionDeclaration declaration,
        Map<String, String> configuration,
        String role,
        String bucket,
        Optional<String> encryptionKey,
        Map<String, String> inputs,
        String externalId,
        String summary,
        String continuation,
        Optional<String> revision,
        Instant started,
        Instant updated) {
    /** Where an output artifact goes: {@code PIPELINE/ARTIFACT/RUN}, so that a repetition writes the same object. */
    public String output(String artifact) {
        return key(pipeline, artifact, runId);
    }

    static String key(String pipeline, String artifact, String runId) {
        return pipeline + "/" + artifact + "/" + runId + ".zip";
    }

    /** The token by which an approval is decided: the same for each start of a run, so that the one that approvers were told of stays good. */
    public String approvalToken() {
        return approvalToken(runId);
    }

    static String approvalToken(String runId) {
        return UUID.nameUUIDFromBytes(("approval " + runId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** The value of a key of the configuration, if it is there and not empty. */
    public Optional<String> setting(String key) {
        return Optional.ofNullable(configuration.get(key)).filter(value -> !value.isBlank());
    }

    /** The value of a key that the declaration was checked to have. */
    public String need(String key) {
        return setting(key).orElseThrow(() -> new IllegalStateException("The action has no " + key));
    }
}
