package io.millrace.cloudformation.stack;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.AttributeChangeType;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSource;
import software.amazon.awssdk.services.cloudformation.model.EvaluationType;
import software.amazon.awssdk.services.cloudformation.model.PolicyAction;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.RequiresRecreation;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;

/**
 * What a change set does to one resource.
 *
 * @param physicalId empty if it does not exist yet
 * @param replacement whether another resource takes its place; {@code UNKNOWN_TO_SDK_VERSION} for an added or removed one
 * @param policy what becomes of the resource that is removed or replaced
 * @param details by property
 * @param values the same by single value
 */
public record ResourceChange(
        ChangeAction action,
        String logicalId,
        String physicalId,
        String type,
        Replacement replacement,
        Optional<PolicyAction> policy,
        Set<ResourceAttribute> scope,
        List<Detail> details,
        List<Value> values,
        Context context) {
    /** Copies. */
    public ResourceChange {
        scope = Set.copyOf(scope);
        details = List.copyOf(details);
        values = List.copyOf(values);
    }

    /**
     * One property, or the tags, that change.
     *
     * @param name the top-level property; empty for tags
     * @param causingEntity the parameter, resource or attribute that changes it; empty if the template itself does
     */
    public record Detail(
            ResourceAttribute attribute,
            String name,
            RequiresRecreation recreation,
            EvaluationType evaluation,
            ChangeSource source,
            String causingEntity) {}

    /**
     * One value that changes. What no one may see of it is hidden.
     *
     * @param path from {@code /Properties} down
     * @param before empty if it is added
     * @param after empty if it is removed
     */
    public record Value(
            Detail detail, String path, AttributeChangeType change, Optional<String> before, Optional<String> after) {}

    /**
     * The resource before and after, as JSON with its properties and policies. What no one may see of it is hidden.
     *
     * @param before empty if it is added
     * @param after empty if it is removed
     */
    public record Context(Optional<String> before, Optional<String> after) {
        /** Of a resource that nothing is said of. */
        static final Context NONE = new Context(Optional.empty(), Optional.empty());
    }
}
