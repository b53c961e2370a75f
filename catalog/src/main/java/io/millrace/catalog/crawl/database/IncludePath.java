package io.millrace.catalog.crawl.database;

import io.millrace.catalog.layout.GlobPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which tables a JDBC target means: {@code database/schema/table}, or {@code database/table} where there are no schemas, with
 * {@code %} for any text (Glue developer guide, "define-crawler"; case counts). A {@code %} at the end stands for all levels
 * below, so {@code sales/%} is every table of every schema. An exclusion is held against the path below the levels that the
 * include path names without {@code %}, and against the whole path.
 */
final class IncludePath {
    private static final char ANY = '%';

    private final DatabaseProduct product;
    private final List<String> levels;
    private final List<Pattern> patterns;
    private final List<GlobPattern> exclusions;
    private final int named;

    private IncludePath(DatabaseProduct product, List<String> levels, List<GlobPattern> exclusions) {
        this.product = product;
        this.levels = levels;
        this.patterns = levels.stream().map(IncludePath::pattern).toList();
        this.exclusions = exclusions;
        int count = 0;
        while (count < levels.size() - 1 && levels.get(count).indexOf(ANY) < 0) {
            count++;
        }
        this.named = count;
    }

    /** @throws IllegalArgumentException if the path does not fit the product, or an exclusion is malformed */
    static IncludePath parse(DatabaseProduct product, String path, List<String> exclusions) {
        List<String> levels = new ArrayList<>(List.of(path.split("/", -1)));
        if (levels.size() > 1 && levels.get(levels.size() - 1).isEmpty()) {
            levels.set(levels.size() - 1, String.valueOf(ANY));
        }
        int depth = product.hasSchemas() ? 3 : 2;
        while (levels.size() > 1
                && levels.size() < depth
                && levels.get(levels.size() - 1).equals("%")) {
            levels.add("%");
        }
        if (levels.size() != depth || levels.contains("")) {
            throw new IllegalArgumentException("The JDBC target path '%s' must be %s, with %% for any name"
                    .formatted(path, product.levels().form()));
        }
        return new IncludePath(
                product,
                List.copyOf(levels),
                exclusions.stream().map(GlobPattern::parse).toList());
    }

    private static Pattern pattern(String level) {
        StringBuilder regex = new StringBuilder();
        for (String literal : level.split("%", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(literal.isEmpty() ? "(?:)" : Pattern.quote(literal));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Whether tables of the database may be meant. */
    boolean mayCoverDatabase(String database) {
        return patterns.get(0).matcher(database).matches() && (product.hasSchemas() || isWanted(0, database));
    }

    /** Whether tables of the schema may be meant; for products with schemas. */
    boolean mayCoverSchema(String schema) {
        return patterns.get(1).matcher(schema).matches() && isWanted(1, schema);
    }

    /** What belongs to the product itself is read only if it is named without {@code %}. */
    private boolean isWanted(int level, String name) {
        return levels.get(level).equals(name) || !product.isSystemSchema(name);
    }

    /** Whether the path means the table, exclusions not regarded. */
    boolean includes(List<String> table) {
        for (int i = 0; i < patterns.size(); i++) {
            if (!patterns.get(i).matcher(table.get(i)).matches()) {
                return false;
            }
        }
        return true;
    }

    /** Whether an exclusion names the table. */
    boolean excludes(List<String> table) {
        String whole = String.join("/", table);
        String below = String.join("/", table.subList(named, table.size()));
        return exclusions.stream().anyMatch(glob -> glob.matches(below) || glob.matches(whole));
    }

    /** The database that the path names; a pattern if it has a {@code %}. */
    String database() {
        return levels.get(0);
    }
}
