package io.millrace.catalog.classify;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns' names of a CSV table: lower-cased, and, unlike Glue's, legal for SQL: accents are dropped, anything but
 * {@code a-z}, digits and {@code _} becomes {@code _}, a leading digit gets a {@code _} before it. CSV columns are
 * found by position, so a renamed one still reads. A name that comes again gets {@code _1}, {@code _2}, …
 */
final class ColumnNames {
    private ColumnNames() {}

    static List<String> fromHeader(List<String> header) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String base = legal(header.get(i), i);
            String name = base;
            for (int copy = 1; !taken.add(name); copy++) {
                name = base + "_" + copy;
            }
            names.add(name);
        }
        return names;
    }

    /** {@code col0}, {@code col1}, … as real Glue tables have them; its guide writes col1 first. */
    static List<String> numbered(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("col" + i);
        }
        return names;
    }

    private static String legal(String name, int position) {
        String plain = Normalizer.normalize(name.strip(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_]", "_");
        if (plain.isEmpty()) {
            return "col" + position;
        }
        return Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }
}
