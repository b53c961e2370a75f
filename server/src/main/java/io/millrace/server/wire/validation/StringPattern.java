package io.millrace.server.wire.validation;

import java.util.regex.Pattern;

/**
 * A pattern of an API model, which a whole string must match. The models' patterns are Java's; those that are one repeated
 * character class (nearly all) are made possessive, because Java matches {@code ([…])*} by recursion and a long SQL text would
 * overflow the stack, and get a short cut for plain ASCII. Thread-safe.
 */
final class StringPattern {
    private static final Pattern REPEATED_CLASS = Pattern.compile("\\(?(\\[(?:[^\\[\\]\\\\]|\\\\.)+\\])\\)?([*+])");
    private static final String PRINTABLE_ASCII = printableAscii();

    private final String source;
    private final Pattern pattern;
    private final boolean acceptsPrintableAscii;

    StringPattern(String source) {
        this.source = source;
        var repeated = REPEATED_CLASS.matcher(source);
        if (repeated.matches()) {
            pattern = Pattern.compile(repeated.group(1) + repeated.group(2) + "+");
            acceptsPrintableAscii = pattern.matcher(PRINTABLE_ASCII).matches();
        } else {
            pattern = Pattern.compile(withLongerRegions(source));
            acceptsPrintableAscii = false;
        }
    }

    /** Where a model wants an AWS region in an ARN, one of B2's is good too: {@code us-west-004}. */
    private static String withLongerRegions(String source) {
        return source.replace("-[a-z]+-\\d{1}", "-[a-z]+-\\d{1,3}");
    }

    String source() {
        return source;
    }

    boolean matches(String value) {
        return (acceptsPrintableAscii && isPrintableAscii(value))
                || pattern.matcher(value).matches();
    }

    private static boolean isPrintableAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                return false;
            }
        }
        // An empty string is left to the pattern: a class repeated with + refuses it.
        return !value.isEmpty();
    }

    private static String printableAscii() {
        StringBuilder text = new StringBuilder();
        for (char c = ' '; c <= '~'; c++) {
            text.append(c);
        }
        return text.toString();
    }
}
