package io.millrace.server.wire.validation;

import io.millrace.server.wire.model.ShapeModel;
import java.util.function.Consumer;

/** The length constraint of a string, blob, list or map. */
final class Lengths {
    private Lengths() {}

    static boolean holds(ShapeModel shape, int length) {
        Double min = shape.min();
        return !exceeds(shape, length) && (min == null || length >= min);
    }

    static boolean exceeds(ShapeModel shape, int length) {
        Double max = shape.max();
        return max != null && length > max;
    }

    static void check(ShapeModel shape, int length, Consumer<String> broken) {
        Double min = shape.min();
        Double max = shape.max();
        if (max != null && length > max) {
            broken.accept("Member must have length less than or equal to " + max.longValue());
        }
        if (min != null && length < min) {
            broken.accept("Member must have length greater than or equal to " + min.longValue());
        }
    }
}
