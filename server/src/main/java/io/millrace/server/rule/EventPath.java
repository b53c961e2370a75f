package io.millrace.server.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in an event as EventBridge writes it: {@code $.detail.items[0].name}, {@code $}. The rest of JSONPath (filters, wildcards) is
 * refused, as EventBridge does.
 */
final class EventPath {
    private static final Pattern STEP =
            Pattern.compile("\\.([A-Za-z0-9_-]+)|\\[(\\d+)\\]|\\['([^']+)'\\]|\\[\"([^\"]+)\"\\]");

    private final JsonPointer pointer;

    private EventPath(JsonPointer pointer) {
        this.pointer = pointer;
    }

    /** Reads a path. @throws io.millrace.server.wire.ServiceException ValidationException if it is none */
    static EventPath parse(String path) {
        if (!path.startsWith("$")) {
            throw invalid(path);
        }
        Matcher steps = STEP.matcher(path);
        JsonPointer pointer = JsonPointer.empty();
        int end = 1;
        while (end < path.length()) {
            if (!steps.find(end) || steps.start() != end) {
                throw invalid(path);
            }
            pointer = steps.group(2) == null
                    ? pointer.appendProperty(name(steps))
                    : pointer.appendIndex(Integer.parseInt(steps.group(2)));
            end = steps.end();
        }
        return new EventPath(pointer);
    }

    private static String name(Matcher step) {
        return step.group(1) != null ? step.group(1) : step.group(3) != null ? step.group(3) : step.group(4);
    }

    private static RuntimeException invalid(String path) {
        return RuleErrors.invalid("Invalid path " + path + ": it must have the form $.name.name[0].");
    }

    /** What is there; a missing node if nothing is. */
    JsonNode find(ObjectNode event) {
        return event.at(pointer);
    }
}
