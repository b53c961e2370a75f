package io.millrace.catalog.crawl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;

/** The columns of a table that a crawl has found again. */
final class ColumnMerge {
    private ColumnMerge() {}

    /** Those that were found, with the comments and parameters that the known ones have. */
    static List<Column> asFound(List<Column> known, List<Column> found) {
        Map<String, Column> byName = new HashMap<>();
        known.forEach(column -> byName.putIfAbsent(column.name(), column));
        return found.stream()
                .map(column -> keep(byName.get(column.name()), column))
                .toList();
    }

    private static Column keep(@Nullable Column known, Column found) {
        if (known == null) {
            return found;
        }
        Column.Builder kept = known.toBuilder()
                .type(found.type())
                .comment(Optional.ofNullable(known.comment()).orElse(found.comment()));
        if (known.hasParameters() || found.hasParameters()) {
            Map<String, String> parameters = new LinkedHashMap<>(known.parameters());
            parameters.remove(TableDraft.ORIGINAL_NAME);
            parameters.putAll(found.parameters());
            kept.parameters(parameters);
        }
        return kept.build();
    }

    /**
     * The known ones as they are, and behind them those that are new. Where columns are found by position, new ones are those at the
     * positions that follow, whatever the names of the others.
     */
    static List<Column> addNew(List<Column> known, List<Column> found, boolean positional) {
        List<Column> merged = new ArrayList<>(known);
        Set<String> names = new HashSet<>();
        known.forEach(column -> names.add(column.name().toLowerCase(Locale.ROOT)));
        for (int i = positional ? Math.min(known.size(), found.size()) : 0; i < found.size(); i++) {
            Column column = found.get(i);
            if (names.add(column.name())) {
                merged.add(column);
            } else if (positional) {
                String name = column.name() + "_" + i;
                names.add(name);
                merged.add(column.toBuilder().name(name).build());
            }
        }
        return merged;
    }
}
