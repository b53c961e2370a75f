package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of {@code Fn::Sub}: {@code ${Name}}, {@code ${Resource.Attribute}}, and {@code ${!Literal}} that stays. */
final class SubText {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^{}]*)}");

    private SubText() {}

    /** The names that the text uses, in its order. */
    static List<String> variables(String text) {
        List<String> names = new ArrayList<>();
        Matcher match = VARIABLE.matcher(text);
        while (match.find()) {
            if (match.group(1).isEmpty()) {
                names.add(match.group(2).strip());
            }
        }
        return names;
    }

    static String replace(String text, Function<String, JsonNode> values) {
        Matcher match = VARIABLE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (match.find()) {
            String replacement =
                    match.group(1).isEmpty() ? value(match.group(2).strip(), values) : "${" + match.group(2) + "}";
            match.appendReplacement(result, Matcher.quoteReplacement(replacement));
        }
        return match.appendTail(result).toString();
    }

    private static String value(String name, Function<String, JsonNode> values) {
        if (!name.matches("[A-Za-z0-9_.:-]+")) {
            throw new EvaluationException(
                    "Template error: variable names in Fn::Sub syntax must contain only alphanumeric"
                            + " characters, underscores, periods, and colons");
        }
        JsonNode value = values.apply(name);
        if (!value.isValueNode()) {
            throw new EvaluationException(
                    "Template error: Fn::Sub needs text for ${" + name + "}, but it is a list or a map");
        }
        return value.asText();
    }
}
