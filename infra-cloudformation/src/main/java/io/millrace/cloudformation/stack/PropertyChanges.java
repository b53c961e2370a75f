package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.AttributeChangeType;
import software.amazon.awssdk.services.cloudformation.model.ChangeSource;
import software.amazon.awssdk.services.cloudformation.model.EvaluationType;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.RequiresRecreation;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;

/** What changes in one resource's properties, by property and by value. */
final class PropertyChanges {
    private static final String TAGS = "Tags";

    private final Set<ResourceChange.Detail> direct = new LinkedHashSet<>();
    private final Set<ResourceChange.Detail> caused = new LinkedHashSet<>();
    private final List<ResourceChange.Value> values = new ArrayList<>();
    private final Set<ResourceAttribute> scope = EnumSet.noneOf(ResourceAttribute.class);
    private final ChangeCauses causes;
    private final HiddenValues hidden;

    PropertyChanges(ChangeCauses causes, HiddenValues hidden) {
        this.causes = causes;
        this.hidden = hidden;
    }

    /** Adds what differs in a resource's properties. */
    void add(String logicalId, JsonNode resource, PropertyPaths paths, ObjectNode before, ObjectNode after) {
        Map<String, RequiresRecreation> properties = new LinkedHashMap<>();
        for (PropertyPaths.Difference difference : paths.differences(before, after)) {
            RequiresRecreation recreation =
                    difference.replacing() ? RequiresRecreation.ALWAYS : RequiresRecreation.NEVER;
            properties.merge(
                    difference.path().get(0),
                    recreation,
                    (one, other) -> one == RequiresRecreation.ALWAYS ? one : other);
            for (PropertyPaths.Value value : difference.values()) {
                add(logicalId, resource, value, recreation);
            }
        }
        properties.forEach((property, recreation) -> {
            for (ChangeCauses.Cause cause : causes.of(logicalId, List.of(property), resource)) {
                add(detail(property, recreation, cause));
            }
        });
    }

    private void add(String logicalId, JsonNode resource, PropertyPaths.Value value, RequiresRecreation recreation) {
        AttributeChangeType change = value.before().isMissingNode()
                ? AttributeChangeType.ADD
                : value.after().isMissingNode() ? AttributeChangeType.REMOVE : AttributeChangeType.MODIFY;
        for (ChangeCauses.Cause cause : causes.of(logicalId, value.path(), resource)) {
            values.add(new ResourceChange.Value(
                    detail(value.path().get(0), recreation, cause),
                    "/Properties/" + String.join("/", value.path()),
                    change,
                    text(value.before()),
                    text(value.after())));
        }
    }

    private Optional<String> text(JsonNode value) {
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode shown = hidden.hide(value);
        return Optional.of(shown.isValueNode() ? shown.asText() : shown.toString());
    }

    private static ResourceChange.Detail detail(
            String property, RequiresRecreation recreation, ChangeCauses.Cause cause) {
        boolean tags = property.equals(TAGS);
        return new ResourceChange.Detail(
                tags ? ResourceAttribute.TAGS : ResourceAttribute.PROPERTIES,
                tags ? "" : property,
                recreation,
                cause.evaluation(),
                cause.source(),
                cause.entity());
    }

    private void add(ResourceChange.Detail detail) {
        scope.add(detail.attribute());
        (detail.source() == ChangeSource.DIRECT_MODIFICATION ? direct : caused).add(detail);
    }

    /** Adds a change of the stack's tags, which reach the resource. */
    void addStackTags() {
        if (!scope.contains(ResourceAttribute.TAGS)) {
            ChangeCauses.Cause cause =
                    new ChangeCauses.Cause(ChangeSource.DIRECT_MODIFICATION, "", EvaluationType.STATIC);
            add(detail(TAGS, RequiresRecreation.NEVER, cause));
        }
    }

    boolean isEmpty() {
        return direct.isEmpty() && caused.isEmpty();
    }

    /** Direct modifications first. */
    List<ResourceChange.Detail> details() {
        List<ResourceChange.Detail> details = new ArrayList<>(direct);
        details.addAll(caused);
        return details;
    }

    List<ResourceChange.Value> values() {
        return values;
    }

    Set<ResourceAttribute> scope() {
        return scope;
    }

    /**
     * Whether these changes need another resource: certainly if one that certainly comes does
     * (docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html, Replacement).
     */
    Replacement replacement() {
        Replacement most = Replacement.FALSE;
        for (ResourceChange.Detail detail : details()) {
            if (detail.recreation() == RequiresRecreation.ALWAYS) {
                if (detail.evaluation() == EvaluationType.STATIC) {
                    return Replacement.TRUE;
                }
                most = Replacement.CONDITIONAL;
            }
        }
        return most;
    }
}
