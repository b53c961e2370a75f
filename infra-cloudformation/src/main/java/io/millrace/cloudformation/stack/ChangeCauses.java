package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.cloudformation.evaluate.LanguageExtensions;
import io.millrace.cloudformation.evaluate.ParameterValue;
import io.millrace.cloudformation.evaluate.Reference;
import io.millrace.cloudformation.evaluate.ReferenceWalk;
import io.millrace.cloudformation.template.TemplateParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.ChangeSource;

/** Why a property changes: its text in the template, a parameter that it uses, or a resource that it uses. */
final class ChangeCauses {
    private final StackVersion target;
    private final Optional<StackVersion> before;
    private final Set<String> changed;
    private final JsonNode oldResources;

    /** The changed resources may grow while causes are asked for. */
    ChangeCauses(StackVersion target, Optional<StackVersion> before, Set<String> changed) {
        this.target = target;
        this.before = before;
        this.changed = changed;
        this.oldResources = before.<JsonNode>map(version -> LanguageExtensions.expand(
                                TemplateParser.parse(version.templateBody()), version.parameters())
                        .section("Resources"))
                .orElse(MissingNode.getInstance());
    }

    /** A cause, with the parameter or resource if it is one. */
    record Cause(ChangeSource source, String entity) {}

    Cause of(String logicalId, String property, JsonNode resource) {
        JsonNode now = resource.path("Properties").path(property);
        JsonNode old = oldResources.path(logicalId).path("Properties").path(property);
        if (!PropertyPaths.same(old, now)) {
            return new Cause(ChangeSource.DIRECT_MODIFICATION, "");
        }
        List<Reference> references = new ArrayList<>();
        new ReferenceWalk(references::add).walk(now);
        for (Reference reference : references) {
            if (isChangedParameter(reference.name())) {
                return new Cause(ChangeSource.PARAMETER_REFERENCE, reference.name());
            }
        }
        for (Reference reference : references) {
            if (changed.contains(reference.name())) {
                return new Cause(
                        reference.attribute().isEmpty()
                                ? ChangeSource.RESOURCE_REFERENCE
                                : ChangeSource.RESOURCE_ATTRIBUTE,
                        reference.toString());
            }
        }
        // A condition or a mapping has another value.
        return new Cause(ChangeSource.DIRECT_MODIFICATION, "");
    }

    private boolean isChangedParameter(String name) {
        ParameterValue value = target.parameters().get(name);
        return value != null
                && !Objects.equals(
                        before.map(StackVersion::parameters).orElse(Map.of()).get(name), value);
    }
}
