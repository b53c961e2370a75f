package io.millrace.catalog.layout;

import java.util.regex.Pattern;

/**
 * An exclude pattern of a crawler (Glue developer guide, "define-crawler"), which is a glob of {@code java.nio.file}: {@code *} within
 * a folder, {@code **} across folders, {@code ?}, {@code [a-z]}, {@code [!x]}, {@code {a,b}} not nested, {@code \} before a
 * character that means itself; a leading dot is a character as any other. It is held against the whole path below the include path, so
 * that <code>**&#47;tmp</code> is no {@code tmp} right below it.
 */
public final class GlobPattern {
    private static final String CLASS_SPECIAL = "\\[^&";

    private final String glob;
    private final Pattern pattern;
    private int position;

    private GlobPattern(String glob) {
        this.glob = glob;
        this.pattern = Pattern.compile(translate(), Pattern.DOTALL);
    }

    /** Reads the pattern. @throws IllegalArgumentException if it is malformed */
    public static GlobPattern parse(String glob) {
        return new GlobPattern(glob);
    }

    /** The pattern that matches {@code text} alone. */
    static String quote(String text) {
        return text.replaceAll("[*?\\[\\]{}\\\\]", "\\\\$0");
    }

    /** Whether the whole path matches. */
    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    private String translate() {
        StringBuilder regex = new StringBuilder();
        boolean group = false;
        while (position < glob.length()) {
            char c = glob.charAt(position++);
            switch (c) {
                case '*' -> regex.append(takeIf('*') ? ".*" : "[^/]*");
                case '?' -> regex.append("[^/]");
                case '[' -> appendClass(regex);
                case '{' -> {
                    if (group) {
                        throw malformed("groups cannot be nested");
                    }
                    group = true;
                    regex.append("(?:(?:");
                }
                case '}' -> {
                    regex.append(group ? "))" : "\\}");
                    group = false;
                }
                case ',' -> regex.append(group ? ")|(?:" : ",");
                case '\\' -> regex.append(literal(next("a character must follow the last \\")));
                default -> regex.append(literal(c));
            }
        }
        if (group) {
            throw malformed("a } is missing");
        }
        return regex.toString();
    }

    private static String literal(char c) {
        // A surrogate on its own would not be quoted as half of its pair.
        return Character.isSurrogate(c) ? String.valueOf(c) : Pattern.quote(String.valueOf(c));
    }

    private void appendClass(StringBuilder regex) {
        String missing = "a ] is missing";
        regex.append("(?!/)[").append(takeIf('!') ? "^" : "");
        int members = 0;
        char c = next(missing);
        while (c != ']') {
            if (c == '/') {
                throw malformed("a class cannot have a slash");
            }
            boolean range = peek(0) == '-' && peek(1) != ']' && peek(1) != 0;
            appendMember(regex, c, members == 0);
            if (range) {
                position++;
                char last = next(missing);
                if (last < c || last == '/') {
                    throw malformed("the range " + c + "-" + last + " is empty");
                }
                regex.append('-');
                appendMember(regex, last, false);
            }
            members++;
            c = next(missing);
        }
        if (members == 0) {
            throw malformed("a class is empty");
        }
        regex.append(']');
    }

    private static void appendMember(StringBuilder regex, char c, boolean first) {
        if (CLASS_SPECIAL.indexOf(c) >= 0 || c == '-' || (first && c == '!')) {
            regex.append('\\');
        }
        regex.append(c);
    }

    private char next(String ifMissing) {
        if (position == glob.length()) {
            throw malformed(ifMissing);
        }
        return glob.charAt(position++);
    }

    private char peek(int ahead) {
        return position + ahead < glob.length() ? glob.charAt(position + ahead) : 0;
    }

    private boolean takeIf(char c) {
        boolean there = peek(0) == c;
        position += there ? 1 : 0;
        return there;
    }

    private IllegalArgumentException malformed(String reason) {
        return new IllegalArgumentException("The exclude pattern '%s' is malformed: %s".formatted(glob, reason));
    }
}
