package io.millrace.server.function;

/**
 * A function as a call names it.
 *
 * @param name the bare name
 * @param qualifier {@code $LATEST}, a version's number or an alias
 */
record FunctionReference(String name, String qualifier) {
    private static final int MAX_DIGITS = 18;

    boolean isLatest() {
        return qualifier.equals(FunctionNames.LATEST);
    }

    /** Versions are numbers; an alias may not be one. */
    boolean isVersion() {
        return qualifier.length() <= MAX_DIGITS && qualifier.chars().allMatch(Character::isDigit);
    }
}
