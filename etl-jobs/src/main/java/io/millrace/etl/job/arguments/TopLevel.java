package io.millrace.etl.job.arguments;

import java.util.ArrayList;
import java.util.List;

/** Splits text at separators that stand outside brackets, so that {@code a:struct<x:int,y:int>,b} has two parts. */
final class TopLevel {
    private TopLevel() {}

    /** The stripped parts. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == separator && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            } else if (c == '<' || c == '(') {
                depth++;
            } else if ((c == '>' || c == ')') && depth > 0) {
                depth--;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }
}
