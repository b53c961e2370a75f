package io.millrace.cloudformation.stack;

import java.util.regex.Pattern;

/** What stacks and change sets may be called. */
final class StackNames {
    private static final String RULE = "[a-zA-Z][-a-zA-Z0-9]*";
    private static final Pattern NAME = Pattern.compile(RULE);
    private static final int MAX_CHARS = 128;

    private StackNames() {}

    static void check(String name) {
        check("stackName", name);
    }

    static void check(String field, String name) {
        if (name.length() > MAX_CHARS) {
            throw StackException.invalid("1 validation error detected: Value '" + name + "' at '" + field
                    + "' failed to satisfy constraint: Member must have length less than or equal to " + MAX_CHARS);
        }
        if (!NAME.matcher(name).matches()) {
            throw StackException.invalid("1 validation error detected: Value '" + name + "' at '" + field
                    + "' failed to satisfy constraint: Member must satisfy regular expression pattern: " + RULE);
        }
    }
}
