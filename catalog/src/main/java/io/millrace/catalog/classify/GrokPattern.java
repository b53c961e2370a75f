package io.millrace.catalog.classify;

import io.krakens.grok.api.Grok;
import io.krakens.grok.api.GrokCompiler;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A compiled Grok pattern and the columns that its named fields are (developer guide, "custom-classifier", "Writing Grok custom
 * classifiers"): text, or what the cast behind the name says. Stateless.
 */
public final class GrokPattern {
    /** Longer lines match nothing. */
    public static final int MAX_LINE_LENGTH = 16 << 10;

    /** How often a matcher may look at a character of one line, again and again, until the line counts as not matched. */
    private static final long MAX_STEPS_A_LINE = 2_000_000;

    /** What Glue's casts are as Hive types. */
    private static final Map<String, HiveType> CASTS = Map.of(
            "byte", Primitive.TINYINT,
            "boolean", Primitive.BOOLEAN,
            "double", Primitive.DOUBLE,
            "short", Primitive.SMALLINT,
            "int", Primitive.INT,
            "long", Primitive.BIGINT,
            "float", Primitive.FLOAT);

    /** The library's name for fields that the well-known patterns use inside. */
    private static final String UNWANTED = "UNWANTED";

    /** Compiled patterns number their groups. */
    private static final Pattern GROUP = Pattern.compile("\\(\\?<(name\\d+)>");

    private final Pattern regex;
    private final Map<String, InferredType> columns;

    /** The regular expression's groups and their columns; several may have the same. */
    private final Map<String, String> columnByGroup;

    private GrokPattern(Pattern regex, Map<String, InferredType> columns, Map<String, String> columnByGroup) {
        this.regex = regex;
        this.columns = Collections.unmodifiableMap(columns);
        this.columnByGroup = columnByGroup;
    }

    /** What a line is matched with. */
    Pattern regex() {
        return regex;
    }

    /** The columns by their lower-cased names, in the pattern's order. */
    Map<String, InferredType> columns() {
        return columns;
    }

    /** The fields of a line, in which the pattern may match anywhere, by their columns; empty if it does not match. */
    public Optional<Map<String, String>> fields(String line) {
        if (line.length() > MAX_LINE_LENGTH) {
            return Optional.empty();
        }
        try {
            Matcher matcher = regex.matcher(new MatchSteps(MAX_STEPS_A_LINE).counting(line));
            return matcher.find() ? Optional.of(fields(matcher)) : Optional.empty();
        } catch (MatchSteps.TooManyException | StackOverflowError e) {
            // java.util.regex recurses for each turn of a group; on what it cannot match in bounds, there is no match.
            return Optional.empty();
        }
    }

    private Map<String, String> fields(Matcher matcher) {
        Map<String, String> fields = new LinkedHashMap<>();
        columnByGroup.forEach((group, column) -> {
            String value = matcher.group(group);
            if (value != null) {
                fields.putIfAbsent(column, value);
            }
        });
        return fields;
    }

    /**
     * Compiles the pattern.
     *
     * @param customPatterns one {@code NAME pattern} a line
     * @throws IllegalArgumentException if a pattern refers to an unknown one or to itself, or is no regular expression
     */
    public static GrokPattern compile(String pattern, String customPatterns) {
        GrokCompiler compiler = GrokCompiler.newInstance();
        compiler.registerDefaultPatterns();
        for (String line : customPatterns.lines().map(String::strip).toList()) {
            String[] parts = line.split("\\s+", 2);
            if (parts.length == 2 && !line.startsWith("#")) {
                compiler.register(parts[0], parts[1]);
            }
        }
        Grok grok = compiler.compile(pattern, true);
        Map<String, InferredType> columns = new LinkedHashMap<>();
        Map<String, String> columnByGroup = new LinkedHashMap<>();
        Matcher group = GROUP.matcher(grok.getNamedRegex());
        while (group.find()) {
            String field = grok.getNamedRegexCollectionById(group.group(1));
            // %{NUMBER:bytes:long}; the library's own notation has a semicolon.
            String[] parts = field == null ? new String[] {UNWANTED} : field.split("[:;]", 2);
            if (!parts[0].equals(UNWANTED)) {
                InferredType type = parts.length == 2 ? cast(parts[1]) : InferredType.text();
                String column = parts[0].toLowerCase(Locale.ROOT);
                columns.putIfAbsent(column, type);
                columnByGroup.put(group.group(1), column);
            }
        }
        return new GrokPattern(Pattern.compile(grok.getNamedRegex()), columns, columnByGroup);
    }

    private static InferredType cast(String name) {
        HiveType type = CASTS.get(name.strip().toLowerCase(Locale.ROOT));
        return type == null ? InferredType.text() : InferredType.of(type);
    }
}
