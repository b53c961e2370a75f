package io.millrace.server.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A filter pattern (CloudWatch Logs User Guide, "Filter pattern syntax"): terms that all must be there, {@code ?term} one of which must,
 * {@code -term} which must not, {@code "several words"}; and for lines of JSON {@code { $.level = "ERROR" && $.seconds > 5 }}. Patterns of
 * fields in brackets and regular expressions are refused.
 */
final class LogFilter {
    private static final Pattern TERM = Pattern.compile("([?-]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\"]+))\\s*");
    private static final Pattern CONDITION = Pattern.compile(
            "\\s*(\\$(?:\\.[A-Za-z0-9_-]+|\\[\\d+])+)\\s*(!=|<=|>=|=|<|>)\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s&|(){}\"]+)\\s*");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_CHARACTERS = 1024;

    private LogFilter() {}

    /** Reads a pattern; an empty one takes every line. */
    static Predicate<String> parse(String pattern) {
        String trimmed = pattern.strip();
        if (pattern.length() > MAX_CHARACTERS) {
            throw invalid("it is longer than " + MAX_CHARACTERS + " characters");
        }
        if (trimmed.startsWith("[")) {
            throw invalid("patterns of fields in brackets are not supported by Millrace");
        }
        return trimmed.startsWith("{") ? json(trimmed) : terms(trimmed);
    }

    private static RuntimeException invalid(String reason) {
        return LogErrors.invalid("Invalid filter pattern: " + reason);
    }

    private static Predicate<String> terms(String pattern) {
        List<String> required = new ArrayList<>();
        List<String> optional = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        Matcher terms = TERM.matcher(pattern);
        int end = 0;
        while (end < pattern.length()) {
            if (!terms.find(end) || terms.start() != end) {
                throw invalid("there is a quotation mark without another");
            }
            String term = terms.group(2) == null ? terms.group(3) : unquoted(terms.group(2));
            if (terms.group(2) == null && term.startsWith("%")) {
                throw invalid("regular expressions are not supported by Millrace");
            }
            (terms.group(1).equals("?") ? optional : terms.group(1).equals("-") ? excluded : required).add(term);
            end = terms.end();
        }
        // With others, the optional ones do not count (user guide, "Match terms").
        return line -> required.stream().allMatch(line::contains)
                && excluded.stream().noneMatch(line::contains)
                && (optional.isEmpty()
                        || !required.isEmpty()
                        || optional.stream().anyMatch(line::contains));
    }

    private static String unquoted(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }

    private static Predicate<String> json(String pattern) {
        if (!pattern.endsWith("}")) {
            throw invalid("a brace is not closed");
        }
        String body = pattern.substring(1, pattern.length() - 1);
        Predicate<JsonNode> wanted = split(body, "||").stream()
                .map(alternative -> split(alternative, "&&").stream()
                        .map(LogFilter::condition)
                        .reduce(node -> true, Predicate::and))
                .reduce(node -> false, Predicate::or);
        return line -> {
            try {
                JsonNode node = JSON.readTree(line);
                return node != null && node.isObject() && wanted.test(node);
            } catch (JsonProcessingException e) {
                return false;
            }
        };
    }

    /** Splits outside of quotation marks. */
    private static List<String> split(String text, String operator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && text.startsWith(operator, i)) {
                parts.add(text.substring(start, i));
                start = i + operator.length();
                i = start - 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Predicate<JsonNode> condition(String text) {
        Matcher matcher = CONDITION.matcher(text);
        if (!matcher.matches()) {
            throw invalid(
                    "'" + text.strip() + "' is no condition such as $.level = \"ERROR\"; parentheses, IS and EXISTS"
                            + " are not supported by Millrace");
        }
        String pointer = matcher.group(1).substring(1).replaceAll("[.\\[]", "/").replace("]", "");
        String operator = matcher.group(2);
        String value = matcher.group(3);
        if (!operator.equals("=") && !operator.equals("!=")) {
            double number = number(value);
            return node ->
                    node.at(pointer).isNumber() && compares(node.at(pointer).doubleValue(), operator, number);
        }
        Pattern wanted = wildcard(value.startsWith("\"") ? unquoted(value.substring(1, value.length() - 1)) : value);
        boolean equal = operator.equals("=");
        return node -> {
            JsonNode found = node.at(pointer);
            return found.isValueNode() && wanted.matcher(found.asText()).matches() == equal;
        };
    }

    private static double number(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw invalid(value + " is no number");
        }
    }

    private static boolean compares(double found, String operator, double wanted) {
        return switch (operator) {
            case "<" -> found < wanted;
            case "<=" -> found <= wanted;
            case ">" -> found > wanted;
            default -> found >= wanted;
        };
    }

    /** A text in which {@code *} stands for any characters. */
    private static Pattern wildcard(String text) {
        String regex = Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL);
    }
}
