package io.millrace.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The template's outer shape: its sections, parameters and outputs. */
final class SectionValidator {
    private static final String VERSION = "2010-09-09";
    private static final Pattern LOGICAL_ID = Pattern.compile("[A-Za-z0-9]+");
    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Conditions",
            "Description",
            "Hooks",
            "Mappings",
            "Metadata",
            "Outputs",
            "Parameters",
            "Resources",
            "Rules",
            "Transform");
    private static final Set<String> NAMED_SECTIONS =
            Set.of("Conditions", "Mappings", "Outputs", "Parameters", "Resources");
    private static final Set<String> PARAMETER_FIELDS = Set.of(
            "AllowedPattern",
            "AllowedValues",
            "ConstraintDescription",
            "Default",
            "Description",
            "MaxLength",
            "MaxValue",
            "MinLength",
            "MinValue",
            "NoEcho",
            "Type");
    private static final Set<String> OUTPUT_FIELDS = Set.of("Condition", "Description", "Export", "Value");
    private static final Pattern PARAMETER_TYPE =
            Pattern.compile("String|Number|CommaDelimitedList|List<Number>|(List<)?AWS::[A-Za-z0-9:.]+>?|AWS::SSM::.+");

    /** docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
    private static final Map<String, Integer> LIMITS =
            Map.of("Resources", 500, "Parameters", 200, "Outputs", 200, "Mappings", 200);

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private final Template template;
    private final Problems problems;

    SectionValidator(Template template, Problems problems) {
        this.template = template;
        this.problems = problems;
    }

    void validate() {
        template.root().fieldNames().forEachRemaining(name -> {
            if (!SECTIONS.contains(name)) {
                problems.add(name, "is not a section of a template");
            }
        });
        JsonNode version = template.section("AWSTemplateFormatVersion");
        if (!version.isMissingNode() && !version.asText().equals(VERSION)) {
            problems.add("AWSTemplateFormatVersion", "must be " + VERSION);
        }
        if (template.section("Resources").isEmpty()) {
            problems.add("Resources", "a template needs at least one resource");
        }
        NAMED_SECTIONS.forEach(this::checkNames);
        template.entries("Parameters").forEach(this::checkParameter);
        template.entries("Outputs").forEach(this::checkOutput);
        LIMITS.forEach((section, most) -> {
            if (template.section(section).size() > most) {
                problems.add(section, "a template may have at most " + most + " of them");
            }
        });
    }

    private void checkNames(String section) {
        for (Map.Entry<String, JsonNode> entry : template.entries(section)) {
            if (!LOGICAL_ID.matcher(entry.getKey()).matches()) {
                problems.add(section + "/" + entry.getKey(), "a name may have letters and digits only");
            }
        }
    }

    private void checkParameter(Map.Entry<String, JsonNode> entry) {
        String path = "Parameters/" + entry.getKey();
        JsonNode parameter = entry.getValue();
        checkFields(path, parameter, PARAMETER_FIELDS);
        String type = parameter.path("Type").asText();
        if (!PARAMETER_TYPE.matcher(type).matches()) {
            problems.add(path + "/Type", type.isEmpty() ? "is required" : type + " is not a type of parameters");
        }
        JsonNode allowed = parameter.path("AllowedValues");
        JsonNode given = parameter.path("Default");
        if (allowed.isArray() && !given.isMissingNode() && !contains(allowed, given.asText())) {
            problems.add(path + "/Default", given.asText() + " is not one of the allowed values");
        }
        if (type.equals("Number")) {
            checkNumbers(path, parameter);
        }
        checkLimits(path, parameter, given);
    }

    private void checkNumbers(String path, JsonNode parameter) {
        for (String field : Set.of("Default", "MinValue", "MaxValue")) {
            JsonNode value = parameter.path(field);
            if (!value.isMissingNode() && !NUMBER.matcher(value.asText()).matches()) {
                problems.add(path + "/" + field, value.asText() + " is not a number");
            }
        }
    }

    /** The default must be a value that could be given. */
    private void checkLimits(String path, JsonNode parameter, JsonNode given) {
        String pattern = parameter.path("AllowedPattern").asText();
        try {
            if (!pattern.isEmpty() && !given.isMissingNode() && !given.asText().matches(pattern)) {
                problems.add(path + "/Default", given.asText() + " does not match the pattern " + pattern);
            }
        } catch (PatternSyntaxException e) {
            problems.add(path + "/AllowedPattern", pattern + " is not a regular expression");
        }
        boolean number = NUMBER.matcher(given.asText()).matches()
                && parameter.path("Type").asText().equals("Number");
        double size = number ? given.asDouble() : given.asText().length();
        String kind = number ? "Value" : "Length";
        if (!given.isMissingNode()
                && (size < parameter.path("Min" + kind).asDouble(-Double.MAX_VALUE)
                        || size > parameter.path("Max" + kind).asDouble(Double.MAX_VALUE))) {
            problems.add(path + "/Default", given.asText() + " is not within Min" + kind + " and Max" + kind);
        }
    }

    private static boolean contains(JsonNode list, String text) {
        for (JsonNode element : list) {
            if (element.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private void checkOutput(Map.Entry<String, JsonNode> entry) {
        String path = "Outputs/" + entry.getKey();
        checkFields(path, entry.getValue(), OUTPUT_FIELDS);
        if (!entry.getValue().has("Value")) {
            problems.add(path + "/Value", "is required");
        }
    }

    private void checkFields(String path, JsonNode map, Set<String> fields) {
        map.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                problems.add(path + "/" + name, "is not known here");
            }
        });
    }
}
