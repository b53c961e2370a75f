package io.millrace.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Secrets in plain text: whoever may read the template may read them. They belong into Secrets Manager, read by a dynamic reference
 * ({@code {{resolve:secretsmanager:…}}}), or at least into a parameter with {@code NoEcho}.
 */
final class SecretValidator {
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(password|passwd|secret|secret[_-]?key|secretstring|api[_-]?key|access[_-]?token|auth[_-]?token|private[_-]?key|"
                    + "application[_-]?key)");
    /** Access keys of AWS, application keys of B2, private keys. */
    private static final List<Pattern> SECRET_VALUES = List.of(
            Pattern.compile("(AKIA|ASIA)[A-Z0-9]{16}"),
            Pattern.compile("K00[0-9][A-Za-z0-9+/]{27}"),
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"));

    private static final String ADVICE = "; put it into Secrets Manager and write {{resolve:secretsmanager:NAME}}";

    private final Template template;
    private final Problems problems;

    SecretValidator(Template template, Problems problems) {
        this.template = template;
        this.problems = problems;
    }

    void validate() {
        for (Map.Entry<String, JsonNode> entry : template.entries("Parameters")) {
            checkParameter("Parameters/" + entry.getKey(), entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, JsonNode> entry : template.entries("Resources")) {
            walk(
                    "Resources/" + entry.getKey() + "/Properties",
                    "",
                    entry.getValue().path("Properties"));
        }
        for (Map.Entry<String, JsonNode> entry : template.entries("Outputs")) {
            walk("Outputs/" + entry.getKey() + "/Value", "", entry.getValue().path("Value"));
        }
    }

    private void checkParameter(String path, String name, JsonNode parameter) {
        if (!SECRET_NAME.matcher(name).matches()) {
            return;
        }
        if (!parameter.path("NoEcho").asBoolean()) {
            problems.add(path, "looks like a secret and needs NoEcho: true");
        }
        if (!parameter.path("Default").asText().isEmpty()) {
            problems.add(path + "/Default", "a secret must have no default");
        }
    }

    private void walk(String path, String name, JsonNode value) {
        if (value.isTextual()) {
            checkText(path, name, value.asText());
        }
        value.properties().forEach(entry -> walk(path + "/" + entry.getKey(), entry.getKey(), entry.getValue()));
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                walk(path + "/" + i, name, value.path(i));
            }
        }
    }

    /** The message does not repeat the value: it ends in a build's log. */
    private void checkText(String path, String name, String text) {
        boolean named = SECRET_NAME.matcher(name).matches() && !text.isEmpty() && !text.startsWith("arn:");
        boolean looks =
                SECRET_VALUES.stream().anyMatch(pattern -> pattern.matcher(text).find());
        if ((named || looks) && !text.contains("{{resolve:")) {
            problems.add(path, "holds a secret in plain text" + ADVICE);
        }
    }
}
