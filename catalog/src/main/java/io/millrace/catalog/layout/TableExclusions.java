package io.millrace.catalog.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects that are not a table's though they lie in its folder: what its crawler's exclude patterns name. Crawlers write them to
 * the table parameter {@value #PARAMETER} as a JSON array of patterns, each after the include path
 * ({@code ["s3://bucket/prefix/*.zip"]}); whoever reads the table leaves these objects out.
 */
public final class TableExclusions {
    /** The table parameter. */
    public static final String PARAMETER = "exclusions";

    /** Excludes nothing. */
    public static final TableExclusions NONE = new TableExclusions(List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> globs;
    private final List<GlobPattern> patterns;

    private TableExclusions(List<String> globs) {
        this.globs = globs;
        this.patterns = globs.stream().map(GlobPattern::parse).toList();
    }

    /** The parameter's text for patterns below {@code location}, which ends with a slash. */
    public static String format(String location, List<String> globs) {
        try {
            return JSON.writeValueAsString(globs.stream()
                    .map(glob -> GlobPattern.quote(location) + glob)
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }

    /**
     * Those of a table with these parameters.
     *
     * @throws IllegalArgumentException if they are no JSON array of patterns
     */
    public static TableExclusions of(Map<String, String> tableParameters) {
        return parse(tableParameters.get(PARAMETER));
    }

    private static TableExclusions parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return NONE;
        }
        try {
            return new TableExclusions(List.of(JSON.readValue(text, String[].class)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The table parameter " + PARAMETER + " is no JSON array of patterns: " + text, e);
        }
    }

    /** Those whose include path is {@code location}, which ends with a slash, as patterns below it. */
    public List<String> below(String location) {
        String path = GlobPattern.quote(location);
        return globs.stream()
                .filter(glob -> glob.startsWith(path))
                .map(glob -> glob.substring(path.length()))
                .toList();
    }

    /** Whether nothing is left out. */
    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** Whether the object at {@code uri} ({@code s3://bucket/key}) is left out. */
    public boolean exclude(String uri) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(uri));
    }
}
