package io.millrace.catalog.registry.format;

import java.util.List;
import software.amazon.awssdk.services.glue.model.Compatibility;

/** The registry's compatibility modes: who must be able to read whose data, and how far back. */
public final class CompatibilityCheck {
    private CompatibilityCheck() {}

    /** Whether a mode looks at all earlier versions, not at the last alone. */
    public static boolean isTransitive(Compatibility mode) {
        return mode == Compatibility.BACKWARD_ALL
                || mode == Compatibility.FORWARD_ALL
                || mode == Compatibility.FULL_ALL;
    }

    /** Whether a mode compares versions at all. */
    public static boolean compares(Compatibility mode) {
        return mode != Compatibility.NONE && mode != Compatibility.DISABLED;
    }

    /** Why a mode does not let {@code next} follow {@code earlier}; empty if it does. */
    public static List<String> violations(Compatibility mode, SchemaDefinition next, SchemaDefinition earlier) {
        try {
            return switch (mode) {
                case BACKWARD, BACKWARD_ALL -> next.unreadableFrom(earlier);
                case FORWARD, FORWARD_ALL -> earlier.unreadableFrom(next);
                case FULL, FULL_ALL -> {
                    List<String> backward = next.unreadableFrom(earlier);
                    yield backward.isEmpty() ? earlier.unreadableFrom(next) : backward;
                }
                case NONE, DISABLED, UNKNOWN_TO_SDK_VERSION -> List.of();
            };
        } catch (StackOverflowError e) {
            // The comparisons descend by recursion, and references may nest deeper than the text of the definition.
            return List.of("The definitions nest too deep to be compared");
        }
    }
}
