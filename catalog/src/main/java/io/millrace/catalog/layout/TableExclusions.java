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

    private final List<GlobPattern> patterns;

    private TableExclusions(List<GlobPattern> patterns) {
        this.patterns = patterns;
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
            String[] globs = JSON.readValue(text, String[].class);
            return new TableExclusions(
                    List.of(globs).stream().map(GlobPattern::parse).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The table parameter " + PARAMETER + " is no JSON array of patterns: " + text, e);
        }
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
