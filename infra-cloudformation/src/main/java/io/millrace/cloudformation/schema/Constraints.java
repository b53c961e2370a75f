package io.millrace.cloudformation.schema;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a value must be besides its type, by AWS's resource schemas and API models.
 *
 * @param allowed the only values; empty if any will do
 * @param min the least length of a text or list, or the least number
 * @param max the greatest length of a text or list, or the greatest number
 * @param pattern what a text must match from end to end
 */
public record Constraints(List<String> allowed, Optional<Long> min, Optional<Long> max, Optional<Pattern> pattern) {
    /** Copies the list. */
    public Constraints {
        allowed = List.copyOf(allowed);
    }
}
