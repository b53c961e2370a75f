package io.millrace.catalog.tag;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules of tags (Glue API reference, "Tagging APIs", and "AWS tags in AWS Glue"): names and values as they are, case included. */
public final class Tags {
    /** The largest number of tags of one resource. */
    public static final int MAX_TAGS = 50;

    /** The largest length of a tag's key, in characters. */
    public static final int MAX_KEY_LENGTH = 128;

    /** The largest length of a tag's value, in characters. */
    public static final int MAX_VALUE_LENGTH = 256;

    private static final String RESERVED = "aws:";

    private Tags() {}

    /** Tags that a resource may have. @throws CatalogException InvalidInputException if they break a rule */
    public static Map<String, String> checked(Map<String, String> tags) {
        tags.forEach((key, value) -> {
            requireKey(key);
            if (value == null || value.length() > MAX_VALUE_LENGTH) {
                throw invalid("The value of tag %s must have at most %d characters.".formatted(key, MAX_VALUE_LENGTH));
            }
        });
        requireFew(tags.size());
        return tags;
    }

    /** The tags after adding or replacing some. @throws CatalogException InvalidInputException if they break a rule */
    static Map<String, String> with(Map<String, String> tags, Map<String, String> added) {
        Map<String, String> result = new TreeMap<>(tags);
        result.putAll(checked(added));
        requireFew(result.size());
        return result;
    }

    /** The tags after removing some; a key that is not there does no harm. */
    static Map<String, String> without(Map<String, String> tags, List<String> keys) {
        Map<String, String> result = new TreeMap<>(tags);
        keys.forEach(key -> {
            requireKey(key);
            result.remove(key);
        });
        return result;
    }

    private static void requireKey(@Nullable String key) {
        if (key == null || key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw invalid("A tag's key must have 1 to %d characters.".formatted(MAX_KEY_LENGTH));
        }
        if (key.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
            throw invalid("The tag key " + key + " is not allowed: keys that begin with aws: are reserved.");
        }
    }

    private static void requireFew(int count) {
        if (count > MAX_TAGS) {
            throw invalid("A resource can have at most %d tags, not %d.".formatted(MAX_TAGS, count));
        }
    }

    private static CatalogException invalid(String message) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, message);
    }
}
