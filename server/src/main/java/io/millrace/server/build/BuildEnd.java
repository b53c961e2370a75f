package io.millrace.server.build;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/**
 * How a build ended.
 *
 * @param sourceVersion what was built
 * @param artifact where its artifact is, {@code BUCKET/KEY}
 * @param exported its exported variables
 */
record BuildEnd(StatusType status, String sourceVersion, Optional<String> artifact, Map<String, String> exported) {
    static BuildEnd of(StatusType status) {
        return new BuildEnd(status, "", Optional.empty(), Map.of());
    }
}
