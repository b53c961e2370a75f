package io.millrace.catalog.layout;

import io.millrace.catalog.layout.TableRoots.Grouping;
import java.util.OptionalInt;

/**
 * How folders become tables.
 *
 * @param depth how many folders below the include path tables lie, if that is fixed
 */
public record GroupingRule(Grouping grouping, OptionalInt depth) {
    /** The rule without a fixed depth. */
    public static GroupingRule of(Grouping grouping) {
        return new GroupingRule(grouping, OptionalInt.empty());
    }

    /**
     * Glue's table level counts from the bucket, which is level 1 (developer guide, "crawler-table-level"). A level above the include
     * path means the include path.
     *
     * @param prefix the key prefix of the include path, empty or with a slash at its end
     */
    public static GroupingRule ofLevel(Grouping grouping, OptionalInt level, String prefix) {
        if (level.isEmpty()) {
            return of(grouping);
        }
        int above = 1 + (int) prefix.chars().filter(c -> c == '/').count();
        return new GroupingRule(grouping, OptionalInt.of(Math.max(0, level.getAsInt() - above)));
    }
}
