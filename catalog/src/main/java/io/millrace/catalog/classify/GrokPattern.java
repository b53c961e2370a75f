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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A compiled Grok pattern and the columns that its named fields are (developer guide, "custom-classifier", "Writing Grok custom
 * classifiers"): text, or what the cast behind the name says. Stateless.
 *
 * @param regex what a line is matched with
 * @param columns by their lower-cased names, in the pattern's order
 */
record GrokPattern(Pattern regex, Map<String, InferredType> columns) {
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

    /** Copies the map and keeps its order. */
    GrokPattern {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /**
     * Compiles the pattern.
     *
     * @param customPatterns one {@code NAME pattern} a line
     * @throws IllegalArgumentException if a pattern refers to an unknown one or to itself, or is no regular expression
     */
    static GrokPattern compile(String pattern, String customPatterns) {
        GrokCompiler compiler = GrokCompiler.newInstance();
        compiler.registerDefaultPatterns();
        for (String line : customPatterns.lines().map(String::strip).toList()) {
            String[] parts = line.split("\\s+", 2);
            if (parts.length == 2 && !line.startsWith("#")) {
                compiler.register(parts[0], parts[1]);
            }
        }
        Grok grok = compiler.compile(pattern, true);
        return new GrokPattern(Pattern.compile(grok.getNamedRegex()), columns(grok));
    }

    private static Map<String, InferredType> columns(Grok grok) {
        Map<String, InferredType> columns = new LinkedHashMap<>();
        Matcher group = GROUP.matcher(grok.getNamedRegex());
        while (group.find()) {
            String field = grok.getNamedRegexCollectionById(group.group(1));
            // %{NUMBER:bytes:long}; the library's own notation has a semicolon.
            String[] parts = field == null ? new String[] {UNWANTED} : field.split("[:;]", 2);
            if (!parts[0].equals(UNWANTED)) {
                InferredType type = parts.length == 2 ? cast(parts[1]) : InferredType.text();
                columns.putIfAbsent(parts[0].toLowerCase(Locale.ROOT), type);
            }
        }
        return columns;
    }

    private static InferredType cast(String name) {
        HiveType type = CASTS.get(name.strip().toLowerCase(Locale.ROOT));
        return type == null ? InferredType.text() : InferredType.of(type);
    }
}
