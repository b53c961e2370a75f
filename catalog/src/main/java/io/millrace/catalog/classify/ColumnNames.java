package io.millrace.catalog.classify;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of columns that the catalog may name as it likes. In Glue's mode they are lower-cased, no more. In precise mode they
 * become legal for SQL without quotes, but for reserved words: accents are dropped, each run of anything but {@code a-z}, digits
 * and {@code _} becomes one {@code _}, and a leading digit gets a {@code _} before it. A name that comes again gets {@code _1},
 * {@code _2}, ….
 *
 * @param names one for each column
 * @param originals what they were made of; empty where a column had no name
 */
record ColumnNames(List<String> names, List<String> originals, Inference inference) {
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}");
    private static final Pattern LEGAL = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Pattern ILLEGAL_RUN = Pattern.compile("[^a-z0-9_]+");

    static ColumnNames of(List<String> originals, Inference inference) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < originals.size(); i++) {
            String name = name(originals.get(i).strip(), inference);
            names.add(unique(name.isEmpty() ? "col" + i : name, taken));
        }
        return new ColumnNames(names, List.copyOf(originals), inference);
    }

    /** {@code col0}, {@code col1}, … as real Glue tables have them; its guide writes col1 first. */
    static ColumnNames numbered(int count, Inference inference) {
        List<String> originals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            originals.add("");
        }
        return of(originals, inference);
    }

    /** The name without those that are taken, to which it is added. */
    static String unique(String base, Set<String> taken) {
        String name = base;
        for (int copy = 1; !taken.add(name); copy++) {
            name = base + "_" + copy;
        }
        return name;
    }

    static String name(String original, Inference inference) {
        String lower = original.toLowerCase(Locale.ROOT);
        if (inference == Inference.GLUE || LEGAL.matcher(lower).matches()) {
            return lower;
        }
        String plain = ACCENTS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD))
                .replaceAll("");
        String legal = ILLEGAL_RUN.matcher(plain).replaceAll("_");
        boolean nothingLeft = legal.isEmpty() || (legal.equals("_") && !plain.equals("_"));
        return nothingLeft ? "" : Character.isDigit(legal.charAt(0)) ? "_" + legal : legal;
    }

    /** The name in the file, if precise mode made another one of it. */
    Optional<String> original(int column) {
        String original = originals.get(column);
        boolean other = inference == Inference.PRECISE && !original.equals(names.get(column));
        return other && !original.isEmpty() ? Optional.of(original) : Optional.empty();
    }
}
