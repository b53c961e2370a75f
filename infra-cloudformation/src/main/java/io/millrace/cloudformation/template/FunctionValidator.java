package io.millrace.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The arguments of functions, keys of mappings, and names that outputs export. */
final class FunctionValidator {
    private static final Set<String> SECTIONS = Set.of("Conditions", "Outputs", "Resources", "Rules");
    /** How many arguments a function takes: the least and the most. */
    private static final Map<String, int[]> ARGUMENTS = Map.of(
            Intrinsics.IF,
            new int[] {3, 3},
            "Fn::Equals",
            new int[] {2, 2},
            "Fn::Not",
            new int[] {1, 1},
            "Fn::And",
            new int[] {2, 10},
            "Fn::Or",
            new int[] {2, 10},
            "Fn::Join",
            new int[] {2, 2},
            "Fn::Split",
            new int[] {2, 2},
            "Fn::Select",
            new int[] {2, 2},
            Intrinsics.FIND_IN_MAP,
            new int[] {3, 4},
            Intrinsics.GET_ATT,
            new int[] {2, 2});

    private final Template template;
    private final Problems problems;

    FunctionValidator(Template template, Problems problems) {
        this.template = template;
        this.problems = problems;
    }

    void validate() {
        for (String section : SECTIONS) {
            walk(section, template.section(section));
        }
        Map<String, String> exports = new HashMap<>();
        for (Map.Entry<String, JsonNode> output : template.entries("Outputs")) {
            JsonNode name = output.getValue().path("Export").path("Name");
            String other = name.isMissingNode() ? null : exports.putIfAbsent(name.toString(), output.getKey());
            if (other != null) {
                problems.add(
                        "Outputs/" + output.getKey() + "/Export", "the output " + other + " exports this name too");
            }
        }
    }

    private void walk(String path, JsonNode value) {
        Intrinsics.function(value).ifPresent(function -> check(path, function, value.path(function)));
        value.properties().forEach(entry -> walk(path + "/" + entry.getKey(), entry.getValue()));
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                walk(path + "/" + i, value.path(i));
            }
        }
    }

    private void check(String path, String function, JsonNode arguments) {
        int[] counts = ARGUMENTS.get(function);
        boolean text = function.equals(Intrinsics.GET_ATT) && arguments.isTextual();
        if (counts != null
                && !text
                && (!arguments.isArray() || arguments.size() < counts[0] || arguments.size() > counts[1])) {
            problems.add(
                    path,
                    function + " takes " + (counts[0] == counts[1] ? "" : counts[0] + " to ") + counts[1]
                            + " arguments, but has " + (arguments.isArray() ? arguments.size() : 1));
        } else if (function.equals(Intrinsics.FIND_IN_MAP)) {
            checkKeys(path, arguments);
        } else if (function.equals("Fn::Select")) {
            checkSelect(path, arguments);
        }
    }

    private void checkKeys(String path, JsonNode arguments) {
        JsonNode mapping = template.section("Mappings").path(arguments.path(0).asText());
        JsonNode first = arguments.path(1);
        JsonNode second = arguments.path(2);
        if (mapping.isMissingNode() || !first.isTextual() || arguments.size() > 3) {
            return;
        }
        if (!mapping.has(first.asText())) {
            problems.add(path, "the mapping has no key " + first.asText());
        } else if (second.isTextual() && !mapping.path(first.asText()).has(second.asText())) {
            problems.add(path, "the mapping has no key " + first.asText() + "/" + second.asText());
        }
    }

    private void checkSelect(String path, JsonNode arguments) {
        JsonNode index = arguments.path(0);
        JsonNode list = arguments.path(1);
        if (index.isValueNode() && list.isArray() && (index.asInt(-1) < 0 || index.asInt() >= list.size())) {
            problems.add(path, "Fn::Select has no element " + index.asText());
        }
    }
}
