package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.cloudformation.evaluate.LanguageExtensions;
import io.millrace.cloudformation.evaluate.ParameterValue;
import io.millrace.cloudformation.evaluate.Reference;
import io.millrace.cloudformation.evaluate.ReferenceWalk;
import io.millrace.cloudformation.template.TemplateParser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSource;
import software.amazon.awssdk.services.cloudformation.model.EvaluationType;
import software.amazon.awssdk.services.cloudformation.model.Replacement;

/**
 * Why a property changes: its text in the template, parameters that it uses, or resources that it uses.
 *
 * <p>As docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets-samples.html shows it: each
 * reference to something that certainly changes (a parameter, a resource that is made) is a static cause, and beside such causes stands
 * one dynamic direct modification. A reference to something that may change (an attribute of a resource that is modified) is a dynamic
 * cause. Without static causes a changed text is a static direct modification.
 */
final class ChangeCauses {
    private static final Cause DIRECT = new Cause(ChangeSource.DIRECT_MODIFICATION, "", EvaluationType.STATIC);
    private static final Cause BESIDE_REFERENCES =
            new Cause(ChangeSource.DIRECT_MODIFICATION, "", EvaluationType.DYNAMIC);

    private final StackVersion target;
    private final Optional<StackVersion> before;
    private final Map<String, ResourceChange> changed;
    private final Predicate<String> conditions;
    private final JsonNode oldResources;

    /**
     * The changed resources may grow while causes are asked for.
     *
     * @param conditions whether a condition of the target's template holds
     */
    ChangeCauses(
            StackVersion target,
            Optional<StackVersion> before,
            Map<String, ResourceChange> changed,
            Predicate<String> conditions) {
        this.target = target;
        this.before = before;
        this.changed = changed;
        this.conditions = conditions;
        this.oldResources = before.<JsonNode>map(version -> LanguageExtensions.expand(
                                TemplateParser.parse(version.templateBody()), version.parameters())
                        .section("Resources"))
                .orElse(MissingNode.getInstance());
    }

    /**
     * A cause.
     *
     * @param entity the parameter, the resource or the attribute; empty if it is the template's text
     */
    record Cause(ChangeSource source, String entity, EvaluationType evaluation) {}

    /** The causes of a property that differs, of which there is at least one. */
    List<Cause> of(String logicalId, List<String> path, JsonNode resource) {
        JsonNode now = textAt(resource.path("Properties"), path);
        JsonNode old = textAt(oldResources.path(logicalId).path("Properties"), path);
        Set<Cause> references = new LinkedHashSet<>();
        new ReferenceWalk(conditions, reference -> cause(reference).ifPresent(references::add)).walk(now);
        List<Cause> causes = new ArrayList<>();
        if (references.stream().anyMatch(cause -> cause.evaluation() == EvaluationType.STATIC)) {
            causes.add(BESIDE_REFERENCES);
        } else if (references.isEmpty() || !PropertyPaths.same(old, now)) {
            // Without a reference and a changed text, a condition or a mapping has another value.
            causes.add(DIRECT);
        }
        causes.addAll(references);
        return causes;
    }

    /** The template's text of a value: of the innermost place on its path that no function makes. */
    private static JsonNode textAt(JsonNode properties, List<String> path) {
        JsonNode found = properties;
        for (String name : path) {
            JsonNode next = found.isArray() ? found.path(Integer.parseInt(name)) : found.path(name);
            if (next.isMissingNode()) {
                // A top-level property that is not there has no text; below, a function or a list of another length has
                // it.
                return found.equals(properties) ? next : found;
            }
            found = next;
        }
        return found;
    }

    private Optional<Cause> cause(Reference reference) {
        if (isChangedParameter(reference.name())) {
            return Optional.of(new Cause(ChangeSource.PARAMETER_REFERENCE, reference.name(), EvaluationType.STATIC));
        }
        ResourceChange change = changed.get(reference.name());
        if (change == null) {
            return Optional.empty();
        }
        boolean certain = change.action() == ChangeAction.ADD || change.replacement() == Replacement.TRUE;
        boolean possible = change.replacement() == Replacement.CONDITIONAL
                || !reference.attribute().isEmpty();
        if (!certain && !possible) {
            return Optional.empty();
        }
        return Optional.of(new Cause(
                reference.attribute().isEmpty() ? ChangeSource.RESOURCE_REFERENCE : ChangeSource.RESOURCE_ATTRIBUTE,
                reference.toString(),
                certain ? EvaluationType.STATIC : EvaluationType.DYNAMIC));
    }

    private boolean isChangedParameter(String name) {
        ParameterValue value = target.parameters().get(name);
        return value != null
                && !Objects.equals(
                        before.map(StackVersion::parameters).orElse(Map.of()).get(name), value);
    }
}
