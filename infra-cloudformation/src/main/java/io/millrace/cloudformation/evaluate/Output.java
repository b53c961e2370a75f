package io.millrace.cloudformation.evaluate;

import java.util.Optional;

/**
 * An output of a stack.
 *
 * @param description empty if there is none
 * @param exportName the name under which other stacks may import it
 */
public record Output(String value, String description, Optional<String> exportName) {}
