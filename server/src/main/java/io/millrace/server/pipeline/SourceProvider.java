package io.millrace.server.pipeline;

import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;

/** An action whose source changes by itself. */
public interface SourceProvider extends ActionProvider {
    /** What the source is now; empty if it cannot be told, or the declaration does not want it watched. */
    Optional<String> revision(ActionDeclaration declaration);
}
