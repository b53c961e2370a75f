package io.millrace.catalog.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions that DeleteSchemaVersions names: {@code 5}, or {@code 5-8} for 5, 6, 7 and 8. */
record VersionRange(long first, long last) {
    private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,9})(?:-([1-9][0-9]{0,9}))?");

    static VersionRange parse(String text) {
        Matcher parsed = SYNTAX.matcher(text);
        if (!parsed.matches()) {
            throw RegistryRequests.invalid("Versions must be a number such as 5 or a range such as 5-8.");
        }
        long first = Long.parseLong(parsed.group(1));
        long last = parsed.group(2) == null ? first : Long.parseLong(parsed.group(2));
        if (last < first) {
            throw RegistryRequests.invalid("The range of versions " + text + " ends before it begins.");
        }
        return new VersionRange(first, last);
    }

    boolean contains(long number) {
        return number >= first && number <= last;
    }
}
