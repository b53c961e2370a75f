package io.millrace.catalog.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the boxes around what may satisfy a condition, or may satisfy its opposite. Never leaves out a partition for which the
 * condition is true.
 */
final class ConditionBoxes {
    private static final int DATE_LENGTH = 10;

    private final List<KeyType> keys;

    ConditionBoxes(List<KeyType> keys) {
        this.keys = keys;
    }

    /** Around the partitions for which the condition may be true. */
    KeyBoxes whereTrue(Condition condition) {
        return where(condition, true);
    }

    private KeyBoxes where(Condition condition, boolean truth) {
        if (condition instanceof Condition.Not not) {
            return where(not.part(), !truth);
        }
        if (condition instanceof Condition.And and) {
            return truth ? all(and.parts(), true) : any(and.parts(), false);
        }
        if (condition instanceof Condition.Or or) {
            return truth ? any(or.parts(), true) : all(or.parts(), false);
        }
        return leaf(condition, truth);
    }

    private KeyBoxes all(List<Condition> parts, boolean truth) {
        return parts.stream().map(part -> where(part, truth)).reduce(everything(), KeyBoxes::intersection);
    }

    private KeyBoxes any(List<Condition> parts, boolean truth) {
        return parts.stream().map(part -> where(part, truth)).reduce(new KeyBoxes(List.of()), KeyBoxes::union);
    }

    private KeyBoxes leaf(Condition condition, boolean truth) {
        if (condition instanceof Condition.Comparison comparison) {
            Condition.Operator operator =
                    truth ? comparison.operator() : comparison.operator().negated();
            return bound(comparison.key(), compared(comparison.key(), operator, comparison.literal()));
        }
        if (condition instanceof Condition.In in) {
            KeySet listed = listed(in);
            return bound(in.key(), truth ? listed : readable(in.key()).intersection(listed.complement()));
        }
        if (condition instanceof Condition.Like like) {
            return bound(like.key(), truth ? like(like) : unlike(like));
        }
        // No value is null.
        return truth ? new KeyBoxes(List.of()) : everything();
    }

    private KeySet compared(int key, Condition.Operator operator, Object literal) {
        KeyType type = keys.get(key);
        String from = KeyText.from(type, literal);
        String after = KeyText.after(type, literal);
        KeySet compared = switch (operator) {
            case EQUAL -> KeySet.between(from, after);
            case NOT_EQUAL -> KeySet.between(from, after).complement();
            case LESS -> KeySet.between("", from);
            case LESS_OR_EQUAL -> KeySet.between("", after);
            case GREATER -> KeySet.between(after, null);
            case GREATER_OR_EQUAL -> KeySet.between(from, null);
        };
        return compared.intersection(readable(key));
    }

    // What is not of its key's type satisfies no comparison, nor a comparison's opposite.
    private KeySet readable(int key) {
        return keys.get(key).hasUnreadableValues() ? KeySet.between("", KeyText.UNREADABLE) : KeySet.ALL;
    }

    private KeySet listed(Condition.In in) {
        List<KeyInterval> points = new ArrayList<>();
        for (Comparable<?> literal : in.literals()) {
            points.addAll(compared(in.key(), Condition.Operator.EQUAL, literal).intervals());
        }
        return KeySet.union(points);
    }

    private KeySet like(Condition.Like like) {
        String prefix = like.compiled().prefix();
        KeyType type = keys.get(like.key());
        return switch (type) {
            case TEXT, UNSUPPORTED ->
                like.compiled().hasWildcards() ? startingWith(KeyText.escaped(prefix)) : text(prefix);
            case PADDED_TEXT -> startingWith(KeyText.escaped((String) type.parse(prefix)));
            case DATE, TIMESTAMP -> likeDate(prefix);
            case NUMBER -> KeySet.ALL;
        };
    }

    // The sortable text of a date, and of a time's date, is what LIKE sees, unless blanks precede it.
    private static KeySet likeDate(String prefix) {
        if (prefix.isEmpty() || Character.isWhitespace(prefix.charAt(0))) {
            return KeySet.ALL;
        }
        String date = prefix.substring(0, Math.min(prefix.length(), DATE_LENGTH));
        return startingWith(KeyText.escaped(date)).union(startingWith(KeyText.UNREADABLE + KeyText.escaped(prefix)));
    }

    private KeySet unlike(Condition.Like like) {
        boolean exact = keys.get(like.key()) == KeyType.TEXT || keys.get(like.key()) == KeyType.UNSUPPORTED;
        boolean simple = !like.compiled().hasWildcards() || like.compiled().isPrefix();
        return exact && simple ? like(like).complement() : KeySet.ALL;
    }

    private static KeySet text(String text) {
        return KeySet.between(KeyText.from(KeyType.TEXT, text), KeyText.after(KeyType.TEXT, text));
    }

    private static KeySet startingWith(String prefix) {
        return KeySet.between(prefix, afterPrefix(prefix).orElse(null));
    }

    /** The first text after all that begin with {@code prefix}; empty if it would come after every text. */
    private static Optional<String> afterPrefix(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return Optional.of(prefix.substring(0, end) + Character.toString(next));
            }
        }
        return Optional.empty();
    }

    private KeyBoxes bound(int key, KeySet set) {
        return set.isEmpty() ? new KeyBoxes(List.of()) : new KeyBoxes(List.of(KeyBox.of(keys.size(), key, set)));
    }

    private KeyBoxes everything() {
        return new KeyBoxes(
                List.of(new KeyBox(keys.stream().map(any -> KeySet.ALL).toList())));
    }
}
