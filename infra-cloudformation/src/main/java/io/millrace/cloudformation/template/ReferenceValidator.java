package io.millrace.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.schema.ResourceSchema;
import io.millrace.cloudformation.schema.ResourceSchemas;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every name that a template uses must be one that it has, and every parameter must be used. */
final class ReferenceValidator {
    private static final Pattern SUB_VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");

    private final Template template;
    private final ResourceSchemas schemas;
    private final Problems problems;
    private final Set<String> used = new HashSet<>();
    private final Map<String, Set<String>> dependencies = new TreeMap<>();
    private String resource = "";

    ReferenceValidator(Template template, ResourceSchemas schemas, Problems problems) {
        this.template = template;
        this.schemas = schemas;
        this.problems = problems;
    }

    void validate() {
        for (Map.Entry<String, JsonNode> entry : template.entries("Resources")) {
            resource = entry.getKey();
            dependencies.put(resource, new TreeSet<>());
            String path = "Resources/" + resource;
            checkDependsOn(path + "/DependsOn", entry.getValue().path("DependsOn"));
            checkCondition(path + "/Condition", entry.getValue().path("Condition"));
            walk(path + "/Properties", entry.getValue().path("Properties"));
            walk(path + "/DeletionPolicy", entry.getValue().path("DeletionPolicy"));
            walk(path + "/UpdateReplacePolicy", entry.getValue().path("UpdateReplacePolicy"));
        }
        resource = "";
        walk("Conditions", template.section("Conditions"));
        template.section("Conditions")
                .findParents(Intrinsics.CONDITION)
                .forEach(use -> checkCondition("Conditions", use.path(Intrinsics.CONDITION)));
        walk("Outputs", template.section("Outputs"));
        template.entries("Outputs")
                .forEach(output -> checkCondition(
                        "Outputs/" + output.getKey() + "/Condition",
                        output.getValue().path("Condition")));
        walk("Rules", template.section("Rules"));
        reportUnused("Parameters", "the parameter is not used");
        reportUnused("Conditions", "the condition is not used");
        reportUnused("Mappings", "the mapping is not used");
        new DependencyCycles(dependencies)
                .forEach(cycle -> problems.under(TemplateRule.CYCLE)
                        .add("Resources/" + cycle.get(0), "circular dependency: " + String.join(" -> ", cycle)));
    }

    private void reportUnused(String section, String message) {
        for (Map.Entry<String, JsonNode> entry : template.entries(section)) {
            if (!used.contains(section + "/" + entry.getKey())) {
                problems.under(TemplateRule.UNUSED).add(section + "/" + entry.getKey(), message);
            }
        }
    }

    private void walk(String path, JsonNode value) {
        Intrinsics.function(value).ifPresent(function -> checkFunction(path, function, value.path(function)));
        if (value.isObject()) {
            value.properties().forEach(entry -> walk(path + "/" + entry.getKey(), entry.getValue()));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                walk(path + "/" + i, value.path(i));
            }
        }
    }

    private void checkFunction(String path, String function, JsonNode argument) {
        if (!Intrinsics.isKnown(function)) {
            problems.add(path, function + " is not a function of CloudFormation");
            return;
        }
        switch (function) {
            case Intrinsics.REF -> checkName(path, argument.asText());
            case Intrinsics.GET_ATT -> checkGetAtt(path, argument);
            case Intrinsics.SUB -> checkSub(path, argument);
            case Intrinsics.IF -> checkCondition(path, argument.path(0));
            case Intrinsics.FIND_IN_MAP -> checkMapping(path, argument.path(0));
            default -> {
                // The other functions name nothing of the template.
            }
        }
    }

    private void checkName(String path, String name) {
        if (template.section("Parameters").has(name)) {
            used.add("Parameters/" + name);
        } else if (template.section("Resources").has(name)) {
            dependsOn(name);
        } else if (!Intrinsics.PSEUDO_PARAMETERS.contains(name)) {
            problems.add(path, "there is no parameter or resource " + name);
        }
    }

    private void checkGetAtt(String path, JsonNode argument) {
        if (argument.isTextual()) {
            String[] parts = argument.asText().split("\\.", 2);
            checkAttribute(path, parts[0], parts.length < 2 ? "" : parts[1]);
        } else if (argument.path(1).isTextual()) {
            checkAttribute(path, argument.path(0).asText(), argument.path(1).asText());
        }
    }

    private void checkAttribute(String path, String name, String attribute) {
        JsonNode target = template.section("Resources").path(name);
        if (target.isMissingNode()) {
            problems.add(path, "there is no resource " + name);
            return;
        }
        dependsOn(name);
        String type = target.path("Type").asText();
        boolean known = schemas.findResource(type)
                .map(ResourceSchema::attributes)
                .map(attributes -> attributes.contains(attribute))
                // An unknown type is a problem of its own.
                .orElse(true);
        if (!known) {
            problems.add(path, type + " has no attribute " + attribute);
        }
    }

    private void checkSub(String path, JsonNode argument) {
        JsonNode own = argument.path(1);
        String text = argument.isArray() ? argument.path(0).asText() : argument.asText();
        Matcher variables = SUB_VARIABLE.matcher(text);
        while (variables.find()) {
            String name = variables.group(1).strip();
            int dot = name.indexOf('.');
            if (own.has(name)) {
                continue;
            }
            if (dot < 0) {
                checkName(path, name);
            } else {
                checkAttribute(path, name.substring(0, dot), name.substring(dot + 1));
            }
        }
    }

    private void checkDependsOn(String path, JsonNode value) {
        if (value.isTextual()) {
            checkDependency(path, value.asText());
        }
        value.forEach(name -> checkDependency(path, name.asText()));
    }

    private void checkDependency(String path, String name) {
        if (template.section("Resources").has(name)) {
            dependsOn(name);
        } else {
            problems.add(path, "there is no resource " + name);
        }
    }

    private void checkCondition(String path, JsonNode name) {
        used.add("Conditions/" + name.asText());
        if (name.isTextual() && !template.section("Conditions").has(name.asText())) {
            problems.add(path, "there is no condition " + name.asText());
        }
    }

    private void checkMapping(String path, JsonNode name) {
        used.add("Mappings/" + name.asText());
        if (name.isTextual() && !template.section("Mappings").has(name.asText())) {
            problems.add(path, "there is no mapping " + name.asText());
        }
    }

    private void dependsOn(String name) {
        Set<String> known = dependencies.get(resource);
        if (known != null) {
            known.add(name);
        }
    }
}
