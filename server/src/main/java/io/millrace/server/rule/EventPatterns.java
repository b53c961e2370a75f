package io.millrace.server.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/**
 * Event patterns, compiled and matched by AWS's own Event Ruler: exact values, {@code prefix}, {@code suffix}, {@code anything-but},
 * {@code numeric}, {@code exists}, {@code cidr}, {@code wildcard}, {@code equals-ignore-case} and {@code $or}
 * (EventBridge User Guide, "Event patterns"). Thread-safe.
 */
public final class EventPatterns {
    /** The longest pattern, in characters (EventBridge quotas). */
    private static final int MAX_CHARACTERS = 4096;

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventPatterns() {}

    /** Throws InvalidEventPatternException for a text that is no pattern. */
    static void check(String pattern) {
        String problem = problem(pattern);
        if (problem != null) {
            throw RuleErrors.invalidPattern(problem);
        }
    }

    /** What is wrong with a pattern; null if nothing is. */
    public static @Nullable String problem(String pattern) {
        if (pattern.length() > MAX_CHARACTERS) {
            return "it is longer than " + MAX_CHARACTERS + " characters";
        }
        return JsonRuleCompiler.check(pattern);
    }

    /**
     * A machine for several patterns.
     *
     * @param patterns by the names that matches are told by; each is valid
     */
    public static Machine machine(Map<String, String> patterns) {
        Machine machine = Machine.builder().build();
        patterns.forEach((name, pattern) -> {
            try {
                machine.addRule(name, pattern);
            } catch (IOException e) {
                throw new IllegalStateException("The stored pattern of " + name + " does not compile", e);
            }
        });
        return machine;
    }

    /** The names of the patterns that an event matches. */
    public static List<String> matching(Machine machine, JsonNode event) {
        return machine.rulesForJSONEvent(event).stream().distinct().toList();
    }

    /** Whether an event of the caller's matches a pattern of the caller's. */
    static boolean matches(String pattern, String event) {
        check(pattern);
        JsonNode json = readEvent(event);
        return !matching(machine(Map.of("pattern", pattern)), json).isEmpty();
    }

    private static JsonNode readEvent(String event) {
        JsonNode json;
        try {
            json = JSON.readTree(event);
        } catch (JsonProcessingException e) {
            throw notAnEvent("Event is not valid JSON.");
        }
        // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html
        for (String field : List.of("id", "detail-type", "source", "account", "time", "region", "resources")) {
            if (!json.has(field)) {
                throw notAnEvent("Parameter Event is not valid. Reason: it has no field " + field + ".");
            }
        }
        return json;
    }

    private static ServiceException notAnEvent(String message) {
        return RuleErrors.invalid(message);
    }
}
