package io.millrace.cloudformation.evaluate;

import java.util.Optional;

/** The values that other stacks export. */
@FunctionalInterface
public interface Exports {
    /** The value exported under a name, if any stack exports it. */
    Optional<String> find(String name);
}
