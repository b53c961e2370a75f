package io.millrace.server.wire.validation;

import io.millrace.server.wire.model.ShapeModel;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** The constraints of a string, blob or number. */
final class ScalarCheck implements ValueCheck {
    private final ShapeModel shape;
    private final @Nullable StringPattern pattern;
    private final Set<String> values;

    ScalarCheck(ShapeModel shape) {
        this.shape = shape;
        String source = shape.pattern();
        this.pattern = source == null ? null : new StringPattern(source);
        this.values = Set.copyOf(shape.values());
    }

    @Override
    public void check(Object value, MemberPath path, Violations violations) {
        Object shown = shape.sensitive() || value instanceof SdkBytes ? null : value;
        forEachBroken(value, constraint -> violations.add(path, shown, constraint));
    }

    boolean isSensitive() {
        return shape.sensitive();
    }

    /** Says which constraints {@code value} breaks, as AWS words them. */
    void forEachBroken(Object value, Consumer<String> broken) {
        if (value instanceof String text) {
            checkString(text, broken);
        } else if (value instanceof Number number) {
            checkRange(number.doubleValue(), broken);
        } else if (value instanceof SdkBytes bytes) {
            Lengths.check(shape, bytes.asByteArrayUnsafe().length, broken);
        }
    }

    private void checkString(String text, Consumer<String> broken) {
        if (!values.isEmpty()) {
            if (!values.contains(text)) {
                broken.accept("Member must satisfy enum value set: " + shape.values());
            }
            return;
        }
        // The length counts characters, not UTF-16 units; only a string with surrogates has fewer of them.
        int length = text.length();
        if (!Lengths.holds(shape, length)) {
            length = text.codePointCount(0, length);
            Lengths.check(shape, length, broken);
        }
        // A string that is too long is not matched as well: a pattern's cost grows with the length.
        if (pattern != null && !Lengths.exceeds(shape, length) && !pattern.matches(text)) {
            broken.accept("Member must satisfy regular expression pattern: " + pattern.source());
        }
    }

    private void checkRange(double number, Consumer<String> broken) {
        Double min = shape.min();
        Double max = shape.max();
        if (max != null && number > max) {
            broken.accept("Member must have value less than or equal to " + max.longValue());
        }
        if (min != null && number < min) {
            broken.accept("Member must have value greater than or equal to " + min.longValue());
        }
    }
}
