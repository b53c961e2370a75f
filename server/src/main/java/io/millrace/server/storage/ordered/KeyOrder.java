package io.millrace.server.storage.ordered;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The order of S3's listings: that of the keys' UTF-8 bytes, which is that of their code points. */
final class KeyOrder implements Comparator<String> {
    static final KeyOrder INSTANCE = new KeyOrder();

    private KeyOrder() {}

    @Override
    public int compare(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                // A surrogate stands for a code point above all that one char holds.
                boolean surrogate = Character.isSurrogate(a);
                return surrogate == Character.isSurrogate(b) ? a - b : surrogate ? 1 : -1;
            }
        }
        return one.length() - other.length();
    }

    /** Whether the first comes after the second; everything comes after no key. */
    static boolean isAfter(String key, String other) {
        return INSTANCE.compare(key, other) > 0;
    }

    /**
     * The names of a folder's entries in the order of the keys below them: a folder {@code a} stands for keys that begin with
     * {@code a/}, which come after the file {@code a-b} and before {@code a0}. Only those names are asked about for which it
     * matters, since asking costs a system call; they get their slash here.
     */
    static List<String> sorted(List<String> names, Predicate<String> isFolder) {
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(INSTANCE);
        boolean moved = false;
        for (int i = 0; i + 1 < sorted.size(); i++) {
            String name = sorted.get(i);
            if (comesBeforeSlash(sorted.get(i + 1), name) && isFolder.test(name)) {
                sorted.set(i, name + "/");
                moved = true;
            }
        }
        if (moved) {
            sorted.sort(INSTANCE);
        }
        return sorted;
    }

    /** Whether the name is that beginning and goes on with what sorts before a slash. */
    private static boolean comesBeforeSlash(String name, String beginning) {
        return name.startsWith(beginning)
                && name.length() > beginning.length()
                && name.charAt(beginning.length()) < '/';
    }
}
