package io.millrace.catalog.layout;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * An exclude pattern of a crawler (Glue developer guide, "define-crawler"): {@code *} within a folder, {@code **} across
 * folders, {@code ?}, {@code [a-z]}, {@code [!x]}, {@code {a,b}}, {@code \} before a character that means itself. It is held
 * against the path below the include path.
 */
public final class GlobPattern {
    private final String glob;
    private final Pattern pattern;
    private int position;

    private GlobPattern(String glob) {
        this.glob = glob;
        this.pattern = Pattern.compile(translate());
    }

    /** Reads the pattern. @throws IllegalArgumentException if it is malformed */
    public static GlobPattern parse(String glob) {
        try {
            return new GlobPattern(glob);
        } catch (PatternSyntaxException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("The exclude pattern '" + glob + "' is malformed", e);
        }
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
                case '[' -> regex.append(bracket());
                case '{' -> {
                    group = true;
                    regex.append("(?:");
                }
                case '}' -> {
                    regex.append(group ? ")" : "\\}");
                    group = false;
                }
                case ',' -> regex.append(group ? "|" : ",");
                case '\\' -> regex.append(Pattern.quote(String.valueOf(glob.charAt(position++))));
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private String bracket() {
        int end = glob.indexOf(']', position + 1);
        String content = glob.substring(position, end);
        position = end + 1;
        boolean negated = content.startsWith("!");
        String members = (negated ? content.substring(1) : content)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("^", "\\^")
                .replace("&", "\\&");
        return "(?!/)[" + (negated ? "^" : "") + members + "]";
    }

    private boolean takeIf(char c) {
        boolean there = position < glob.length() && glob.charAt(position) == c;
        position += there ? 1 : 0;
        return there;
    }
}
