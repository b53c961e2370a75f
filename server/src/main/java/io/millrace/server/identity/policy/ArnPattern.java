package io.millrace.server.identity.policy;

import io.millrace.server.identity.policy.ResourceArn.Extent;
import io.millrace.server.identity.policy.ResourceArn.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement's resource. Wildcards stay within a segment between colons, but in the last one they go on (IAM user guide, "IAM
 * JSON policy elements: Resource"). How far "last" is, is the pattern's matter: {@code *} and {@code arn:aws:glue:*} are whole.
 */
final class ArnPattern {
    private static final int ARN_SEGMENTS = 6;

    private final List<WildcardPattern> segments;
    private final List<WildcardPattern> caseless;

    private ArnPattern(String text) {
        this.segments = split(text);
        this.caseless = split(text.toLowerCase(Locale.ROOT));
    }

    static ArnPattern of(String text) {
        return new ArnPattern(text);
    }

    private static List<WildcardPattern> split(String text) {
        List<WildcardPattern> segments = new ArrayList<>();
        for (String segment : text.split(":", ARN_SEGMENTS)) {
            segments.add(new WildcardPattern(segment));
        }
        return List.copyOf(segments);
    }

    /** Whether it stands for the resource; of a set, for all of it. */
    boolean covers(ResourceArn resource) {
        return fits(resource, true);
    }

    /** Whether it stands for the resource; of a set, for any of it. */
    boolean meets(ResourceArn resource) {
        return fits(resource, false);
    }

    private boolean fits(ResourceArn resource, boolean whole) {
        List<WildcardPattern> patterns = resource.names() == Names.CASELESS ? caseless : segments;
        String[] parts = resource.text().split(":", patterns.size());
        if (parts.length != patterns.size()) {
            return false;
        }
        int last = parts.length - 1;
        for (int i = 0; i < last; i++) {
            if (!patterns.get(i).matches(parts[i])) {
                return false;
            }
        }
        if (resource.extent() == Extent.ONE) {
            return patterns.get(last).matches(parts[last]);
        }
        return whole
                ? patterns.get(last).coversBelow(parts[last])
                : patterns.get(last).meetsBelow(parts[last]);
    }
}
