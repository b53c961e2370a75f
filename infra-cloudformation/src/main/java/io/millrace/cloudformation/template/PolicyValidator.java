package io.millrace.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * IAM statements that allow more than a stage needs: every action of a service, or passing every role. The rules are those of
 * cfn_nag (F3, F4, F39) that reviewers of such stacks ask for.
 */
final class PolicyValidator {
    private final Template template;
    private final Problems problems;

    PolicyValidator(Template template, Problems problems) {
        this.template = template;
        this.problems = problems;
    }

    void validate() {
        for (Map.Entry<String, JsonNode> entry : template.entries("Resources")) {
            walk("Resources/" + entry.getKey(), entry.getValue());
        }
    }

    private void walk(String path, JsonNode value) {
        if (value.isObject()) {
            if (value.path("Effect").asText().equals("Allow")) {
                checkStatement(path, value);
                checkPrincipal(path, value.path("Principal"));
            }
            value.properties().forEach(entry -> walk(path + "/" + entry.getKey(), entry.getValue()));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                walk(path + "/" + i, value.path(i));
            }
        }
    }

    private void checkStatement(String path, JsonNode statement) {
        boolean everyRole = texts(statement.path("Resource")).stream().anyMatch(PolicyValidator::isEveryRole);
        for (String action : texts(statement.path("Action"))) {
            if (action.equals("*") || action.endsWith(":*")) {
                problems.add(path + "/Action", "allows every action (" + action + "); name the ones that are needed");
            } else if (action.contains("*")) {
                problems.add(path + "/Action", "allows actions by a wildcard (" + action + "); name them");
            } else if (action.equalsIgnoreCase("iam:PassRole") && everyRole) {
                problems.add(path + "/Resource", "iam:PassRole on * lets it take any role; name the roles");
            }
        }
        if (statement.has("NotAction") || statement.has("NotResource")) {
            problems.add(path, "NotAction and NotResource allow whatever AWS adds later");
        }
    }

    private static boolean isEveryRole(String resource) {
        return resource.equals("*") || resource.endsWith(":role/*") || resource.endsWith(":*");
    }

    private void checkPrincipal(String path, JsonNode principal) {
        if (texts(principal).contains("*") || texts(principal.path("AWS")).contains("*")) {
            problems.add(path + "/Principal", "allows everybody; name the accounts or services");
        }
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isTextual()) {
            texts.add(value.asText());
        }
        if (value.path(Intrinsics.SUB).isTextual()) {
            texts.add(value.path(Intrinsics.SUB).asText());
        }
        if (value.isArray()) {
            value.forEach(element -> texts.addAll(texts(element)));
        }
        return texts;
    }
}
