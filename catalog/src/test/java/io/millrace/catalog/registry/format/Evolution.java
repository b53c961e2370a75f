package io.millrace.catalog.registry.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import software.amazon.awssdk.services.glue.model.Compatibility;
import software.amazon.awssdk.services.glue.model.DataFormat;

/**
 * A change of a schema.
 *
 * @param reads who can read whose data after it
 */
record Evolution(String what, String before, String after, Reads reads) {
    /** BACKWARD: the new schema reads old data. FORWARD: the old schema reads new data. */
    enum Reads {
        BOTH,
        BACKWARD,
        FORWARD,
        NONE
    }

    /** All eight modes against what the change is. */
    void check(DataFormat format) {
        SchemaDefinition old = SchemaFormats.parse(format, before);
        SchemaDefinition next = SchemaFormats.parse(format, after);
        boolean backward = reads == Reads.BOTH || reads == Reads.BACKWARD;
        boolean forward = reads == Reads.BOTH || reads == Reads.FORWARD;
        for (Compatibility mode : Compatibility.knownValues()) {
            boolean allowed = switch (mode) {
                case BACKWARD, BACKWARD_ALL -> backward;
                case FORWARD, FORWARD_ALL -> forward;
                case FULL, FULL_ALL -> backward && forward;
                default -> true;
            };
            List<String> violations = CompatibilityCheck.violations(mode, next, old);
            assertThat(violations.isEmpty()).as("%s: %s", mode, violations).isEqualTo(allowed);
            assertThat(CompatibilityCheck.violations(mode, next, next))
                    .as("%s with itself", mode)
                    .isEmpty();
        }
    }

    @Override
    public String toString() {
        return what + " is " + reads;
    }
}
