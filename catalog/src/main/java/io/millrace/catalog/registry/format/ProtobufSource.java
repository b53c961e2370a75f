package io.millrace.catalog.registry.format;

import java.util.regex.Pattern;

/** The text of a {@code .proto} file before it is parsed. */
final class ProtobufSource {
    /** Levels of braces and brackets. */
    private static final int MAX_NESTING = 64;

    /** Parts of a dotted name. Wire's linker takes time in the square of them. */
    private static final int MAX_NAME_PARTS = 64;

    private static final Pattern LONG_NAME = Pattern.compile("(?:\\.\\s*+\\w*+\\s*+){" + MAX_NAME_PARTS + "}");

    private ProtobufSource() {}

    /** The text with a space for each comment; strings stay as they are. */
    static String withoutComments(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = at + 1;
            if (c == '"' || c == '\'') {
                end = endOfString(text, at);
                kept.append(text, at, end);
            } else if (text.startsWith("//", at)) {
                end = orEnd(text, text.indexOf('\n', at));
                kept.append(' ');
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                if (close < 0) {
                    throw new InvalidDefinitionException("The Protobuf schema has a comment without end");
                }
                end = close + 2;
                kept.append(' ');
            } else {
                kept.append(c);
            }
            at = end;
        }
        return kept.toString();
    }

    private static int endOfString(String text, int start) {
        char quote = text.charAt(start);
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, text.length());
    }

    private static int orEnd(String text, int index) {
        return index < 0 ? text.length() : index;
    }

    /** Refuses what would make the parser or the linker descend or search without bound. */
    static void requireBounded(String source) {
        int depth = 0;
        for (int at = 0; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == '"' || c == '\'') {
                at = endOfString(source, at) - 1;
            } else if ("{[(<".indexOf(c) >= 0) {
                depth++;
            } else if ("}])>".indexOf(c) >= 0) {
                depth--;
            }
            if (depth > MAX_NESTING) {
                throw new InvalidDefinitionException("The definition nests too deep");
            }
        }
        if (LONG_NAME.matcher(source).find()) {
            throw new InvalidDefinitionException(
                    "The Protobuf schema has a name of more than " + MAX_NAME_PARTS + " parts");
        }
    }
}
