package io.millrace.server.wire.validation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The violations found in one request, worded as AWS words them. Not thread-safe: one object serves one request. */
final class Violations {
    /** Values longer than this are cut in a message; AWS repeats them whole. */
    private static final int MAX_VALUE_CHARACTERS = 1000;

    /** More violations than this are not looked for: the caller gets plenty to repair. */
    private static final int MAX_VIOLATIONS = 20;

    private final List<String> messages = new ArrayList<>();

    boolean isFull() {
        return messages.size() >= MAX_VIOLATIONS;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    void addNull(MemberPath path) {
        add("Value null at '%s' failed to satisfy constraint: Member must not be null".formatted(path));
    }

    void add(MemberPath path, @Nullable Object shown, String constraint) {
        String value = shown == null ? "Value" : "Value '" + cut(shown.toString()) + "'";
        add("%s at '%s' failed to satisfy constraint: %s".formatted(value, path, constraint));
    }

    private void add(String message) {
        if (!isFull()) {
            messages.add(message);
        }
    }

    private static String cut(String value) {
        return value.length() <= MAX_VALUE_CHARACTERS ? value : value.substring(0, MAX_VALUE_CHARACTERS) + "…";
    }

    /** Such as {@code 2 validation errors detected: …; …}. */
    String message() {
        String errors = messages.size() == 1 ? "error" : "errors";
        return "%d validation %s detected: %s".formatted(messages.size(), errors, String.join("; ", messages));
    }
}
