package io.millrace.cloudformation.schema;

/**
 * One property.
 *
 * @param type what its value must be
 * @param required whether it must be there
 */
public record PropertySchema(PropertyType type, boolean required) {}
