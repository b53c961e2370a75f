package io.millrace.catalog.crawl.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cuts the names of a schema's tables into groups of bounded size that a LIKE pattern each can ask for: metadata calls take a
 * pattern, not a list; one for all of 10,000 tables would hold all their columns in memory, one for each table takes minutes.
 */
final class NameGroups {
    private static final String ALL = "%";

    private final int limit;
    private final String escape;
    private final List<Group> groups = new ArrayList<>();

    private NameGroups(int limit, String escape) {
        this.limit = limit;
        this.escape = escape;
    }

    /** Names that begin alike, and the pattern that finds them (and perhaps others). */
    record Group(String pattern, List<String> names) {}

    /** @param escape what stands before a character of a pattern that means itself */
    static List<Group> of(Collection<String> names, int limit, String escape) {
        NameGroups cut = new NameGroups(limit, escape);
        cut.split(List.copyOf(names), 0);
        return cut.groups;
    }

    /** Adds groups for names whose first {@code shared} code units are the same. */
    private void split(List<String> names, int shared) {
        if (names.isEmpty()) {
            return;
        }
        if (names.size() <= limit) {
            groups.add(new Group(literal(names.get(0).substring(0, shared), escape) + ALL, names));
            return;
        }
        int prefix = Math.max(shared, commonPrefix(names));
        SortedMap<String, List<String>> byNext = new TreeMap<>();
        for (String name : names) {
            int end = name.length() == prefix ? prefix : name.offsetByCodePoints(prefix, 1);
            byNext.computeIfAbsent(name.substring(0, end), key -> new ArrayList<>())
                    .add(name);
        }
        byNext.forEach((start, group) -> {
            if (start.length() == prefix) {
                groups.add(new Group(literal(start, escape), group));
            } else {
                split(group, start.length());
            }
        });
    }

    private static int commonPrefix(List<String> names) {
        String first = names.get(0);
        int length = first.length();
        for (String name : names) {
            int same = 0;
            while (same < Math.min(length, name.length()) && name.charAt(same) == first.charAt(same)) {
                same++;
            }
            length = same;
        }
        boolean splitsPair = length > 0 && Character.isHighSurrogate(first.charAt(length - 1));
        return splitsPair ? length - 1 : length;
    }

    /** A pattern that only the text itself matches. */
    static String literal(String text, String escape) {
        return text.replace(escape, escape + escape).replace("_", escape + "_").replace(ALL, escape + ALL);
    }
}
