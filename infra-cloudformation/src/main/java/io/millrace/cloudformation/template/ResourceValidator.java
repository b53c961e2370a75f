package io.millrace.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.schema.ResourceSchema;
import io.millrace.cloudformation.schema.ResourceSchemas;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Each resource's type, attributes and properties. */
final class ResourceValidator {
    private static final Set<String> FIELDS = Set.of(
            "Condition",
            "CreationPolicy",
            "DeletionPolicy",
            "DependsOn",
            "Metadata",
            "Properties",
            "Type",
            "UpdatePolicy",
            "UpdateReplacePolicy");
    private static final String LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions";
    private static final Set<String> DELETION_POLICIES = Set.of("Delete", "Retain", "RetainExceptOnCreate", "Snapshot");
    private static final Set<String> REPLACE_POLICIES = Set.of("Delete", "Retain", "Snapshot");

    private final Template template;
    private final ResourceSchemas schemas;
    private final Problems problems;
    private final PropertyValidator properties;

    ResourceValidator(Template template, ResourceSchemas schemas, Problems problems) {
        this.template = template;
        this.schemas = schemas;
        this.problems = problems;
        this.properties = new PropertyValidator(schemas, problems.under(TemplateRule.PROPERTY));
    }

    void validate() {
        for (Map.Entry<String, JsonNode> entry : template.entries("Resources")) {
            validate("Resources/" + entry.getKey(), entry.getValue());
        }
    }

    private void validate(String path, JsonNode resource) {
        resource.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                problems.add(path + "/" + name, "is not known here; properties belong under Properties");
            }
        });
        checkPolicy(path + "/DeletionPolicy", resource.path("DeletionPolicy"), DELETION_POLICIES);
        checkPolicy(path + "/UpdateReplacePolicy", resource.path("UpdateReplacePolicy"), REPLACE_POLICIES);
        String type = resource.path("Type").asText();
        if (type.isEmpty()) {
            problems.add(path + "/Type", "is required");
            return;
        }
        Optional<ResourceSchema> schema = schemas.findResource(type);
        if (schema.isEmpty()) {
            problems.add(path + "/Type", type + " is not a resource type of AWS");
            return;
        }
        Set<String> attributes = schema.get().attributes();
        Set<String> known = schema.get().definition().properties().keySet();
        resource.path("Properties").fieldNames().forEachRemaining(name -> {
            if (attributes.contains(name) && !known.contains(name)) {
                problems.under(TemplateRule.PROPERTY)
                        .add(path + "/Properties/" + name, name + " is read-only: " + type + " gives it by Fn::GetAtt");
            }
        });
        properties.validate(
                path + "/Properties", resource.path("Properties"), schema.get().definition());
    }

    private void checkPolicy(String path, JsonNode value, Set<String> allowed) {
        // docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
        if (value.isTextual() && !allowed.contains(value.asText())) {
            problems.add(
                    path,
                    value.asText() + " is not one of "
                            + allowed.stream().sorted().toList());
        }
        if (value.isObject() && !hasLanguageExtensions()) {
            problems.add(path, "must be text; functions need the transform AWS::LanguageExtensions");
        }
    }

    private boolean hasLanguageExtensions() {
        JsonNode transform = template.section("Transform");
        boolean listed = false;
        for (JsonNode name : transform) {
            listed |= name.asText().equals(LANGUAGE_EXTENSIONS);
        }
        return listed || transform.asText().equals(LANGUAGE_EXTENSIONS);
    }
}
