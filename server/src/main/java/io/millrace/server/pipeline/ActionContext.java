package io.millrace.server.pipeline;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
        Optional<String> revision,
        Instant started) {
    /** Where an output artifact goes: {@code PIPELINE/ARTIFACT/RUN}, so that a repetition writes the same object. */
    public String output(String artifact) {
        return key(pipeline, artifact, runId);
    }

    static String key(String pipeline, String artifact, String runId) {
        return pipeline + "/" + artifact + "/" + runId + ".zip";
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
