package io.millrace.cloudformation.stack;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSource;
import software.amazon.awssdk.services.cloudformation.model.EvaluationType;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.RequiresRecreation;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;

/**
 * What a change set does to one resource.
 *
 * @param physicalId empty if it does not exist yet
 * @param replacement whether another resource takes its place; {@code UNKNOWN_TO_SDK_VERSION} for an added or removed one
 * @param keptByPolicy whether the removed resource stays at its service
 */
public record ResourceChange(
        ChangeAction action,
        String logicalId,
        String physicalId,
        String type,
        Replacement replacement,
        Set<ResourceAttribute> scope,
        List<Detail> details,
        boolean keptByPolicy) {
    /** Copies. */
    public ResourceChange {
        scope = Set.copyOf(scope);
        details = List.copyOf(details);
    }

    /**
     * One property, or the tags, that change.
     *
     * @param name the top-level property; empty for tags
     * @param path from {@code /Properties} down
     * @param causingEntity the parameter, resource or attribute that changes it; empty if the template itself does
     */
    public record Detail(
            ResourceAttribute attribute,
            String name,
            String path,
            RequiresRecreation recreation,
            EvaluationType evaluation,
            ChangeSource source,
            String causingEntity) {}
}
