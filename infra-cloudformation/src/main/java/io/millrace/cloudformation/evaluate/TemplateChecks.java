package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.template.Template;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The shape of a template and its names, as CloudFormation checks them before it looks at any value; with its messages. */
public final class TemplateChecks {
    private static final String VERSION = "2010-09-09";
    private static final Pattern LOGICAL_ID = Pattern.compile("[A-Za-z0-9]{1,255}");
    /** docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html. */
    private static final Map<String, Integer> LIMITS =
            Map.of("Parameters", 200, "Resources", 500, "Outputs", 200, "Mappings", 200);

    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Conditions",
            "Description",
            "Mappings",
            "Metadata",
            "Outputs",
            "Parameters",
            "Resources",
            "Transform");
    private static final Set<String> RESOURCE_FIELDS = Set.of(
            "Condition",
            "DeletionPolicy",
            "DependsOn",
            "Metadata",
            "Properties",
            "Type",
            "UpdatePolicy",
            "UpdateReplacePolicy");
    private static final Set<String> EXTENSIONS = Set.of("Fn::Length", "Fn::ToJsonString");

    private final Template template;

    private TemplateChecks(Template template) {
        this.template = template;
    }

    /**
     * Checks a template whose loops are expanded.
     *
     * @throws EvaluationException with the first mistake
     */
    public static void check(Template template) {
        TemplateChecks checks = new TemplateChecks(template);
        checks.sections();
        template.entries("Parameters").forEach(checks::parameter);
        template.entries("Resources").forEach(entry -> checks.resource(entry.getKey(), entry.getValue()));
        checks.references();
        checks.conditions();
        checks.extensions(template.root());
    }

    private void sections() {
        template.root().fieldNames().forEachRemaining(name -> {
            if (name.equals("Rules") || name.equals("Hooks")) {
                throw malformed(name, "The section " + name + " is not supported; remove it");
            }
            if (!SECTIONS.contains(name)) {
                throw malformed(name, "Invalid template property or properties [" + name + "]");
            }
        });
        JsonNode version = template.section("AWSTemplateFormatVersion");
        if (!version.isMissingNode() && !version.asText().equals(VERSION)) {
            throw new EvaluationException("Template format error: unsupported value for AWSTemplateFormatVersion.");
        }
        if (!template.section("Resources").isObject()
                || template.section("Resources").isEmpty()) {
            throw new EvaluationException("Template format error: At least one Resources member must be defined.");
        }
        LIMITS.forEach((section, limit) -> {
            if (template.section(section).size() > limit) {
                throw new EvaluationException("Template format error: Number of " + section.toLowerCase(Locale.ROOT)
                        + ", " + template.section(section).size() + ", is greater than maximum allowed, " + limit);
            }
        });
        for (String transform : LanguageExtensions.transforms(template)) {
            if (!transform.equals(LanguageExtensions.NAME)) {
                throw malformed(
                        "Transform",
                        "The transform " + transform + " is not supported; only " + LanguageExtensions.NAME + " is");
            }
        }
    }

    private void parameter(Map.Entry<String, JsonNode> entry) {
        String path = "Parameters/" + entry.getKey();
        if (!LOGICAL_ID.matcher(entry.getKey()).matches()) {
            throw malformed(path, "Parameter name " + entry.getKey() + " is non alphanumeric.");
        }
        if (!entry.getValue().path("Type").isTextual()) {
            throw malformed(path, "Every Parameters object must contain a Type member.");
        }
    }

    private void resource(String name, JsonNode resource) {
        String path = "Resources/" + name;
        if (!LOGICAL_ID.matcher(name).matches()) {
            throw malformed(path, "Resource name " + name + " is non alphanumeric.");
        }
        if (!resource.path("Type").isTextual()) {
            throw malformed(path, "[/Resources/" + name + "] Every Resources object must contain a Type member.");
        }
        resource.fieldNames().forEachRemaining(field -> {
            if (!RESOURCE_FIELDS.contains(field)) {
                throw malformed(path + "/" + field, "Invalid or unsupported field " + field + " of resource " + name);
            }
        });
        policy(
                path + "/DeletionPolicy",
                resource.path("DeletionPolicy"),
                List.of("Delete", "Retain", "RetainExceptOnCreate"));
        policy(path + "/UpdateReplacePolicy", resource.path("UpdateReplacePolicy"), List.of("Delete", "Retain"));
    }

    private void policy(String path, JsonNode value, List<String> allowed) {
        if (value.isTextual() && !allowed.contains(value.asText())) {
            throw malformed(path, value.asText() + " is not one of the supported policies " + allowed);
        }
        if (value.isObject() && !LanguageExtensions.isUsedBy(template)) {
            throw malformed(path, "a function here needs the transform " + LanguageExtensions.NAME);
        }
    }

    private void references() {
        for (Map.Entry<String, JsonNode> entry : template.entries("Resources")) {
            JsonNode resource = entry.getValue();
            Set<String> missing = new TreeSet<>(missing(resource.path("Properties")));
            DependsOn.of(resource).stream()
                    .filter(name -> !template.section("Resources").has(name))
                    .forEach(missing::add);
            if (!missing.isEmpty()) {
                throw malformed(
                        "Resources/" + entry.getKey(),
                        "Unresolved resource dependencies " + missing + " in the Resources block of the template");
            }
        }
        Set<String> missing = missing(template.section("Outputs"));
        if (!missing.isEmpty()) {
            throw malformed(
                    "Outputs", "Unresolved resource dependencies " + missing + " in the Outputs block of the template");
        }
    }

    private Set<String> missing(JsonNode value) {
        Set<String> names = new TreeSet<>();
        new ReferenceWalk(reference -> {
                    boolean known = template.section("Resources").has(reference.name())
                            || (reference.attribute().isEmpty()
                                    && (template.section("Parameters").has(reference.name())
                                            || reference.name().startsWith("AWS::")));
                    if (!known) {
                        names.add(reference.name());
                    }
                })
                .walk(value);
        return names;
    }

    private void conditions() {
        new ReferenceWalk(reference -> {
                    if (!template.section("Parameters").has(reference.name())
                            && !reference.name().startsWith("AWS::")) {
                        throw malformed(
                                "Conditions",
                                "Unresolved dependencies [" + reference.name()
                                        + "]. Cannot reference resources in the Conditions block of the template");
                    }
                })
                .walk(template.section("Conditions"));
        for (String section : List.of("Resources", "Outputs")) {
            for (Map.Entry<String, JsonNode> entry : template.entries(section)) {
                JsonNode condition = entry.getValue().path("Condition");
                if (!condition.isMissingNode()
                        && !template.section("Conditions").has(condition.asText())) {
                    throw malformed(
                            section + "/" + entry.getKey() + "/Condition",
                            "Unresolved condition dependency " + condition.asText()
                                    + "; add it to the Conditions block of the template");
                }
            }
        }
    }

    private void extensions(JsonNode value) {
        Optional<String> function = Functions.named(value);
        if (function.isPresent()
                && (EXTENSIONS.contains(function.get()) || function.get().startsWith("Fn::ForEach"))
                && !LanguageExtensions.isUsedBy(template)) {
            throw new EvaluationException(
                    "Template format error: " + function.get() + " needs the transform " + LanguageExtensions.NAME);
        }
        value.forEach(this::extensions);
    }

    private EvaluationException malformed(String path, String message) {
        int line = template.line(path);
        return new EvaluationException("Template format error: " + message + (line > 0 ? " (line " + line + ")" : ""));
    }
}
