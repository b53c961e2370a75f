package io.millrace.catalog.type;

import io.millrace.catalog.type.HiveType.Primitive;
import java.util.EnumSet;
import java.util.Set;

/**
 * The kinds of dates and times that were read as text. Dates alone are {@code date}; with times of day {@code timestamp}, the
 * dates at midnight; times in UTC alone {@code timestamp} as well, in UTC. Hive has no zoned type, so that times with and
 * without a zone in one column could not be told apart: together they are text.
 */
public record WrittenTimes(Set<Kind> kinds) implements InferredType {
    /** Copies the set. */
    public WrittenTimes {
        kinds = Set.copyOf(kinds);
    }

    /** What was written. */
    public enum Kind {
        DATE,
        /** A time of day without a zone. */
        LOCAL,
        /** A time of day with Z or the offset zero. */
        UTC
    }

    /** One kind. */
    public static WrittenTimes of(Kind kind) {
        return new WrittenTimes(Set.of(kind));
    }

    WrittenTimes with(WrittenTimes other) {
        if (kinds.containsAll(other.kinds)) {
            return this;
        }
        EnumSet<Kind> both = EnumSet.copyOf(kinds);
        both.addAll(other.kinds);
        return new WrittenTimes(both);
    }

    @Override
    public HiveType toHiveType() {
        if (kinds.contains(Kind.UTC)) {
            return kinds.size() == 1 ? Primitive.TIMESTAMP : Primitive.STRING;
        }
        return kinds.contains(Kind.LOCAL) ? Primitive.TIMESTAMP : Primitive.DATE;
    }
}
